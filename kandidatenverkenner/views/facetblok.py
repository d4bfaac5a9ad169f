"""A facet in the column of filters: its values, in groups, as they stand on the page."""

from dataclasses import dataclass
from html import escape
from typing import Self

from django.utils.safestring import SafeString

from kandidatenverkenner.models import Facet
from kandidatenverkenner.views.brokken import keuzen_als_html
from kandidatenverkenner.zoeken.uitkomst import Keuze


KORT = 6  # values of a facet on view before 'toon alle'
OPEN = {Facet.REGIO, Facet.TAAKSOORT, Facet.SECTOR, Facet.UREN}
SCHALEN = {Facet.UREN, Facet.OPLEIDINGSNIVEAU}  # all values, in their own order
NIETS = '<p class="uitleg">Er is hier niets te kiezen.</p>\n'


@dataclass(frozen=True, slots=True)
class Facetblok:
    """A facet in the column of filters: some values on view, the rest to be opened."""

    naam: str
    label: str
    kort: list[Keuze]
    rest: dict[str, list[Keuze]]  # by the heading of their group
    gekozen: int
    is_open: bool

    @classmethod
    def van(cls, facet: Facet, keuzen: list[Keuze]) -> Self:
        """The chosen and the most common values on view; the rest by group, without empty ones."""
        schaal = facet in SCHALEN
        te_zien = [keuze for keuze in keuzen if keuze.aantal or keuze.gekozen or schaal]
        gekozen = sum(keuze.gekozen for keuze in te_zien)
        namen = {keuze.kenmerk.code: keuze.kenmerk.naam for keuze in keuzen}
        kort = te_zien
        if not schaal and len(te_zien) > KORT + 2:
            # A division waits under its section, unless it was chosen.
            boven = [
                keuze for keuze in te_zien if keuze.gekozen or keuze.kenmerk.groep not in namen
            ]
            kort = sorted(boven, key=lambda keuze: (not keuze.gekozen, -keuze.aantal))
            kort = kort[: max(KORT, gekozen)]
        op_zicht = {keuze.kenmerk.id for keuze in kort}
        rest: dict[str, list[Keuze]] = {}
        for keuze in te_zien:
            if keuze.kenmerk.id not in op_zicht:
                groep = keuze.kenmerk.groep
                rest.setdefault(namen.get(groep, groep), []).append(keuze)
        return cls(
            naam=facet.value,
            label=facet.label,
            kort=kort,
            rest=rest,
            gekozen=gekozen,
            is_open=facet in OPEN or gekozen > 0,
        )

    @property
    def html(self) -> SafeString:
        """As it stands on the page. Not a template: there are eleven, with hundreds of values."""
        label = escape(self.label)
        gekozen = f' <span class="teller">{self.gekozen} gekozen</span>' if self.gekozen else ""
        hier = _lijst(self.naam, self.kort) if self.kort else NIETS
        return SafeString(
            f'<details class="facet" data-naam="{self.naam}"{" open" if self.is_open else ""}>\n'
            f"<summary>{label}{gekozen}</summary>\n"
            f'<fieldset>\n<legend class="onzichtbaar">{label}</legend>\n'
            f"{hier}{self._meer()}</fieldset>\n</details>\n"
        )

    def _meer(self) -> str:
        """The values that are not on view, under the headings of their groups."""
        if not self.rest:
            return ""
        groepen = "".join(
            (f'<p class="groepkop">{escape(kop)}</p>\n' if kop else "") + _lijst(self.naam, keuzen)
            for kop, keuzen in self.rest.items()
        )
        return (
            f'<details class="meer" data-naam="{self.naam}-meer" '
            f'data-typfilter="{escape(self.label.lower())}">\n'
            f"<summary>Toon nog {sum(map(len, self.rest.values()))}</summary>\n"
            f'<div class="lang">\n{groepen}</div>\n</details>\n'
        )


def _lijst(facet: str, keuzen: list[Keuze]) -> str:
    return f'<ul class="keuzen">{keuzen_als_html(facet, keuzen)}</ul>\n'
