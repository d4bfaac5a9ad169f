"""The count against its oracles: `python benchmarks/geschiedenissen.py [aantal]` (1000).

The tests try a few random histories; this tries as many as asked, of every oracle: the count on a
date, the count as it was known after corrections, the periods that are counted against the facts,
flows, forty dates at once, breakdowns as they were known, and who stands in which cell. An oracle
is plain Python over the same events. Of each it says how many histories were tried (who stands in
which cell looks at every cell at every moment, and does a third) and what came of it. Ends with 0
when nothing differs.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path


ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.waarop import machine  # noqa: E402


ORAKELS = [
    "tests/sonar/test_telling.py::TestTegenHetOrakel",
    "tests/sonar/test_bekend_op.py::TestTegenHetOrakel",
    "tests/sonar/test_telperioden.py::TestTegenDeFeiten",
    "tests/sonar/test_uitsplitsen.py::TestTegenHetOrakel",
    "tests/sonar/test_uitsplitsen.py::TestDeReeks",
    "tests/sonar/test_uitsplitsen_bekend_op.py::TestTegenHetOrakel",
    "tests/sonar/test_herleiden.py::TestTegenHetOrakel",
]
GEPROBEERD = re.compile(r"(\d+) passing(?: examples)?, (\d+) failing")


def main(aantal: int) -> int:
    """One oracle after the other; each says how many and how long it took."""
    anders = 0
    sys.stdout.write(f"{machine()}\n")
    for orakel in ORAKELS:
        begin = time.perf_counter()
        klaar = subprocess.run(  # noqa: S603
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:randomly"),
                *("--hypothesis-show-statistics", orakel),
            ],
            check=False,
            cwd=ROOT,
            env={**os.environ, "HISTORIES": str(aantal)},
            capture_output=True,
            text=True,
        )
        geprobeerd = [int(goed) + int(fout) for goed, fout in GEPROBEERD.findall(klaar.stdout)]
        duur = time.perf_counter() - begin
        if klaar.returncode:
            anders += 1
            sys.stdout.write(klaar.stdout)
        uitslag = "VERSCHIL" if klaar.returncode else "0 verschillen"
        sys.stdout.write(f"{orakel}: {sum(geprobeerd)} geschiedenissen, {uitslag}, {duur:.0f} s\n")
        sys.stdout.flush()
    return anders


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
