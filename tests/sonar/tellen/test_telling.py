"""The count, against an oracle in plain Python over the same registrations."""

import csv
import datetime
import io
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.models import Arbeidsmarktregio, Medewerker
from sonar.rapportage.tellen.aanvraag import Aanvraag, OnbekendRapportError, make_rapport
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.telling import kwartaaltelling
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    een_bsn,
    gemeente,
    gemeentelijke_dienst,
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    uwv,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.schermen import aan_het_werk
from tests.sonar.werkelijkheid import GESCHIEDENISSEN


PUBLICATIE = Path(__file__).resolve().parents[3] / "fixtures" / "publicatie_2020KW04_AM19.csv"
CODES = ["GM0546", "GM0537", "GM0518"]


def holland_rijnland():
    gemeente()
    return Arbeidsmarktregio.objects.get(code="AM19")


def telling(peildatum=PEILDATUM):
    return kwartaaltelling(holland_rijnland(), AsOf(peildatum))


# --- the oracle ---

DAG = st.integers(-3, 3).map(lambda n: PEILDATUM + datetime.timedelta(days=n))


@st.composite
def perioden(draw, inhoud):
    """Up to three periods that do not overlap, each with something in it; the last may be open."""
    dagen = sorted(draw(st.sets(DAG, max_size=6)))
    rijen = [(van, tot, draw(inhoud)) for van, tot in zip(dagen[::2], dagen[1::2], strict=False)]
    if len(dagen) % 2:
        rijen.append((dagen[-1], None, draw(inhoud)))
    return rijen


LEVEN = st.fixed_dictionaries(
    {
        "inschrijving": perioden(
            st.tuples(st.sampled_from(CODES), st.sampled_from(["uwv", "gem"]))
        ),
        "doelgroep": perioden(st.sampled_from(CODES)),
        "vaststelling": perioden(st.none()),
    }
)


def op(rijen, dag):
    for van, tot, inhoud in rijen:
        if van <= dag and (tot is None or dag < tot):
            return inhoud or True
    return None


def orakel(levens, dag):
    telling, doelgroep, bekend = Counter(), 0, 0
    for leven in levens:
        ingeschreven, register = op(leven["inschrijving"], dag), op(leven["doelgroep"], dag)
        if register in {"GM0546", "GM0537"}:
            doelgroep += 1
            bekend += bool(ingeschreven)
        if ingeschreven and register and ingeschreven[0] != "GM0518":
            telling[(*ingeschreven, bool(op(leven["vaststelling"], dag)))] += 1
    return telling, doelgroep, bekend


def schrijf_op(leven, door):
    persoon = werkzoekende()
    for van, tot, (code, soort) in leven["inschrijving"]:
        organisatie = uwv() if soort == "uwv" else gemeentelijke_dienst(code)
        inschrijving(persoon, organisatie, code=code, van=van, tot=tot)
    for van, tot, code in leven["doelgroep"]:
        doelgroepregistratie(persoon.bsn, code=code, van=van, tot=tot)
    profiel = leeg_klantprofiel(persoon)
    for van, tot, _ in leven["vaststelling"]:
        vaststelling(profiel, van=van, tot=tot, door=door)


@pytest.mark.proof
class TestTegenHetOrakel(TestCase):
    @settings(max_examples=GESCHIEDENISSEN)
    @given(st.lists(LEVEN, max_size=5), DAG)
    def test_equal_to_the_oracle(self, levens, dag):
        for code in CODES:
            gemeente(code)
        door = medewerker()
        for leven in levens:
            schrijf_op(leven, door)

        geteld = telling(dag)
        verwacht, doelgroep, bekend = orakel(levens, dag)

        uitkomst = Counter(
            {
                (regel.code, soort, met): aantal
                for regel in geteld.regels
                for soort, met, aantal in [
                    ("gem", True, regel.aantal("gemeente", met_profiel=True)),
                    ("gem", False, regel.aantal("gemeente", met_profiel=False)),
                    ("uwv", True, regel.aantal("uwv", met_profiel=True)),
                    ("uwv", False, regel.aantal("uwv", met_profiel=False)),
                ]
                if aantal
            }
        )
        assert uitkomst == verwacht
        assert (geteld.doelgroep, geteld.bekend) == (doelgroep, bekend)
        assert geteld.totaal.totaal == sum(verwacht.values())


# --- what people expect ---


@pytest.mark.django_db
def test_every_gemeente_has_a_row_also_an_empty_one():
    gemeente("GM0537")
    zichtbare_klant()

    assert [(regel.naam, regel.totaal) for regel in telling().regels] == [
        ("Katwijk", 0),
        ("Leiden", 1),
    ]


@pytest.mark.django_db
def test_the_share_of_the_register_counts_people_whom_sonar_does_not_know():
    zichtbare_klant()
    doelgroepregistratie(een_bsn())

    geteld = telling()
    assert (geteld.doelgroep, geteld.bekend, geteld.percentage_bekend) == (2, 1, 50)


@pytest.mark.django_db
def test_nobody_in_the_register_has_no_share():
    assert telling().percentage_bekend is None


@pytest.mark.django_db
def test_the_number_of_queries_is_the_same_for_1_and_20(django_assert_num_queries):
    regio = holland_rijnland()
    for _ in range(2):
        with django_assert_num_queries(3):
            kwartaaltelling(regio, AsOf(PEILDATUM))
        for _ in range(19):
            volledig_klantprofiel()


# --- quarters ---


@pytest.mark.parametrize(
    ("code", "peildatum", "vorige", "omschrijving"),
    [
        ("2020KW01", datetime.date(2020, 3, 31), "2019KW04", "Eerste kwartaal 2020"),
        ("2020KW04", datetime.date(2020, 12, 31), "2020KW03", "Vierde kwartaal 2020"),
        ("2023KW02", datetime.date(2023, 6, 30), "2023KW01", "Tweede kwartaal 2023"),
    ],
)
def test_a_quarter(code, peildatum, vorige, omschrijving):
    kwartaal = Kwartaal.lees(code)
    assert (kwartaal.code, kwartaal.peildatum) == (code, peildatum)
    assert (kwartaal.vorige.code, kwartaal.omschrijving) == (vorige, omschrijving)
    assert Kwartaal.van(peildatum) == kwartaal
    assert kwartaal.vorige.volgende == kwartaal


@pytest.mark.parametrize(
    "code", ["2020KW5", "2020KW05", "2020KW00", "2020Q4", "", "0999KW01", "²020KW01"]
)
def test_a_quarter_that_is_none(code):
    with pytest.raises(ValueError, match="zoals 2020KW04"):
        Kwartaal.lees(code)


@pytest.mark.django_db
def test_a_quarter_that_has_not_ended_is_refused():
    zichtbare_klant()
    for vandaag in (PEILDATUM, PEILDATUM - datetime.timedelta(days=40)):
        with pytest.raises(OnbekendRapportError, match=r"nog niet voorbij.*2020KW03"):
            make_rapport(Aanvraag("AM19", "2020KW04", vandaag))
    make_rapport(Aanvraag("AM19", "2020KW04", PEILDATUM + datetime.timedelta(days=1)))


# --- the command ---


def rapporteer(**anders):
    opties = {"regio": "AM19", "kwartaal": "2020KW04", "formaat": "csv"} | anders
    call_command("rapporteer", **opties)


@pytest.mark.django_db
def test_the_file_has_the_layout_of_the_publication(tmp_path, capsys):
    gemeente("GM0537")
    zichtbare_klant()
    uit = tmp_path / "cijfers.csv"

    rapporteer(uit=str(uit))

    rijen = list(csv.reader(io.StringIO(uit.read_text(encoding="utf-8"))))
    with PUBLICATIE.open(encoding="utf-8") as bestand:
        assert rijen[0] == next(csv.reader(bestand))
    assert rijen[1:] == [
        ["GM0537", "Katwijk", "0", "0", "0", "0", "0"],
        ["GM0546", "Leiden", "1", "0", "0", "0", "1"],
        ["AM19", "TOTAAL AMR", "1", "0", "0", "0", "1"],
    ]
    assert "1 van de 1 mensen in het doelgroepregister" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [uit]  # nothing half is left behind


@pytest.mark.django_db
def test_the_table_on_the_screen_is_only_the_table(capsys):
    zichtbare_klant()
    rapporteer()
    assert capsys.readouterr().out.splitlines()[-1] == "AM19,TOTAAL AMR,1,0,0,0,1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"regio": "AM99"}, "De regio 'AM99' ken ik niet"),
        ({"kwartaal": "2020KW5"}, "Het kwartaal '2020KW5' ken ik niet"),
        ({"kwartaal": "2190KW01"}, "nog niet voorbij"),
        ({"formaat": "doc"}, "Het formaat 'doc' ken ik niet"),
        ({"uit": "/bestaat/niet.csv"}, "kan ik niet schrijven"),
    ],
)
def test_what_cannot_be_made_gets_a_sentence(anders, melding):
    zichtbare_klant()
    with pytest.raises(CommandError, match=melding):
        rapporteer(**anders)


# --- the page ---

PAGINA = "/sonar/cijfers/"


@pytest.fixture
def auditor(db):
    return aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))


def test_an_auditor_reads_the_table(auditor):
    zichtbare_klant()
    doelgroepregistratie(een_bsn())

    tekst = auditor.get(PAGINA, {"regio": "AM19", "kwartaal": "2020KW04"}).text

    assert "Transparantie van klantprofielen" in tekst
    assert "Vierde kwartaal 2020" in tekst
    assert "in totaal 2 personen" in tekst
    assert "Hiervan is 50% bekend binnen Sonar" in tekst
    assert "gereconstrueerd" in tekst
    assert "Testpersoon" not in tekst


def test_the_page_opens_at_the_last_quarter_in_which_something_happened(auditor):
    inschrijving(van=datetime.date(2020, 11, 3))

    assert auditor.get(PAGINA).context["kwartaal"] == "2020KW04"


def test_the_page_of_an_empty_database_opens(auditor):
    antwoord = auditor.get(PAGINA)

    assert antwoord.status_code == 200
    assert "er is nog niemand ingeschreven" in antwoord.text


def test_a_quarter_before_the_data_begin_is_refused(auditor):
    zichtbare_klant()

    antwoord = auditor.get(PAGINA, {"regio": "AM19", "kwartaal": "2018KW04"})

    assert antwoord.status_code == 400
    assert "ligt voor het begin van de gegevens (01-01-2019)" in antwoord.text
    with pytest.raises(CommandError, match="voor het begin van de gegevens"):
        rapporteer(kwartaal="2018KW04")


def test_a_region_without_gemeenten_on_that_date_is_refused(auditor):
    """Its only gemeente was formed in 2021: there was nothing to count in before."""
    zichtbare_klant()
    regio = Arbeidsmarktregio.objects.create(code="AM36", naam="Nieuwe Regio")
    regio.gemeenten.create(code="GM1979", naam="Eemsdelta", breedtegraad="53.3", lengtegraad="6.8")

    antwoord = auditor.get(PAGINA, {"regio": "AM36", "kwartaal": "2020KW04"})

    assert antwoord.status_code == 400
    assert "had op 31-12-2020 geen gemeenten" in antwoord.text
    assert auditor.get(PAGINA, {"regio": "AM36", "kwartaal": "2021KW01"}).status_code == 200


@pytest.mark.parametrize(
    "vraag", [{"regio": "AM99"}, {"kwartaal": "x"}, {"kwartaal": "2190KW01"}, {"regio": "\0"}]
)
def test_a_table_that_is_none_gets_a_sentence(auditor, vraag):
    for adres in (PAGINA, "/sonar/cijfers.csv"):
        antwoord = auditor.get(adres, {"kwartaal": "2020KW04"} | vraag)
        assert antwoord.status_code == 400
        assert "ken ik niet" in antwoord.text or "nog niet voorbij" in antwoord.text


def test_the_download_is_the_file_of_the_command(auditor, capsys):
    zichtbare_klant()
    rapporteer()

    antwoord = auditor.get("/sonar/cijfers.csv", {"regio": "AM19", "kwartaal": "2020KW04"})

    assert antwoord.text == capsys.readouterr().out
    assert "klantprofielen_2020KW04_AM19_intern.csv" in antwoord["Content-Disposition"]


@pytest.mark.django_db
@pytest.mark.parametrize("rol", ["klantmanager", "functioneel-beheerder"])
def test_the_figures_are_for_auditors(rol):
    client = aan_het_werk(medewerker(rol=rol))
    assert client.get(PAGINA).status_code == 403
    assert client.get("/sonar/cijfers.csv").status_code == 403
