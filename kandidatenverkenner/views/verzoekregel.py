"""A request as the employer who asked it follows it: where it stands, and how long it may take."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format

from kandidatenverkenner.models import Contactverzoek
from kandidatenverkenner.verzoeken.termijn import werkdagen_over
from kandidatenverkenner.views.zoeken.cards import CandidateCard


Stand = Contactverzoek.Stand
STAPPEN = ("Ingediend", "In behandeling", "Antwoord")
# What an answer means for whoever asked.
VERDER = {
    Stand.CONTACT: "De adviseur belt of mailt u, en vertelt dan wie de kandidaat is.",
    Stand.KLANT_WIL_NIET: "De kandidaat kiest zelf. Zoek gerust verder.",
    Stand.PAST_NIET: "De adviseur kent de kandidaat, en ziet dat dit werk niet past.",
    Stand.NIET_BEREIKT: "U kunt later opnieuw contact aanvragen.",
    Stand.NIET_MEER_BESCHIKBAAR: "De kandidaat heeft werk gevonden, of zoekt niet meer.",
}


@dataclass(frozen=True, slots=True)
class Verzoekregel:
    """One request, what a list tells of its candidate, and the day on which it is read."""

    verzoek: Contactverzoek
    kaart: CandidateCard | None  # None: gone, or a question about a search
    vandaag: datetime.date

    @property
    def stap(self) -> int:
        """Which of STAPPEN it has come to, from 1."""
        if self.verzoek.beantwoord_op:
            return 3
        return 2 if self.verzoek.stand == Stand.IN_BEHANDELING else 1

    @property
    def stappen(self) -> list[tuple[str, bool, bool]]:
        """The steps: name, behind us, here now."""
        return [
            (naam, plek < self.stap, plek == self.stap)
            for plek, naam in enumerate(STAPPEN, start=1)
        ]

    @property
    def is_te_laat(self) -> bool:
        """Whether the last day for an answer went by without one."""
        return not self.verzoek.beantwoord_op and self.verzoek.uiterlijk_op < self.vandaag

    @property
    def termijn(self) -> str:
        """The clock in words."""
        dag = date_format(self.verzoek.uiterlijk_op, "l j F")
        if self.is_te_laat:
            return (
                f"U had uiterlijk {dag} antwoord moeten krijgen. "
                "Bel het werkgeversservicepunt in uw regio."
            )
        over = werkdagen_over(self.vandaag, self.verzoek.uiterlijk_op)
        nog = {0: "dat is vandaag", 1: "nog 1 werkdag"}.get(over, f"nog {over} werkdagen")
        return f"U krijgt uiterlijk {dag} antwoord: {nog}."

    @property
    def verder(self) -> str:
        """What comes after an answer."""
        return VERDER.get(Stand(self.verzoek.stand), "")
