"""A facet in the column of filters: its values, in groups, as they stand on the page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from typing import Self

from django.utils.safestring import SafeString

from kandidatenverkenner.models import Facet
from kandidatenverkenner.views.brokken import Waarde, waarden_als_html, waarden_van
from kandidatenverkenner.zoeken.results import SearchResults


KORT = 6  # values of a facet on view before 'toon alle'
OPEN = {Facet.REGIO, Facet.TAAKSOORT, Facet.SECTOR, Facet.UREN}
SCHALEN = {Facet.UREN, Facet.OPLEIDINGSNIVEAU}  # all values, in their own order
NIETS = '<p class="uitleg">Er is hier niets te kiezen.</p>\n'


@dataclass(frozen=True, slots=True)
class Facetblok:
    """A facet in the column of filters: some values on view, the rest to be opened."""

    facet: Facet
    kort: list[Waarde]
    rest: dict[str, list[Waarde]]  # by the heading of their group
    per_kenmerk: Mapping[int, int]  # how many candidates have a value
    gekozen: Collection[int]

    @classmethod
    def van(cls, facet: Facet, uitkomst: SearchResults) -> Self:
        """The chosen and the most common values on view; the rest by group, without empty ones."""
        per_kenmerk = uitkomst.telling.per_kenmerk
        gekozen = uitkomst.vraag.choices.get(facet, frozenset())
        te_zien = waarden_van(uitkomst.codelijsten, facet)
        if facet in SCHALEN:
            return cls(facet, te_zien, {}, per_kenmerk, gekozen)
        te_zien = [w for w in te_zien if per_kenmerk.get(w.nummer) or w.nummer in gekozen]
        if len(te_zien) <= KORT + 2:
            return cls(facet, te_zien, {}, per_kenmerk, gekozen)
        # A division waits under its section, unless it was chosen.
        boven = [w for w in te_zien if not w.is_onderdeel or w.nummer in gekozen]
        boven.sort(key=lambda w: (w.nummer not in gekozen, -per_kenmerk.get(w.nummer, 0)))
        kort = boven[: max(KORT, len(gekozen))]
        op_zicht = {w.nummer for w in kort}
        rest: dict[str, list[Waarde]] = {}
        for w in te_zien:
            if w.nummer not in op_zicht:
                rest.setdefault(w.kop, []).append(w)
        return cls(facet, kort, rest, per_kenmerk, gekozen)

    @property
    def html(self) -> SafeString:
        """As it stands on the page. Not a template: there are eleven, with hundreds of values."""
        label, aantal = escape(self.facet.label), len(self.gekozen)
        gekozen = f' <span class="teller">{aantal} gekozen</span>' if aantal else ""
        is_open = " open" if aantal or self.facet in OPEN else ""
        hier = self._lijst(self.kort) if self.kort else NIETS
        return SafeString(
            f'<details class="facet" data-naam="{self.facet.value}"{is_open}>\n'
            f"<summary>{label}{gekozen}</summary>\n"
            f'<fieldset>\n<legend class="onzichtbaar">{label}</legend>\n'
            f"{hier}{self._meer()}</fieldset>\n</details>\n"
        )

    def _meer(self) -> str:
        """The values that are not on view, under the headings of their groups."""
        if not self.rest:
            return ""
        groepen = "".join(
            (f'<p class="groepkop">{escape(kop)}</p>\n' if kop else "") + self._lijst(waarden)
            for kop, waarden in self.rest.items()
        )
        return (
            f'<details class="meer" data-naam="{self.facet.value}-meer" '
            f'data-typfilter="{escape(self.facet.label.lower())}">\n'
            f"<summary>Toon nog {sum(map(len, self.rest.values()))}</summary>\n"
            f'<div class="lang">\n{groepen}</div>\n</details>\n'
        )

    def _lijst(self, waarden: list[Waarde]) -> str:
        regels = waarden_als_html(waarden, self.per_kenmerk, self.gekozen)
        return f'<ul class="keuzen">{regels}</ul>\n'
