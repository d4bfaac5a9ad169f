"""Who counts in a gemeente of now: those of the gemeenten that went into it, each to the person."""

import pytest

from sonar.models import Medewerker
from sonar.rapportage.herleiden.cijfer import lees_cijfer
from sonar.rapportage.herleiden.herleiding import herleid
from sonar.rapportage.herleiden.wie import Cel
from sonar.rapportage.tellen.aanvraag import Aanvraag, make_rapport
from sonar.rules.gemeentelijst import overgangen
from tests.bouwers import medewerker
from tests.sonar.schermen import aan_het_werk
from tests.sonar.tellen.test_herindelen import (
    BEGIN,
    SPLITSING,
    VANDAAG,
    doelgroepregistratie_op,
    iemand,
    land,
)


__all__ = ["land"]  # a fixture
NU = {"kwartaal": "2020KW04", "vandaag": VANDAAG, "indeling": "nu"}


def nummers(regio, rij, kolom="totaal"):
    cijfer = lees_cijfer(Cel(regio, rij, kolom), **NU)
    door = medewerker(rol=Medewerker.Rol.AUDITOR)
    return {persoon.nummer for persoon in herleid(cijfer=cijfer, medewerker=door)}


def pks(*personen):
    return {persoon.pk for persoon in personen}


def test_who_counted_in_three_gemeenten_counts_in_the_one_of_now(land):
    opgegaan = [iemand((BEGIN, code)) for code in ("GM0003", "GM0010", "GM0024")]
    groningen = iemand((BEGIN, "GM0014"))

    assert nummers("AM01", "GM1979") == pks(*opgegaan)
    assert nummers("AM01", "AM01") == pks(*opgegaan, groningen)


def test_of_a_gemeente_that_was_split_each_person_is_where_the_person_went(land):
    naar = {
        code: iemand((BEGIN, "GM0788"), (SPLITSING, code))
        for code in ("GM0757", "GM0824", "GM0855", "GM0865")
    }
    blijft = iemand((BEGIN, "GM0788"), (SPLITSING, "GM0772"))

    for code, regio in (
        ("GM0757", "AM27"),
        ("GM0865", "AM27"),
        ("GM0824", "AM26"),
        ("GM0855", "AM26"),
    ):
        assert nummers(regio, code) == pks(naar[code]), code
    assert nummers("AM27", "GM0788") == pks(blijft)
    assert nummers("AM27", "AM27") == pks(naar["GM0757"], naar["GM0865"], blijft)


def test_the_register_is_traced_along(land):
    mee = iemand((BEGIN, "GM0788"), (SPLITSING, "GM0824"))
    alleen = iemand((BEGIN, "GM0546"))
    doelgroepregistratie_op(alleen, "GM0788", SPLITSING.replace(year=2018), BEGIN)
    rest = iemand((BEGIN, "GM0457"), register="GM0788")

    assert nummers("AM26", "AM26", "doelgroep") == pks(mee)
    assert nummers("AM27", "AM27", "doelgroep") == pks(rest)
    assert nummers("AM27", "AM27", "bekend") == pks(rest)


@pytest.mark.parametrize("regio", ["AM01", "AM12", "AM17", "AM18", "AM26", "AM27"])
def test_every_row_of_now_leads_to_as_many_persons(land, regio):
    for overgang in overgangen():
        iemand((BEGIN, overgang.oud), (overgang.datum, overgang.nieuw))
        iemand((BEGIN, overgang.oud), register="GM0546")
    regels = make_rapport(Aanvraag(regio=regio, **NU)).telling.regels
    gevonden = set()
    for regel in regels:
        hier = nummers(regio, regel.code)
        assert len(hier) == regel.totaal, regel
        gevonden |= hier
    assert gevonden == nummers(regio, regio)
    assert len(gevonden) == sum(regel.totaal for regel in regels)


def test_the_page_of_now_leads_to_persons(land):
    persoon = iemand((BEGIN, "GM0003"))
    client = aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))
    vraag = {"regio": "AM01", "kwartaal": "2020KW04", "indeling": "nu"}
    tekst = client.get("/sonar/cijfers/", vraag).text
    adres = "/sonar/cijfers/herleiding/?regio=AM01&amp;kwartaal=2020KW04&amp;indeling=nu"
    assert f'{adres}&amp;rij=GM1979&amp;kolom=totaal">1</a>' in tekst
    antwoord = client.get(
        "/sonar/cijfers/herleiding/", vraag | {"rij": "GM1979", "kolom": "totaal"}
    )
    assert f"nummer={persoon.pk}" in antwoord.text
    assert "indeling=nu" in antwoord.context["terug"][0]
