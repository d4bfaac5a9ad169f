"""How good the profiles are: one rule, counted in the database, of the own clients only."""

import csv
import datetime
import io
import itertools

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sonar.models import Inschrijving, Klantprofiel, Klantstand, Medewerker
from sonar.models.klantstand import ONDERDEELBITS
from sonar.rules.profielvelden import ONDERDELEN
from sonar.rules.volledigheid import ontbrekende_onderdelen
from sonar.toezicht.profielkwaliteit import profielkwaliteit
from tests.bouwers import (
    PEILDATUM,
    gemeentelijke_dienst,
    inschrijving,
    leeg_klantprofiel,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
)
from tests.kandidatenverkenner.bouwers import gezocht
from tests.sonar.schermen import aan_het_werk


PAGINA = "/sonar/profielkwaliteit/"
MAAND = datetime.timedelta(days=30)


def gevonden(peildatum=PEILDATUM):
    return profielkwaliteit(Klantstand.objects.all(), peildatum)


def zonder(onderdeel, profiel=None):
    """A profile that misses one part."""
    profiel = profiel or volledig_klantprofiel()
    weg = {
        "opleiding": lambda: profiel.opleidingen.all().delete(),
        "vaardigheden": profiel.vaardigheden.clear,
        "competenties": lambda: profiel.competenties.update(beheersing="3"),
        "affiniteiten": profiel.affiniteiten.clear,
        "beroepssectoren": profiel.sectoren.clear,
        "taaksoorten": profiel.taaksoorten.clear,
        "uren": lambda: Klantprofiel.objects.filter(pk=profiel.pk).update(
            uren_min=None, uren_max=None
        ),
        "reisafstand": lambda: Klantprofiel.objects.filter(pk=profiel.pk).update(reisafstand=""),
    }
    weg[onderdeel]()
    return profiel


@pytest.mark.django_db
def test_the_parts_in_the_database_are_those_of_the_rule():
    assert list(ONDERDEELBITS) == list(ONDERDELEN)
    for weg in [(), *((deel,) for deel in ONDERDELEN), *itertools.combinations(ONDERDELEN, 3)]:
        profiel = volledig_klantprofiel()
        for onderdeel in weg:
            zonder(onderdeel, profiel)
        volgens_model = ontbrekende_onderdelen(
            Klantprofiel.objects.get(pk=profiel.pk).ingevulde_onderdelen()
        )
        assert volgens_model == [deel for deel in ONDERDELEN if deel in weg]
        alleen = Klantstand.objects.filter(pk=profiel.werkzoekende_id)
        geteld = profielkwaliteit(alleen, PEILDATUM)
        assert {deel.onderdeel for deel in geteld.onderdelen if deel.mist} == set(weg)
        assert geteld.gemeenten[0].compleet == (not weg)


@pytest.mark.django_db
def test_complete_findable_and_recent_per_gemeente():
    inschrijving()  # no profile
    leeg_klantprofiel()
    oud = volledig_klantprofiel(besproken_op=PEILDATUM - 7 * MAAND)
    vaststelling(oud)
    vaststelling(volledig_klantprofiel(besproken_op=PEILDATUM - MAAND))
    ingetrokken = volledig_klantprofiel(besproken_op=PEILDATUM)
    vaststelling(ingetrokken, tot=PEILDATUM)
    katwijk = inschrijving(code="GM0537")
    volledig_klantprofiel(katwijk.werkzoekende)

    regels = {
        regel.naam: (
            regel.klanten,
            regel.met_profiel,
            regel.compleet,
            regel.vindbaar,
            regel.recent,
        )
        for regel in gevonden().gemeenten
    }
    assert regels == {"Katwijk": (1, 1, 1, 0, 0), "Leiden": (5, 4, 3, 2, 2)}


@pytest.mark.django_db
def test_what_costs_most_comes_first():
    for onderdeel, aantal in (("uren", 3), ("vaardigheden", 2), ("reisafstand", 4)):
        for _ in range(aantal):
            zonder(onderdeel)
    zonder("uren", zonder("vaardigheden"))
    for dag, facet, keer in (
        (PEILDATUM, "vaardigheid", 10),
        (PEILDATUM - MAAND, "uren", 2),
        (PEILDATUM - 2 * MAAND, "uren", 100),
    ):
        for _ in range(keer):
            gezocht(facet, dag=dag)

    eerste = [
        (deel.onderdeel, deel.mist, deel.alleen_dit, deel.zoekvragen, deel.gemist)
        for deel in gevonden().onderdelen[:4]
    ]
    assert eerste[:3] == [
        ("vaardigheden", 3, 2, 10, 30),
        ("uren", 4, 3, 2, 8),
        ("reisafstand", 4, 4, 0, 0),
    ]
    assert eerste[3][1:] == (0, 0, 0, 0)


@pytest.mark.django_db
def test_the_queries_do_not_grow():
    aantallen = []
    for _ in range(2):
        for onderdeel in ONDERDELEN:
            zonder(onderdeel)
        inschrijving(code="GM0537")
        with CaptureQueriesContext(connection) as gevraagd:
            gevonden()
        aantallen.append(len(gevraagd))
    assert aantallen == [2, 2]


# --- the page ---


@pytest.fixture
def leider(db):
    leiden = gemeentelijke_dienst()
    collega = medewerker(leiden)
    for profiel in (zonder("uren"), volledig_klantprofiel()):
        Inschrijving.objects.filter(werkzoekende=profiel.werkzoekende_id).update(
            klantmanager=collega
        )
    volledig_klantprofiel(inschrijving(code="GM0537").werkzoekende)  # of another organisation
    gezocht("uren", dag=timezone.localdate())
    ik = medewerker(leiden, rol=Medewerker.Rol.TEAMLEIDER, bevestigd_tot=datetime.date(2999, 1, 1))
    return aan_het_werk(ik)


def test_a_teamleider_reads_of_the_own_clients_and_of_nobody(leider):
    antwoord = leider.get(PAGINA)

    gemeenten, onderdelen = antwoord.context["lijsten"]
    assert gemeenten["rijen"] == [
        ("GM0546", "Leiden", "2", "2", "100%", "1", "50%", "0", "0%", "0", "0%")
    ]
    assert onderdelen["rijen"][0][0] == "uren"
    assert onderdelen["rijen"][0][2:] == ("1", "50%", "1", "1", "1")
    assert "Katwijk" not in antwoord.text
    assert "Testpersoon" not in antwoord.text


def test_the_same_in_csv_and_xlsx(leider):
    antwoord = leider.get(f"{PAGINA}bestand/?lijst=gemeenten&formaat=csv")
    rijen = list(csv.reader(io.StringIO(antwoord.content.decode())))
    assert rijen[1] == ["GM0546", "Leiden", "2", "2", "100", "1", "50", "0", "0", "0", "0"]
    assert rijen[2][1:4] == ["TOTAAL", "2", "2"]
    boek = openpyxl.load_workbook(
        io.BytesIO(leider.get(f"{PAGINA}bestand/?lijst=onderdelen&formaat=xlsx").content)
    )
    assert [cel.value for cel in boek["Lijst"][2]][2:] == [1, 50, 1, 1, 1]
    for anders in ("lijst=klanten", "formaat=pdf"):
        assert leider.get(f"{PAGINA}bestand/?{anders}").status_code == 400


def test_it_is_on_the_first_page_of_the_teamleider_only(leider):
    assert PAGINA in leider.get("/sonar/").text
    ander = aan_het_werk(medewerker())
    assert PAGINA not in ander.get("/sonar/").text
    assert ander.get(PAGINA).status_code == 403
