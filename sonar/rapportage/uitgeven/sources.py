"""Which code made the figures: the named list of everything that can change one.

The hash is over the logical names and the contents. So it changes when the figures could, and not
when a file moves or when another report is edited. A test compares the modules with the imports.
"""

import hashlib
import importlib.metadata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sonar.rapportage.uitgeven.release_format import LIBRARIES


ROOT = Path(__file__).resolve().parents[3]
# Each source by a logical name, which stays when its file moves.
SOURCES: Mapping[str, str] = {
    "audit": "sonar/rapportage/disclosure/audit.py",
    "feasible": "sonar/rapportage/disclosure/feasible.py",
    "public table": "sonar/rapportage/disclosure/public_table.py",
    "suppression": "sonar/rapportage/disclosure/suppression.py",
    "export csv": "sonar/rapportage/export/csv.py",
    "export formats": "sonar/rapportage/export/formats.py",
    "export json": "sonar/rapportage/export/json.py",
    "export ods": "sonar/rapportage/export/ods.py",
    "export parquet": "sonar/rapportage/export/parquet.py",
    "export pdf": "sonar/rapportage/export/pdf.py",
    "export xlsx": "sonar/rapportage/export/xlsx.py",
    "map choropleth": "sonar/rapportage/map/choropleth.py",
    "map geometry": "sonar/rapportage/map/geometry.py",
    "map places": "sonar/rapportage/map/places.py",
    "map svg": "sonar/rapportage/map/svg.py",
    "kolommen": "sonar/rapportage/tabellen/kolommen.py",
    "lijst": "sonar/rapportage/tabellen/lijst.py",
    "tabel": "sonar/rapportage/tabellen/tabel.py",
    "teksten": "sonar/rapportage/tabellen/teksten.py",
    "vergelijking": "sonar/rapportage/tabellen/vergelijking.py",
    "aanvraag": "sonar/rapportage/tellen/aanvraag.py",
    "controle": "sonar/rapportage/tellen/controle.py",
    "feiten": "sonar/rapportage/tellen/feiten.py",
    "herindeling": "sonar/rapportage/tellen/herindeling.py",
    "kwartaal": "sonar/rapportage/tellen/kwartaal.py",
    "stromen": "sonar/rapportage/tellen/stromen.py",
    "telling": "sonar/rapportage/tellen/telling.py",
    "uitsplitsing": "sonar/rapportage/tellen/uitsplitsing.py",
    "manifest": "sonar/rapportage/uitgeven/manifest.py",
    "release format": "sonar/rapportage/uitgeven/release_format.py",
    "samenstellen": "sonar/rapportage/uitgeven/samenstellen.py",
    "gemeentelijst": "sonar/rules/gemeentelijst.py",
    # How a fact comes to be known, and the periods that are counted.
    "moment of booking": "sonar/sql/boekmoment.sql",
    "history of facts": "sonar/sql/geschiedenis.sql",
    "projections": "sonar/sql/projections.sql",
    "periods of the facts": "sonar/sql/telperiode.sql",
    # Which gemeenten there were, and where they lie.
    "places of gemeenten": "fixtures/gemeenten.csv",
    "mergers of gemeenten": "fixtures/herindelingen.csv",
    "regions": "fixtures/arbeidsmarktregios.csv",
}


def code_version() -> dict[str, Any]:
    """As a manifest carries it: a hash over the sources of the figures, and the libraries."""
    return {"rapportage": f"sha256:{sources_hash(SOURCES, ROOT)}", "bibliotheken": libraries()}


def sources_hash(sources: Mapping[str, str], root: Path) -> str:
    """SHA-256 over each name with its content, in the order of the names."""
    total = hashlib.sha256()
    for name in sorted(sources):
        content = (root / sources[name]).read_bytes()
        total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()


def libraries() -> dict[str, str]:
    """The versions of the libraries that the bytes of a release depend on."""
    names = {name for needed in LIBRARIES.values() for name in needed}
    return {name: importlib.metadata.version(name) for name in sorted(names)}
