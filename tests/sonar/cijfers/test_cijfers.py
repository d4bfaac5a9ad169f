"""The page with figures: the address is the view, and every number is that of the table."""

import datetime
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from sonar.admin.cijfers import cijfers
from sonar.models import Medewerker
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.tabel import Editie, exact_tabel
from sonar.rapportage.tabellen.vergelijking import SORTEERBAAR
from sonar.rapportage.tellen.aanvraag import Aanvraag, make_rapport
from tests.bouwers import (
    doelgroepregistratie,
    gemeente,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.schermen import aan_het_werk


PAGINA = "/sonar/cijfers/"
VRAAG = {"regio": "AM19", "kwartaal": "2020KW04"}
GEENS = [
    {"regio": "AM99"},
    {"regio": "\0"},
    {"kwartaal": "x"},
    {"kwartaal": "2190KW01"},
    {"naast": "AM99"},
    {"naast": "2190KW01"},
    {"naast": "2020KW04"},
    {"naast": "AM19"},
    {"naast": "<b>"},
    {"sorteer": "naam"},
    {"sorteer": "--totaal"},
    {"kaart": "wereld"},
    {"indeling": "straks"},
]


def zonder_profiel(code="GM0546", van=datetime.date(2019, 1, 1)):
    persoon = werkzoekende()
    inschrijving(persoon, gemeentelijke_dienst(code), code=code, van=van)
    doelgroepregistratie(persoon.bsn, code=code)


@pytest.fixture
def auditor(db):
    return aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))


@pytest.fixture
def regio(auditor):
    """Leiden: one with and one without profile; Katwijk: three without. Nobody in 2018."""
    zichtbare_klant()
    zonder_profiel()
    for _ in range(3):
        zonder_profiel("GM0537")
    # Not in the register, so not counted; but something happened in the last quarter of 2020.
    inschrijving(van=datetime.date(2020, 11, 2))
    return auditor


def lees(client, **anders):
    antwoord = client.get(PAGINA, VRAAG | anders)
    assert antwoord.status_code == 200
    return antwoord


def namen(antwoord):
    return [regel.naam for regel in antwoord.context["beeld"].regels]


# --- the table ---


@pytest.mark.parametrize(
    ("sorteer", "volgorde"),
    [
        ("gemeente", ["Katwijk", "Leiden"]),
        ("-gemeente", ["Leiden", "Katwijk"]),
        ("totaal", ["Leiden", "Katwijk"]),
        ("-totaal", ["Katwijk", "Leiden"]),
        ("gemeente_met_profiel", ["Katwijk", "Leiden"]),
        ("-deel", ["Leiden", "Katwijk"]),
        ("uwv_met_profiel", ["Katwijk", "Leiden"]),  # all equal: by name
    ],
)
def test_a_column_puts_the_table_in_its_order(regio, sorteer, volgorde):
    antwoord = lees(regio, sorteer=sorteer)

    assert namen(antwoord) == volgorde
    # The map and its list have the numbers of the rows.
    assert [plek.naam for plek in antwoord.context["kaart"].plekken] == volgorde


def test_a_heading_turns_the_order_round(regio):
    antwoord = lees(regio, sorteer="-totaal")

    assert antwoord.text.count("aria-sort") == 1
    assert 'aria-sort="descending"' in antwoord.text
    assert escape("?regio=AM19&kwartaal=2020KW04&sorteer=totaal#tabel") in antwoord.text


@pytest.mark.parametrize("kolom", SORTEERBAAR)
def test_every_column_can_be_clicked(regio, kolom):
    tekst = lees(regio, sorteer="-uwv_zonder_profiel").text
    assert re.search(rf'href="[^"]*sorteer=-?{kolom}#tabel"', tekst) or kolom == "gemeente"


# --- the time line ---


def test_the_time_line_leads_to_each_quarter(regio):
    antwoord = lees(regio, kwartaal="2019KW04")
    tijd = antwoord.context["tijd"]

    assert [punt.kwartaal.code for punt in tijd.punten][:2] == ["2019KW01", "2019KW02"]
    assert (tijd.gekozen.totaal, tijd.gekozen.met_profiel, tijd.gekozen.deel) == ("5", "0", "0%")
    assert regio.get(PAGINA + tijd.volgende.adres).context["kwartaal"] == "2020KW01"
    assert regio.get(PAGINA + tijd.vorige.adres).context["kwartaal"] == "2019KW03"
    assert 'rel="next"' in antwoord.text


def test_a_quarter_before_the_time_line_can_be_asked_for(regio, monkeypatch):
    monkeypatch.setattr(cijfers, "MEESTE_KWARTALEN", 4)

    antwoord = lees(regio, kwartaal="2019KW02")

    assert antwoord.context["tabel"].totaal.waarden[-1] == 5
    assert '<option value="2019KW02" selected>' in antwoord.text
    assert antwoord.context["tijd"].gekozen is None


@pytest.mark.parametrize(
    ("anders", "meeste"), [({}, 13), ({"kaart": "nederland"}, 14), ({"naast": "2020KW03"}, 18)]
)
def test_queries_do_not_grow_with_quarters_or_people(regio, anders, meeste):
    lees(regio)  # the first page of a session writes it
    aantallen = []
    for kwartalen in (8, 36):
        with CaptureQueriesContext(connection) as gevraagd:
            antwoord = lees(regio, **anders)
        assert len(antwoord.context["tijd"].punten) == kwartalen
        aantallen.append(len(gevraagd))
        for jaar in range(2012, 2019):
            zonder_profiel(van=datetime.date(jaar, 1, 1))
    assert aantallen[0] == aantallen[1] <= meeste


# --- two side by side ---


def test_two_quarters_side_by_side_in_the_order_of_time(regio):
    for kwartaal, naast in (("2020KW04", "2019KW04"), ("2019KW04", "2020KW04")):
        beeld = lees(regio, kwartaal=kwartaal, naast=naast).context["vergelijking"]

        assert (beeld.een, beeld.ander) == ("Vierde kwartaal 2019", "Vierde kwartaal 2020")
        totalen = dict(beeld.totalen)
        assert totalen["Totaal"] == ("5", "5", "0")
        assert totalen["Gemeente verantwoordelijk, met klantprofiel"] == ("0", "1", "+1")
        assert totalen["Gemeente verantwoordelijk, zonder klantprofiel"] == (
            "5",
            "4",
            "\N{MINUS SIGN}1",
        )
        assert totalen["Deel met klantprofiel"] == ("0%", "20%", "+20 procentpunt")
        assert dict(beeld.gemeenten)["Leiden"] == ("2", "2", "0", "0%", "50%", "+50 procentpunt")


def test_two_regions_side_by_side(regio):
    zonder_profiel("GM0518")

    beeld = lees(regio, naast="AM21").context["vergelijking"]

    assert (beeld.een, beeld.ander, beeld.gemeenten) == ("Holland Rijnland", "Haaglanden", ())
    assert dict(beeld.totalen)["Totaal"] == ("5", "1", "\N{MINUS SIGN}4")


def test_to_the_quarter_beside_it_is_not_a_comparison_with_itself(regio):
    tijd = lees(regio, naast="2020KW03").context["tijd"]
    assert "naast" not in tijd.vorige.adres
    assert regio.get(PAGINA + tijd.vorige.adres).status_code == 200


# --- the map ---


def test_the_country_has_every_region_and_leads_to_it(regio):
    gemeente("GM0518")
    antwoord = lees(regio, kaart="nederland", sorteer="-totaal")

    plekken = {plek.naam: plek for plek in antwoord.context["kaart"].plekken}
    assert (plekken["Holland Rijnland"].deel, plekken["Holland Rijnland"].gekozen) == ("20%", True)
    assert (plekken["Haaglanden"].deel, plekken["Haaglanden"].klasse) == ("-", 0)
    daar = regio.get(PAGINA + plekken["Haaglanden"].adres)
    assert daar.context["vraag"].regio == "AM21"
    assert daar.context["vraag"].kaart == "nederland"


def test_the_map_stands_beside_its_numbers(regio):
    tekst = lees(regio).text
    assert "niet de echte gemeentegrenzen" in tekst
    assert "<title>Leiden: 50%</title>" in tekst
    assert re.search(r'class="naam">Leiden</span>.*?class="procent">50%', tekst, re.DOTALL)


# --- the address ---


def test_the_address_of_a_view_gives_the_view_again(regio):
    gevraagd = {"naast": "2020KW01", "sorteer": "-deel", "kaart": "nederland", "indeling": "nu"}
    eerste = lees(regio, **gevraagd)

    nog_eens = regio.get(PAGINA + eerste.context["vraag"].adres())

    assert nog_eens.context["vraag"] == eerste.context["vraag"]
    assert nog_eens.context["vergelijking"] == eerste.context["vergelijking"]


@pytest.mark.parametrize("anders", GEENS, ids=str)
def test_what_makes_no_sense_gets_a_sentence(regio, anders):
    for adres in (PAGINA, "/sonar/cijfers.csv", "/sonar/cijfers.pdf"):
        antwoord = regio.get(adres, VRAAG | anders)

        assert antwoord.status_code == 400
        zinnen = "ken ik niet|nog niet voorbij|dezelfde tabel|kan ik niet sorteren"
        assert re.search(zinnen, antwoord.text)
        soort = antwoord["Content-Type"]
        assert "<b>" not in antwoord.text or soort == "text/plain; charset=utf-8"


def test_a_page_is_without_inline_style_and_script(regio):
    tekst = lees(regio, naast="2020KW01", kaart="nederland").text
    inhoud = tekst[tekst.index('id="content-main"') :]
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", inhoud)


# --- the files ---


@pytest.mark.parametrize("formaat", sorted(FORMATS))
def test_every_format_can_be_fetched(regio, formaat):
    antwoord = regio.get(f"/sonar/cijfers.{formaat}", VRAAG)

    rapport = make_rapport(Aanvraag(**VRAAG, vandaag=datetime.date(2026, 1, 1)))
    assert antwoord.content == FORMATS[formaat].write(exact_tabel(rapport, Editie.INTERN))
    assert antwoord["Content-Type"].startswith(FORMATS[formaat].media_type)
    assert f'"klantprofielen_2020KW04_AM19_intern.{formaat}"' in antwoord["Content-Disposition"]
    assert escape(f"/sonar/cijfers.{formaat}?regio=AM19&kwartaal=2020KW04") in lees(regio).text


def test_the_numbers_of_a_file_are_those_of_the_page(regio):
    boek = openpyxl.load_workbook(io.BytesIO(regio.get("/sonar/cijfers.xlsx", VRAAG).content))
    rijen = [[cel.value for cel in rij][1:] for rij in boek["2020KW04"].iter_rows(min_row=2)]

    beeld = lees(regio).context["beeld"]
    assert [[str(waarde) for waarde in rij] for rij in rijen] == [
        [regel.naam, *regel.waarden] for regel in (*beeld.regels, beeld.totaal)
    ]
