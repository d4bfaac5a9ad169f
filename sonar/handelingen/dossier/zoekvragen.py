"""What a missing part costs: how often employers filtered on it lately."""

import datetime
from collections.abc import Iterable

from kandidatenverkenner.verzoeken.contact import zoekvragen_per_facet


RECENT = datetime.timedelta(days=30)
# part of a klantprofiel: the filter of an employer that passes it by when it is missing
FACET_VAN = {
    "opleiding": "opleidingsniveau",
    "vaardigheden": "vaardigheid",
    "competenties": "competentie",
    "affiniteiten": "affiniteit",
    "beroepssectoren": "sector",
    "taaksoorten": "taaksoort",
    "uren": "uren",
}


def gemiste_zoekvragen(ontbreekt: Iterable[str], vandaag: datetime.date) -> dict[str, int]:
    """Per missing part: in how many searches of the last 30 days it would have mattered."""
    geteld = zoekvragen_per_facet(vandaag - RECENT)
    return {onderdeel: geteld.get(FACET_VAN.get(onderdeel, ""), 0) for onderdeel in ontbreekt}
