"""Vaststellen: client and caseworker agree that employers may see this klantprofiel."""

import datetime

from django.db import transaction

from sonar.models import Klantprofiel, Medewerker, Vaststelling
from sonar.rules.profielvelden import ONDERDELEN
from sonar.rules.volledigheid import ontbrekende_onderdelen


class OnvolledigProfielError(Exception):
    """The profile cannot be found yet; `ontbreekt` names the parts, in the order of the form."""

    def __init__(self, ontbreekt: list[str]) -> None:
        self.ontbreekt = ontbreekt
        super().__init__(
            "Dit klantprofiel kan nog niet worden vastgesteld. "
            + " ".join(ONDERDELEN[onderdeel].zin for onderdeel in ontbreekt)
        )


class NietBesprokenError(Exception):
    """Nobody said when client and caseworker agreed on the profile."""

    def __init__(self) -> None:
        super().__init__(
            "Vul in wanneer u dit klantprofiel met de klant hebt besproken. "
            "Zonder de klant wordt er niets vastgesteld."
        )


class BezwaarLooptError(Exception):
    """The client does not want to be shown to employers."""

    def __init__(self) -> None:
        super().__init__(
            "De klant heeft bezwaar gemaakt tegen het tonen van het klantprofiel. "
            "Het kan pas worden vastgesteld als het bezwaar is opgeheven."
        )


@transaction.atomic
def vaststellen(
    *, klantprofiel: Klantprofiel, medewerker: Medewerker, per: datetime.date
) -> Vaststelling:
    """Show the profile to employers from this date on. A profile that is vastgesteld stays so.

    Raises OnvolledigProfielError when a part is missing, NietBesprokenError when it has not been
    agreed with the client on or before the date, BezwaarLooptError when the client does
    not want to be shown.
    """
    # Two people who press the button at once get one vaststelling.
    Klantprofiel.objects.select_for_update().get(pk=klantprofiel.pk)
    if ontbreekt := ontbrekende_onderdelen(klantprofiel.ingevulde_onderdelen()):
        raise OnvolledigProfielError(ontbreekt)
    if klantprofiel.besproken_op is None or klantprofiel.besproken_op > per:
        raise NietBesprokenError
    if klantprofiel.werkzoekende.bezwaren.lopend().exists():
        raise BezwaarLooptError
    if lopend := klantprofiel.vaststellingen.lopend().first():
        return lopend
    return klantprofiel.vaststellingen.create(ingangsdatum=per, vastgesteld_door=medewerker)
