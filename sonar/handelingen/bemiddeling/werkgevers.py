"""Employers: which of them may look at candidates, and which look as no person does."""

import datetime

from kandidatenverkenner.verzoeken.aanmeldingen import Aanmelding, aanmeldingen, beslis_aanmelding
from kandidatenverkenner.verzoeken.alarmen import AlarmReport, alarmen, bezoeken_van, handel_af
from sonar.models import Klantprofiel, Medewerker


__all__ = ["AlarmReport", "alarmen", "beslis", "handel_af", "openingen", "wachtend"]


def openingen(persoon: int) -> list[tuple[datetime.datetime, str]]:
    """Which employer opened the profile of this person, and when; the newest first."""
    profiel = Klantprofiel.objects.filter(werkzoekende=persoon).first()
    return bezoeken_van(profiel.kandidaatnummer) if profiel else []


def wachtend(medewerker: Medewerker) -> list[Aanmelding]:
    """The organisations of the region that wait for an adviser to look at them."""
    return aanmeldingen(medewerker.arbeidsmarktregio_id)


def beslis(
    nummer: int, *, medewerker: Medewerker, toelaten: bool, moment: datetime.datetime
) -> None:
    """Let an organisation in, or not. Raises ValidationError for one of another region."""
    beslis_aanmelding(
        nummer, regio=medewerker.arbeidsmarktregio_id, toelaten=toelaten, moment=moment
    )
