"""What is changed, and which tests touch it: the critical modules, and the SQL of the triggers."""

from dataclasses import dataclass
from pathlib import Path


ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Target:
    """A place of the product: its sources, the tests that look first, and those that look next."""

    name: str
    sources: tuple[str, ...]  # globs from the root
    tests: tuple[str, ...]
    more: tuple[str, ...] = ()

    def files(self) -> list[Path]:
        """Its sources, in a fixed order."""
        found = {path for glob in self.sources for path in ROOT.glob(glob)}
        return sorted(path for path in found if path.name != "__init__.py")


SONAR, OUTSIDE = "tests/sonar", "tests/kandidatenverkenner"
TARGETS = [
    Target("access", ("sonar/toegang.py",), (f"{SONAR}/toegang",), (f"{SONAR}/toezicht",)),
    Target(
        "acts on a dossier",
        ("sonar/handelingen/dossier/*.py",),
        (f"{SONAR}/dossier",),
        (f"{SONAR}/toegang", f"{SONAR}/rechten"),
    ),
    Target(
        "acts on rights", ("sonar/handelingen/rechten/*.py",), (f"{SONAR}/rechten",),
        (f"{SONAR}/dossier",),
    ),
    Target(
        "acts of supervision", ("sonar/handelingen/toezicht/*.py",),
        (f"{SONAR}/toezicht", f"{SONAR}/toegang"),
    ),
    Target(
        "acts with employers", ("sonar/handelingen/bemiddeling/*.py",), (f"{SONAR}/bemiddeling",),
    ),
    Target(
        "delivery",
        ("sonar/levering/*.py", "sonar/rules/*.py", "kandidatenverkenner/ontvangst/*.py"),
        (f"{SONAR}/levering", f"{OUTSIDE}/privacy"),
        (f"{SONAR}/dossier",),
    ),
    Target(
        "imports", ("sonar/uitwisseling/*.py",), (f"{SONAR}/uitwisseling",), (f"{SONAR}/dossier",)
    ),
    Target(
        "counting", ("sonar/rapportage/tellen/*.py",), (f"{SONAR}/tellen",), (f"{SONAR}/cijfers",)
    ),
    Target(
        "public figures",
        ("sonar/rapportage/disclosure/*.py", "sonar/rapportage/uitgeven/*.py"),
        (f"{SONAR}/uitgeven", f"{SONAR}/cijfers/test_beschermen.py"),
        (f"{SONAR}/cijfers",),
    ),
    Target(
        "limits and alarms",
        ("kandidatenverkenner/privacy/*.py", "kandidatenverkenner/accounts/*.py"),
        (f"{OUTSIDE}/privacy", f"{OUTSIDE}/accounts"),
        (f"{OUTSIDE}/api",),
    ),
    Target(
        "search",
        ("kandidatenverkenner/zoeken/*.py", "kandidatenverkenner/search_index/*.py"),
        (f"{OUTSIDE}/search",),
        (f"{OUTSIDE}/api",),
    ),
    Target(
        "triggers",
        ("sonar/sql/*.sql", "kandidatenverkenner/sql/*.sql"),
        (f"{SONAR}/tellen/test_telperioden.py", f"{SONAR}/dossier/test_klantstand.py",
         f"{SONAR}/levering/test_uitbak.py", f"{SONAR}/toezicht/test_verwerkingslog.py"),
        (f"{SONAR}/tellen", f"{SONAR}/levering", f"{SONAR}/uitgeven", f"{OUTSIDE}/search"),
    ),
]  # fmt: skip
