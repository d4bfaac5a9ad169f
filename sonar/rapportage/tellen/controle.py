"""Whether everything adds up: nothing that contradicts itself is shown or exported."""

from collections.abc import Iterable, Sequence

from sonar.rapportage.tellen.stromen import Stroom
from sonar.rapportage.tellen.telling import Kwartaaltelling, Telregel


class KloptNietError(Exception):
    """The numbers contradict each other; nothing may be exported."""


def check_stromen(alle: Sequence[Stroom]) -> None:
    """Raise KloptNietError unless every gemeente adds up, and everybody who moved arrived."""
    for stroom in alle:
        if not stroom.klopt:
            raise KloptNietError(f"{stroom.naam}: begin + erbij - eraf is niet het eind.")
    if sum(stroom.van_elders for stroom in alle) != sum(stroom.naar_elders for stroom in alle):
        raise KloptNietError("Wie verhuisde, kwam niet ergens aan.")


def check_stand(
    vorige: Kwartaaltelling, telling: Kwartaaltelling, regels: Sequence[Stroom]
) -> None:
    """Raise KloptNietError unless the flows lead, gemeente by gemeente, from table to table."""
    for tabel, kant, zin in (
        (vorige, "begin", "De in- en uitstroom begint niet bij de tabel van het vorige kwartaal."),
        (telling, "eind", "De in- en uitstroom komt niet uit op de tabel."),
    ):
        geteld = {regel.code: regel.totaal for regel in tabel.regels if regel.totaal}
        in_stroom = {stroom.code: getattr(stroom, kant) for stroom in regels}
        if geteld != {code: aantal for code, aantal in in_stroom.items() if aantal}:
            raise KloptNietError(zin)


def check_telling(telling: Kwartaaltelling, *uitsplitsingen: Sequence[Telregel]) -> None:
    """Raise KloptNietError unless rows, columns, the register and every breakdown agree."""
    totaal = telling.totaal
    if totaal.totaal != sum(regel.totaal for regel in telling.regels):
        raise KloptNietError("De som van de gemeenten is niet het totaal van de regio.")
    if telling.bekend > telling.doelgroep:
        raise KloptNietError("In Sonar zijn er meer bekend dan in het doelgroepregister staan.")
    for regels in uitsplitsingen:
        if Telregel.som(totaal.code, totaal.naam, regels) != totaal:
            raise KloptNietError("Een uitsplitsing telt niet op tot het totaal van de regio.")


def check_land(tellingen: Iterable[Kwartaaltelling], land: Telregel) -> None:
    """Raise KloptNietError unless every region adds up, and all of them are the country."""
    tellingen = list(tellingen)
    for telling in tellingen:
        check_telling(telling)
    if Telregel.som(land.code, land.naam, (telling.totaal for telling in tellingen)) != land:
        raise KloptNietError("De regio's samen zijn niet het land.")
