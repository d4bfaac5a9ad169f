"""What a missing part costs: how often employers filtered on it lately."""

import datetime
from collections.abc import Iterable

from kandidatenverkenner.verzoeken.contact import zoekvragen_per_facet
from sonar.rules.profielvelden import ONDERDELEN


RECENT = datetime.timedelta(days=30)


def gemiste_zoekvragen(ontbreekt: Iterable[str], vandaag: datetime.date) -> dict[str, int]:
    """Per missing part: in how many searches of the last 30 days it would have mattered."""
    geteld = zoekvragen_per_facet(vandaag - RECENT)
    return {naam: geteld.get(ONDERDELEN[naam].facet, 0) for naam in ontbreekt}
