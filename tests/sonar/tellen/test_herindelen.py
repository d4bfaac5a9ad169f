"""The same people in the gemeenten of then and in those of now: every merger since 2020."""

import csv
import datetime
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sonar.models import Arbeidsmarktregio, Gemeente
from sonar.rapportage.tellen.aanvraag import Aanvraag, OnbekendRapportError, make_rapport
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.herindeling import count_every_regio
from sonar.rules.gemeentelijst import indeling_op, overgangen
from sonar.uitwisseling.fixtures import load_fixtures
from sonar.uitwisseling.herindelingen import apply_mergers, read_mergers
from tests.bouwers import doelgroepregistratie, uwv, werkzoekende


FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
VANDAAG = datetime.date(2024, 1, 1)
SPLITSING = datetime.date(2021, 1, 1)
BEGIN = datetime.date(2019, 1, 1)
# How many gemeenten there are, by CBS.
AANTALLEN = {
    datetime.date(2019, 12, 31): 355,
    datetime.date(2020, 12, 31): 355,
    datetime.date(2021, 1, 1): 352,
    datetime.date(2022, 1, 1): 345,
    datetime.date(2022, 3, 24): 344,
    datetime.date(2023, 1, 1): 342,
}


@pytest.fixture
def land(db):
    load_fixtures()
    apply_mergers(read_mergers())
    uwv()


def iemand(*plaatsen, register=None):
    """Somebody registered in a gemeente from a date on, and then in the next one."""
    persoon = werkzoekende()
    einden = [van for van, _ in plaatsen[1:]] + [None]
    for (van, code), tot in zip(plaatsen, einden, strict=True):
        persoon.inschrijvingen.create(
            organisatie=uwv(), gemeente_id=code, ingangsdatum=van, einddatum=tot
        )
        if register is None:
            rij = doelgroepregistratie_op(persoon, code, van, tot)
    if register:
        rij = doelgroepregistratie_op(persoon, register, BEGIN, None)
    assert rij.pk
    return persoon


def doelgroepregistratie_op(persoon, code, van, tot):
    rij = doelgroepregistratie(persoon.bsn, van=van, tot=tot)
    rij.gemeente_id = code
    rij.save()
    return rij


def aantallen(kwartaal, regio, hoe):
    rapport = make_rapport(Aanvraag(regio, kwartaal, VANDAAG, indeling=hoe))
    return {regel.naam: regel.totaal for regel in rapport.telling.regels if regel.totaal}


def namen(kwartaal, regio, hoe="toen"):
    rapport = make_rapport(Aanvraag(regio, kwartaal, VANDAAG, indeling=hoe))
    return {regel.naam for regel in rapport.telling.regels}


# --- the dated list ---


@pytest.mark.parametrize(("dag", "aantal"), AANTALLEN.items(), ids=str)
def test_there_are_as_many_gemeenten_as_cbs_says(dag, aantal):
    with (FIXTURES / "gemeenten.csv").open(encoding="utf-8") as bestand:
        codes = {rij["code"] for rij in csv.DictReader(bestand)} | {o.nieuw for o in overgangen()}
    assert len(set(codes) - indeling_op(dag).afwezig) == aantal


@pytest.mark.parametrize("overgang", overgangen(), ids=lambda o: f"{o.oud}-{o.nieuw}")
def test_a_gemeente_ends_on_the_day_and_lives_on_in_the_other(overgang):
    ervoor = indeling_op(overgang.datum - datetime.timedelta(days=1))
    erna = indeling_op(overgang.datum)

    assert overgang.oud not in ervoor.afwezig
    assert ervoor.opvolgers(overgang.oud) == (overgang.oud,)
    assert overgang.oud in erna.afwezig
    assert overgang.nieuw in erna.opvolgers(overgang.oud)
    assert overgang.nieuw not in erna.afwezig


def test_only_haaren_was_split():
    nu = indeling_op(VANDAAG)
    assert [code for code in nu.opgeheven if len(nu.opvolgers(code)) > 1] == ["GM0788"]
    assert nu.opvolgers("GM0788") == ("GM0757", "GM0824", "GM0855", "GM0865")


# --- counting ---


def test_three_gemeenten_of_then_are_one_of_now(land):
    for code, aantal in (("GM0003", 2), ("GM0010", 3), ("GM0024", 1), ("GM0014", 4)):
        for _ in range(aantal):
            iemand((BEGIN, code), (SPLITSING, "GM1979" if code != "GM0014" else code))

    assert aantallen("2020KW04", "AM01", "toen") == {
        "Appingedam": 2,
        "Delfzijl": 3,
        "Loppersum": 1,
        "Groningen": 4,
    }
    assert aantallen("2020KW04", "AM01", "nu") == {"Eemsdelta": 6, "Groningen": 4}
    assert aantallen("2021KW01", "AM01", "toen") == {"Eemsdelta": 6, "Groningen": 4}
    assert "Eemsdelta" not in namen("2020KW04", "AM01")
    assert "Appingedam" not in namen("2021KW01", "AM01")


def test_each_quarter_has_the_rows_of_its_own_gemeenten(land):
    iemand((BEGIN, "GM0370"))
    assert {"Beemster", "Purmerend"} <= namen("2021KW04", "AM17")
    # Who is still registered where there is no gemeente any more is not lost.
    assert aantallen("2022KW01", "AM17", "toen") == {"Beemster (opgeheven)": 1}
    assert aantallen("2021KW04", "AM17", "nu") == {"Purmerend": 1}
    assert aantallen("2022KW01", "AM17", "nu") == {"Purmerend": 1}


def test_a_merger_into_another_region_takes_its_people_along(land):
    iemand((BEGIN, "GM0457"), (datetime.date(2022, 3, 24), "GM0363"))
    iemand((BEGIN, "GM0363"))
    iemand((BEGIN, "GM0402"))

    assert aantallen("2020KW04", "AM12", "toen") == {"Hilversum": 1, "Weesp": 1}
    assert aantallen("2020KW04", "AM12", "nu") == {"Hilversum": 1}
    assert aantallen("2020KW04", "AM18", "nu") == {"Amsterdam": 2}


def test_who_lived_in_a_gemeente_that_was_split_counts_where_the_person_went(land):
    for code in ("GM0757", "GM0824", "GM0824", "GM0855", "GM0865"):
        iemand((BEGIN, "GM0788"), (SPLITSING, code))
    iemand((BEGIN, "GM0788"), (datetime.date(2020, 11, 1), "GM0772"))  # moved before
    iemand((BEGIN, "GM0788"), (datetime.date(2020, 10, 1), "GM0788"), (SPLITSING, "GM0772"))

    assert aantallen("2020KW04", "AM27", "toen") == {"Haaren": 6}
    assert aantallen("2020KW04", "AM26", "toen") == {}
    # Who went to none of the four cannot be placed, and stays.
    assert aantallen("2020KW04", "AM27", "nu") == {"Boxtel": 1, "Haaren (opgeheven)": 1, "Vught": 1}
    assert aantallen("2020KW04", "AM26", "nu") == {"Oisterwijk": 2, "Tilburg": 1}


def test_the_register_goes_along(land):
    iemand((BEGIN, "GM0788"), (SPLITSING, "GM0824"))
    alleen_register = werkzoekende()
    doelgroepregistratie_op(alleen_register, "GM0788", BEGIN, SPLITSING)

    for regio, doelgroep, bekend in (("AM26", 1, 1), ("AM27", 1, 0)):
        telling = make_rapport(Aanvraag(regio, "2020KW04", VANDAAG, indeling="nu")).telling
        assert (telling.doelgroep, telling.bekend) == (doelgroep, bekend)


@pytest.mark.parametrize("jaar", [2020, 2021, 2022, 2023])
def test_both_views_add_up_to_the_same_country(land, jaar):
    for overgang in overgangen():
        iemand((BEGIN, overgang.oud), (overgang.datum, overgang.nieuw))
        iemand((BEGIN, overgang.oud), register="GM0546")
        iemand((overgang.datum, overgang.nieuw))
    vraag = AsOf(datetime.date(jaar, 12, 31))

    def som(tellingen):
        kolommen = Counter()
        for telling in tellingen:
            kolommen["uwv"] += telling.totaal.aantal("uwv", met_profiel=False)
            kolommen["totaal"] += telling.totaal.totaal
            kolommen["doelgroep"] += telling.doelgroep
            kolommen["bekend"] += telling.bekend
        return kolommen

    toen = count_every_regio(vraag, indeling_op(vraag.peildatum), herindelen=False)
    nu = count_every_regio(vraag, indeling_op(VANDAAG), herindelen=True)
    assert som(toen) == som(nu)
    assert som(toen)["totaal"] >= 2 * len(overgangen())
    ended = set(indeling_op(VANDAAG).opgeheven)
    waar = {regel.code for telling in nu for regel in telling.regels if regel.totaal}
    assert waar & ended <= {"GM0788"}
    # And a region alone is what it is in the country.
    for code in ("AM27", "AM26", "AM18"):
        regio = Arbeidsmarktregio.objects.get(code=code)
        kwartaal = f"{jaar}KW04"
        alleen = make_rapport(
            Aanvraag(code, kwartaal, datetime.date(jaar + 1, 1, 2), indeling="nu")
        ).telling
        samen = count_every_regio(
            vraag, indeling_op(datetime.date(jaar + 1, 1, 2)), herindelen=True
        )
        assert alleen in samen
        assert alleen.regio == regio


def test_a_database_in_which_the_mergers_were_not_carried_out_counts_too(db):
    load_fixtures()
    uwv()
    iemand((BEGIN, "GM0003"))
    assert not Gemeente.objects.filter(code="GM1979").exists()
    assert aantallen("2022KW04", "AM01", "nu") == {"Eemsdelta": 1}
    assert aantallen("2022KW04", "AM01", "toen") == {"Appingedam (opgeheven)": 1}


# --- the command ---


def test_the_command_has_both_views(land, capsys):
    iemand((BEGIN, "GM0003"))
    call_command("rapporteer", regio="AM01", kwartaal="2020KW04", indeling="nu")
    tekst = capsys.readouterr().out
    assert "GM1979,Eemsdelta,0,0,0,1,1" in tekst
    assert "Appingedam" not in tekst

    call_command("rapporteer", regio="AM01", kwartaal="2020KW04", indeling="nu", formaat="json")
    gelezen = capsys.readouterr().out
    assert '"indeling": "nu"' in gelezen
    assert "gemeenten en regio's van nu" in gelezen


@pytest.mark.parametrize("soort", ["stromen", "leeftijd"])
def test_what_is_only_of_then_says_so(land, soort):
    iemand((BEGIN, "GM0003"))
    with pytest.raises(CommandError, match="alleen in de gemeenten van toen"):
        call_command("rapporteer", "--indeling=nu", regio="AM01", kwartaal="2020KW04", lijst=soort)


def test_another_view_is_refused(land):
    with pytest.raises(OnbekendRapportError, match="De indeling 'straks' ken ik niet"):
        make_rapport(Aanvraag("AM01", "2020KW04", VANDAAG, indeling="straks"))
