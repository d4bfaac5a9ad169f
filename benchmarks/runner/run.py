"""Every benchmark, one after the other, into docs/prestaties.md.

    python -m benchmarks.runner.run [--klein] [--alleen NAAM ...] [--minuten 120] [--map DIR]

Runs unattended: each by its own command in a database of its own, each with a time limit; that one
fails or is ended does not stop the others. Beside every goal of the issues it writes the figure.
`--klein` is a rehearsal of a few minutes that says nothing about speed; it writes its page in the
map and not in docs/. The databases in the map are stopped and removed at the end, unless you named
it.
"""

import argparse
import datetime
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.runner.goals import METINGEN, OMGEVINGEN, Meting
from benchmarks.runner.machine import machine
from benchmarks.runner.report import bladzijde, gemeten_rijen, rijen


WORTEL = Path(__file__).resolve().parents[2]


PAGINA = WORTEL / "docs" / "prestaties.md"
UITVOER = WORTEL / "var" / "metingen"  # what each printed
# Not said by a measurement: a warning of Django, and what duckdb leaves behind at its end.
RUIS = re.compile(r"urls\.W002|nanobind|^ - (leaked |\.\.\. skipped remainder)")
VOORBEREIDEN = 8.0  # minutes
GENADE = 20  # seconds between an asked end and a hard one


@dataclass(frozen=True, slots=True)
class Afloop:
    """How a command ended: what it printed, its code (None: it took too long), and seconds."""

    uitvoer: str
    code: int | None
    seconden: float

    def __str__(self) -> str:
        hoe = {0: "goed", None: "afgebroken: het duurde te lang"}
        return f"{hoe.get(self.code, f'fout, code {self.code}')}, {self.seconden:.0f} s"


def zeg(tekst: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {tekst}\n")
    sys.stdout.flush()


def doe(opdracht: Sequence[str], omgeving: Mapping[str, str], seconden: float) -> Afloop:
    """Run it in a group of its own, and end all of that group when it takes longer."""
    begin = time.monotonic()
    with tempfile.TemporaryFile() as bestand:
        proces = subprocess.Popen(  # noqa: S603 - our own commands
            opdracht,
            cwd=WORTEL,
            env={**os.environ, **omgeving},
            stdin=subprocess.DEVNULL,
            stdout=bestand,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code: int | None = proces.wait(max(seconden, 1))
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _ruim_groep_op(proces)
        bestand.seek(0)
        uitvoer = bestand.read().decode(errors="replace")
    return Afloop(uitvoer, code, time.monotonic() - begin)


def _ruim_groep_op(proces: "subprocess.Popen[bytes]") -> None:
    """Also what it started itself: a web server, readers."""
    for sein, wachten in ((signal.SIGTERM, GENADE), (signal.SIGKILL, GENADE)):
        with suppress(ProcessLookupError):
            os.killpg(proces.pid, sein)
        with suppress(subprocess.TimeoutExpired):
            proces.wait(wachten)
            return


class Omgevingen:
    """The databases of a run: made when first needed, stopped when `dicht` is called."""

    def __init__(self, plek: Path, *, klein: bool) -> None:
        self._plek, self._klein = plek, klein
        self._gemaakt: dict[str, str] = {}

    def pgdata(self, naam: str) -> dict[str, str]:
        """What a command in it finds around itself; never the database of the installation."""
        return {
            "PGDATA": str(self._plek / naam),
            "WAARHEID": str(self._plek),
            "PYTHONWARNINGS": "ignore",
            "PYTHONUNBUFFERED": "1",  # who is ended has shown what there was
            "DATABASE_URL": "",
            "DATABASE_URL_LEZEN": "",
        }

    def maak(self, naam: str) -> str:
        """Make it once; why it cannot be used, or nothing."""
        if naam not in self._gemaakt:
            self._gemaakt[naam] = self._maak(naam)
        return self._gemaakt[naam]

    def _maak(self, naam: str) -> str:
        for stap in filter(None, OMGEVINGEN[naam].split(" && ")):
            opdracht = [sys.executable, *shlex.split(stap)]
            if "--landelijk" in opdracht:
                opdracht += ["--waarheid", str(self._plek)]
                opdracht += ["--schaal", "0.03"] if self._klein else []
            zeg(f"  voorbereiden: {stap}")
            afloop = doe(opdracht, self.pgdata(naam), VOORBEREIDEN * 60)
            if afloop.code != 0:
                return f"{stap}: {afloop}\n{afloop.uitvoer}"
        return ""

    def dicht(self) -> None:
        """Stop what was started."""
        for naam in self._gemaakt:
            afloop = doe([sys.executable, "manage.py", "stop"], self.pgdata(naam), 120)
            if afloop.code != 0:
                zeg(f"  de database in {self._plek / naam} stopt niet: {afloop}")


def versie() -> str:
    """The commit that is measured, and whether something was changed since: but for the page."""
    afloop = doe(["git", "describe", "--always"], {}, 20)
    anders = doe(["git", "diff", "--quiet", "HEAD", "--", ".", ":!docs/prestaties.md"], {}, 20)
    if afloop.code != 0:
        return "onbekend"
    return afloop.uitvoer.strip() + ("-dirty" if anders.code else "")


def opdracht_van(meting: Meting, *, klein: bool) -> list[str]:
    """The command of a measurement, from the root of the project."""
    return [sys.executable, "-m", *shlex.split(meting.klein if klein else meting.vol)]


def meet(
    meting: Meting, omgevingen: Omgevingen, over: float, plek: Path, *, klein: bool
) -> dict[str, str]:
    """Run one, keep what it printed in `plek`, and make its rows."""
    opdracht = opdracht_van(meting, klein=klein)
    begin, druk = datetime.datetime.now().astimezone(), os.getloadavg()[0]
    if reden := omgevingen.maak(meting.omgeving):
        einde, uitvoer = "niet gemeten: voorbereiden lukte niet", reden
    else:
        afloop = doe(opdracht, omgevingen.pgdata(meting.omgeving), min(meting.minuten * 60, over))
        einde, uitvoer = str(afloop), afloop.uitvoer
    regels = [regel for regel in uitvoer.splitlines() if not RUIS.search(regel)]
    waar = f"{begin:%d-%m-%Y %H:%M}, versie {versie()}, load {druk:.1f} ervoor, {einde}"
    kop = [f"python {shlex.join(opdracht[1:])}", waar, machine(), ""]
    plek.mkdir(parents=True, exist_ok=True)
    (plek / f"{meting.naam}.txt").write_text("\n".join([*kop, *regels, ""]), encoding="utf-8")
    zeg(f"  {einde}")
    return gemeten_rijen(meting.naam, "\n".join(regels), waar)


def meet_alles(keuzes: argparse.Namespace, plek: Path) -> None:
    """Run all of them and write the page after each, so that an interruption keeps what there
    is."""
    pagina = plek / "prestaties.md" if keuzes.klein else PAGINA
    omgevingen = Omgevingen(plek, klein=keuzes.klein)
    einde = time.monotonic() + keuzes.minuten * 60
    per_doel = rijen(pagina.read_text(encoding="utf-8")) if pagina.exists() else {}
    uitvoer = plek / "metingen" if keuzes.klein else UITVOER
    try:
        for meting in METINGEN:
            if keuzes.alleen and meting.naam not in keuzes.alleen:
                continue
            over = einde - time.monotonic()
            if over < 30:
                zeg(f"{meting.naam}: geen tijd meer")
                continue
            zeg(f"{meting.naam} (hoogstens {min(meting.minuten, over / 60):.1f} minuten)")
            per_doel |= meet(meting, omgevingen, over, uitvoer, klein=keuzes.klein)
            pagina.write_text(bladzijde(per_doel), encoding="utf-8")
    finally:
        omgevingen.dicht()
    zeg(f"Klaar: {pagina}")
    if keuzes.klein:
        sys.stdout.write(pagina.read_text(encoding="utf-8"))


@contextmanager
def plek_voor(gegeven: str | None) -> Iterator[Path]:
    """Where the databases stand: what was named stays, our own goes away."""
    if gegeven:
        Path(gegeven).mkdir(parents=True, exist_ok=True)
        yield Path(gegeven).resolve()
        return
    eigen = Path(tempfile.mkdtemp(prefix="prestaties-"))
    eigen.chmod(0o755)  # the database runs as another user when we are root
    try:
        yield eigen
    finally:
        shutil.rmtree(eigen, ignore_errors=True)


def main() -> None:
    """Parse, run, write."""
    vraag = argparse.ArgumentParser(description="Doe alle metingen en schrijf docs/prestaties.md.")
    vraag.add_argument("--klein", action="store_true", help="een repetitie van enkele minuten")
    vraag.add_argument("--alleen", nargs="+", choices=[meting.naam for meting in METINGEN])
    vraag.add_argument("--minuten", type=float, default=120.0, help="van alles samen")
    vraag.add_argument("--map", help="waar de databases tijdelijk staan")
    keuzes = vraag.parse_args()
    # An asked end stops the databases too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with plek_voor(keuzes.map) as plek:
        meet_alles(keuzes, plek)


if __name__ == "__main__":
    main()
