"""The count against its oracles: `python benchmarks/geschiedenissen.py [aantal]` (1000).

The tests try a few random histories; this tries as many as asked, of every oracle: the count on a
date, the count as it was known after corrections, flows, forty dates at once, and who stands in
which cell. An oracle is plain Python over the same events. Ends with 0 when nothing differs.
"""

import os
import subprocess
import sys
import time
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
ORAKELS = [
    "tests/sonar/test_telling.py::TestTegenHetOrakel",
    "tests/sonar/test_bekend_op.py::TestTegenHetOrakel",
    "tests/sonar/test_uitsplitsen.py::TestTegenHetOrakel",
    "tests/sonar/test_uitsplitsen.py::TestDeReeks",
    "tests/sonar/test_herleiden.py::TestTegenHetOrakel",
]


def main(aantal: int) -> int:
    """One oracle after the other; each says how long it took."""
    anders = 0
    for orakel in ORAKELS:
        # Who stands in which cell looks at every cell at every moment: a third is enough.
        begin = time.perf_counter()
        klaar = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", orakel],
            check=False,
            cwd=ROOT,
            env={**os.environ, "HISTORIES": str(aantal)},
        )
        anders += klaar.returncode != 0
        duur = time.perf_counter() - begin
        uitslag = "VERSCHIL" if klaar.returncode else "0 verschillen"
        sys.stdout.write(f"{orakel}: HISTORIES={aantal}, {uitslag}, {duur:.0f} s\n")
        sys.stdout.flush()
    return anders


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
