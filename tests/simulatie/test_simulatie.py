"""From a table to people in the database: `manage.py simuleer`."""

import csv
import datetime
import hashlib
import io
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from simulatie.bulk.copy_writer import copy_rows
from simulatie.regio.cijfers import COLUMNS, SOORTEN
from sonar.models import (
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Postcodegebied,
    Vaardigheid,
    Vaststelling,
    Werkzoekende,
)
from sonar.rules.volledigheid import ontbrekende_onderdelen
from sonar.uitwisseling.fixtures import FIXTURES, load_fixtures
from tests.bouwers import werkzoekende


pytestmark = pytest.mark.usefixtures("eigenaar")


PEILDATUM = datetime.date(2020, 12, 31)
VORIG_KWARTAAL = datetime.date(2020, 9, 30)
PUBLICATIE = FIXTURES / "publicatie_2020KW04_AM19.csv"


def simuleer(*argumenten, regio="AM19", kwartaal="2020KW04"):
    uit = io.StringIO()
    call_command("simuleer", "--regio", regio, "--kwartaal", kwartaal, *argumenten, stdout=uit)
    return uit.getvalue()


def tabel(pad, regio, getallen):
    """A table in which every gemeente of `getallen` (code: four numbers) adds up."""
    rijen = [[code, "naam", *vier, sum(vier)] for code, vier in getallen.items()]
    totaal = [sum(kolom) for kolom in zip(*(rij[2:] for rij in rijen), strict=True)]
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        csv.writer(bestand).writerows([COLUMNS, *rijen, [regio, "TOTAAL AMR", *totaal]])
    return str(pad)


@pytest.fixture
def kleine_tabel(tmp_path):
    """Haaglanden in small numbers."""
    codes = ["GM0503", "GM0518", "GM0603", "GM1783", "GM1842"]
    getallen = {code: (nummer, 3, 2 * nummer, 1) for nummer, code in enumerate(codes)}
    return tabel(tmp_path / "klein.csv", "AM21", getallen)


def geteld(peildatum):
    """The table per gemeente, counted person by person."""
    in_register = set(Doelgroepregistratie.objects.geldig_op(peildatum).values_list("werkzoekende"))
    met = set(Vaststelling.objects.geldig_op(peildatum).values_list("klantprofiel__werkzoekende"))
    cellen = Counter()
    for persoon, bsn, gemeente, soort in Inschrijving.objects.geldig_op(peildatum).values_list(
        "werkzoekende", "werkzoekende__bsn_zoeksleutel", "gemeente", "organisatie__soort"
    ):
        if (bsn,) in in_register:
            cellen[gemeente, f"{soort}_{'met' if (persoon,) in met else 'zonder'}_profiel"] += 1
    return cellen


def verwacht(pad):
    with Path(pad).open(encoding="utf-8", newline="") as bestand:
        *gemeenten, _ = csv.DictReader(bestand)
    return Counter(
        {(rij["gemeentecode"], soort): int(rij[soort]) for rij in gemeenten for soort in SOORTEN}
    )


def vingerafdruk():
    """A digest of every row of every table of sonar, but for the clock at which it was written."""
    som = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in sorted(
            apps.get_app_config("sonar").get_models(include_auto_created=True),
            key=lambda model: model._meta.db_table,
        ):
            cursor.execute(
                "SELECT to_jsonb(t) - '{geboekt_op,moment}'::text[] AS rij "  # noqa: S608
                f"FROM {model._meta.db_table} t ORDER BY rij"
            )
            som.update(repr((model._meta.db_table, cursor.fetchall())).encode())
    return som.hexdigest()


@pytest.mark.postgres15
def test_the_publication_comes_out_of_individual_people(db):
    verteld = simuleer("--seed", "1")

    assert geteld(PEILDATUM) == verwacht(PUBLICATIE)
    assert Doelgroepregistratie.objects.geldig_op(PEILDATUM).count() == 5636
    assert Vaststelling.objects.geldig_op(PEILDATUM).count() == 2406
    alleen_register = Doelgroepregistratie.objects.geldig_op(PEILDATUM).exclude(
        werkzoekende__in=Werkzoekende.objects.values("bsn_zoeksleutel")
    )
    assert alleen_register.count() == 5636 - 3851
    assert "5.636 mensen" in verteld
    assert "3.851 van hen" in verteld
    assert "2.406 met" in verteld


def test_a_quarter_earlier_the_counts_were_a_little_different(db):
    simuleer()

    nu, toen = geteld(PEILDATUM), geteld(VORIG_KWARTAAL)

    assert 0.93 < toen.total() / nu.total() < 0.995
    verschillend = 0
    for code in {code for code, _ in nu}:
        was, is_nu = (sum(t[code, soort] for soort in SOORTEN) for t in (toen, nu))
        assert abs(was - is_nu) <= 0.15 * is_nu + 3
        verschillend += was != is_nu
    assert verschillend >= 8


def test_what_is_vastgesteld_is_complete_and_what_is_a_concept_is_not(db, kleine_tabel):
    simuleer("--cijfers", kleine_tabel, regio="AM21")

    for profiel in Klantprofiel.objects.prefetch_related("vaststellingen"):
        ontbreekt = ontbrekende_onderdelen(profiel.ingevulde_onderdelen())
        assert bool(ontbreekt) != bool(profiel.vaststellingen.all())


def test_another_region_with_its_own_table(db, kleine_tabel):
    verteld = simuleer("--cijfers", kleine_tabel, "--doelgroep", "100", regio="am21")

    assert geteld(PEILDATUM) == verwacht(kleine_tabel)
    assert Doelgroepregistratie.objects.geldig_op(PEILDATUM).count() == 100
    assert "Haaglanden op 31-12-2020" in verteld


def test_a_table_of_nobody_gives_nobody(db, tmp_path):
    nul = dict.fromkeys(("GM0503", "GM0518", "GM0603", "GM1783", "GM1842"), (0, 0, 0, 0))

    simuleer("--cijfers", tabel(tmp_path / "nul.csv", "AM21", nul), regio="AM21")

    assert not Werkzoekende.objects.exists()
    assert Medewerker.objects.exists()


def test_the_people_could_have_been_registered_on_the_screens(db, kleine_tabel):
    """Every rule that a form checks beside the constraints holds too."""
    simuleer("--cijfers", kleine_tabel, regio="AM21")

    assert Werkzoekende.objects.exists()
    for persoon in Werkzoekende.objects.all():
        persoon.full_clean()
        assert persoon.email.endswith(("", "@example.com", "@example.org"))
    for model in (Inschrijving, Klantprofiel, Vaststelling):
        for rij in model.objects.all():
            rij.full_clean()
    for medewerker in Medewerker.objects.select_related("account"):
        assert medewerker.account.is_staff
        assert not medewerker.account.has_usable_password()


def test_a_colleague_of_the_responsible_organisation_pressed_vaststellen(db, kleine_tabel):
    simuleer("--cijfers", kleine_tabel, regio="AM21")

    for vaststelling in Vaststelling.objects.select_related("vastgesteld_door"):
        toen = Inschrijving.objects.geldig_op(vaststelling.ingangsdatum).get(
            werkzoekende__klantprofiel=vaststelling.klantprofiel_id
        )
        assert toen.organisatie_id == vaststelling.vastgesteld_door.organisatie_id


def test_a_sequence_goes_on_after_the_last_row(db, kleine_tabel):
    simuleer("--cijfers", kleine_tabel, regio="AM21")

    assert werkzoekende(pk=None).pk == Werkzoekende.objects.count()


def test_the_same_seed_gives_the_same_database(transactional_db, kleine_tabel):
    afdrukken = []
    for seed in ("7", "7", "8"):
        call_command("flush", interactive=False, reset_sequences=True, verbosity=0)
        simuleer("--cijfers", kleine_tabel, "--seed", seed, regio="AM21")
        afdrukken.append(vingerafdruk())

    assert afdrukken[0] == afdrukken[1]
    assert afdrukken[0] != afdrukken[2]


def test_simulating_twice_is_refused_and_changes_nothing(db, kleine_tabel):
    simuleer("--cijfers", kleine_tabel, regio="AM21")
    voor = vingerafdruk()

    with pytest.raises(CommandError, match=r"In Sonar staan al .* --indien-leeg"):
        simuleer("--cijfers", kleine_tabel, regio="AM21")
    verteld = simuleer("--cijfers", kleine_tabel, "--indien-leeg", regio="AM21")

    assert "Er is niets veranderd." in verteld
    assert vingerafdruk() == voor


def test_code_lists_that_are_there_stay_as_they_are(db, kleine_tabel):
    load_fixtures()
    Vaardigheid.objects.create(code="jongleren", naam="jongleren", groep="Circus")
    Gemeente.objects.filter(code="GM0518").update(naam="Den Haag")

    simuleer("--cijfers", kleine_tabel, regio="AM21")

    assert Vaardigheid.objects.filter(code="jongleren").exists()
    assert Gemeente.objects.get(code="GM0518").naam == "Den Haag"
    assert Medewerker.objects.filter(account__username="den-haag.1").exists()


@pytest.mark.parametrize(
    ("regio", "kwartaal", "wat"),
    [
        ("AM99", "2020KW04", r"'AM99' is geen arbeidsmarktregio\. .* AM01 tot en met AM"),
        ("", "2020KW04", "is geen arbeidsmarktregio"),
        ("AM19", "2020KW5", "2020KW5"),
        ("AM19", "2015KW04", "van 2016KW01 tot en met 2023KW04"),
        ("AM19", "2024KW01", "van 2016KW01 tot en met 2023KW04"),
        ("AM19", "2020KW03", "--cijfers"),
        ("AM21", "2020KW04", r"Haaglanden .* --cijfers"),
    ],
)
def test_an_unknown_region_or_quarter_writes_nothing(db, regio, kwartaal, wat):
    with pytest.raises(CommandError, match=wat):
        simuleer(regio=regio, kwartaal=kwartaal)

    assert not Gemeente.objects.exists()


def test_a_table_that_does_not_add_up_writes_nothing(db, kleine_tabel, tmp_path):
    fout = tmp_path / "fout.csv"
    goed = Path(kleine_tabel).read_text(encoding="utf-8")
    fout.write_text(goed.replace("GM0518,naam,1,3,2,1,7", "GM0518,naam,1,3,2,1,8"))

    with pytest.raises(CommandError, match="Regel 3, kolom totaal: 1 \\+ 3 \\+ 2 \\+ 1 is 7"):
        simuleer("--cijfers", str(fout), regio="AM21")

    assert not Gemeente.objects.exists()


@pytest.mark.parametrize("doelgroep", ["1", "veel", "-5"])
def test_an_impossible_doelgroep_writes_nothing(db, kleine_tabel, doelgroep):
    with pytest.raises(CommandError, match=r"--doelgroep"):
        simuleer("--cijfers", kleine_tabel, f"--doelgroep={doelgroep}", regio="AM21")

    assert not Gemeente.objects.exists()


def test_an_account_of_somebody_else_is_not_taken_over(db, kleine_tabel, django_user_model):
    django_user_model.objects.create_user(username="delft.1")

    with pytest.raises(CommandError, match=r"delft\.1 bestaat al"):
        simuleer("--cijfers", kleine_tabel, regio="AM21")

    assert not Medewerker.objects.exists()


def test_copy_does_not_pass_a_constraint(db):
    load_fixtures()
    Postcodegebied.objects.all().delete()

    with pytest.raises(Exception, match="postcodegebied_van_tot"):
        copy_rows(Postcodegebied, ("gemeente", "van", "tot"), [("GM0546", 2311, 2310)])
