"""Delivering what changed is delivering everybody: the same candidates, whatever happened."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from kandidatenverkenner.models import Aanlevering, Kandidaat, Kenmerk
from kandidatenverkenner.ontvangst import suppression as zeldzaam
from sonar.levering.behandeling import BEHANDELING, SELECTEREN, WEGLATEN
from sonar.levering.feed import haal_weg, lever
from sonar.levering.leverbaar import te_leveren
from sonar.levering.outbox import EVERYBODY, LIMIT, peek
from sonar.models import (
    Arbeidsmarktregio,
    Bezwaar,
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    OutboxEntry,
    Sector,
    Vaardigheid,
    Vaststelling,
    Werkzoekende,
)
from tests.bouwers import (
    PEILDATUM,
    een_bsn,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    zichtbare_klant,
)


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
DAG = datetime.timedelta(days=1)
INHOUD = [
    veld.attname
    for veld in Kandidaat._meta.concrete_fields
    if veld.name not in ("gewijzigd_op", "ontvangen_op")
]


@pytest.fixture(autouse=True)
def _drie_is_genoeg(monkeypatch):
    """In a region of a handful, values become rare and common again all the time."""
    monkeypatch.setattr(zeldzaam, "MINSTENS", 3)


def getoond():
    return sorted(Kandidaat.objects.values_list(*INHOUD), key=lambda rij: str(rij[0]))


def opnieuw_gebouwd(dag):
    """What a delivery to an empty Kandidatenverkenner would show."""
    with transaction.atomic():
        Kandidaat.objects.all().delete()
        Aanlevering.objects.all().delete()
        lever(dag, alles=True)
        gebouwd = getoond()
        transaction.set_rollback(True)
    return gebouwd


# What can happen to somebody, by whatever hand.
def uren(persoon, lot):
    uren_min = lot.choice([4, 16, 24])
    Klantprofiel.objects.filter(werkzoekende=persoon).update(
        uren_min=uren_min, uren_max=uren_min + lot.choice([0, 8])
    )


def straks_beschikbaar(persoon, lot):
    Klantprofiel.objects.filter(werkzoekende=persoon).update(
        beschikbaar_vanaf=PEILDATUM + lot.randint(-3, 40) * DAG
    )


def vaardig(persoon, lot):
    if profiel := Klantprofiel.objects.filter(werkzoekende=persoon).first():
        profiel.vaardigheden.set(lot.sample(["vakken-vullen", "kassa", "ramen"], lot.randint(0, 3)))


def geleerd(persoon, lot):
    if profiel := Klantprofiel.objects.filter(werkzoekende=persoon).first():
        profiel.opleidingen.update(niveau=lot.choice(["1", "4", "5"]), diploma=lot.random() < 0.5)


def verhuist(persoon, lot):
    code = lot.choice(["GM0546", "GM0518"])
    gemeentelijke_dienst(code)
    Inschrijving.objects.filter(werkzoekende=persoon).update(gemeente=code)


def straks_weg(persoon, lot):
    Inschrijving.objects.filter(werkzoekende=persoon).update(
        einddatum=lot.choice([None, PEILDATUM + lot.randint(-2, 9) * DAG])
    )


def register(persoon, lot):
    Doelgroepregistratie.objects.filter(werkzoekende=persoon.bsn_zoeksleutel).update(
        einddatum=lot.choice([None, PEILDATUM + lot.randint(-2, 9) * DAG])
    )


def ingetrokken(persoon, lot):
    Vaststelling.objects.filter(klantprofiel__werkzoekende=persoon).update(
        einddatum=lot.choice([None, PEILDATUM + lot.randint(-2, 9) * DAG])
    )


def bezwaar(persoon, lot):
    if lot.random() < 0.5:
        Bezwaar.objects.filter(werkzoekende=persoon).delete()
    elif not Bezwaar.objects.filter(werkzoekende=persoon).exists():
        Bezwaar.objects.create(
            werkzoekende=persoon,
            ingangsdatum=PEILDATUM,
            vastgelegd_door=Medewerker.objects.order_by("pk")[0],
        )
        if lot.random() < 0.5:
            haal_weg(persoon)


def overlijdt(persoon, lot):
    persoon.overleden_op = lot.choice([None, PEILDATUM])
    persoon.save()


def afgeschermd(persoon, lot):
    persoon.afgeschermd = lot.random() < 0.5
    persoon.save()


def ander_bsn(persoon, lot):
    persoon.bsn = een_bsn()
    persoon.save()


def profiel_weg(persoon, lot):
    Vaststelling.objects.filter(klantprofiel__werkzoekende=persoon).delete()
    Klantprofiel.objects.filter(werkzoekende=persoon).delete()


def erbij(persoon, lot):
    zichtbare_klant()


def andere_lijst(persoon, lot):
    wat = lot.random()
    if wat < 0.3:
        Gemeente.objects.filter(code="GM0518").update(
            arbeidsmarktregio=lot.choice(["AM19", "AM21"])
        )
    elif wat < 0.6:
        Sector.objects.filter(code="47").update(sectie=lot.choice(["G", "H"]))
    else:
        Vaardigheid.objects.filter(code="kassa").update(naam=lot.choice(["kassa", "afrekenen"]))


GEBEURTENISSEN = [
    uren, straks_beschikbaar, vaardig, geleerd, verhuist, straks_weg, register, ingetrokken,
    bezwaar, overlijdt, afgeschermd, ander_bsn, profiel_weg, erbij, andere_lijst,
]  # fmt: skip


@pytest.mark.parametrize("zaad", range(4))
def test_what_changed_and_everybody_lead_to_the_same(zaad):
    lot = random.Random(zaad)  # noqa: S311 - chance, not cryptography
    medewerker()
    inschrijving(organisatie=gemeentelijke_dienst("GM0518"), code="GM0518")
    for _ in range(14):
        zichtbare_klant()
    Sector.objects.create(code="H", naam="Vervoer en opslag")
    for code in ("kassa", "ramen"):
        Vaardigheid.objects.create(code=code, naam=code, groep="Winkel")
    dag = PEILDATUM
    lever(dag)
    anders = 0
    for _ in range(14):
        for _ in range(lot.randint(1, 4)):
            persoon = lot.choice(Werkzoekende.objects.order_by("pk"))
            lot.choice(GEBEURTENISSEN)(persoon, lot)
        dag += lot.choice([0, 0, 1, 3, -1]) * DAG
        ontvangst = lever(dag).ontvangst
        anders += ontvangst.nieuw + ontvangst.gewijzigd + ontvangst.ingetrokken

        nu = getoond()
        alles = lever(dag, alles=True).ontvangst
        assert (alles.nieuw, alles.gewijzigd, alles.ingetrokken) == (0, 0, 0)
        assert getoond() == nu == opnieuw_gebouwd(dag)
        assert set(Aanlevering.objects.values_list("pk")) == {(rij[0],) for rij in nu}
        assert not OutboxEntry.objects.exists()
    assert anders > 10


def test_one_change_can_hide_something_of_others():
    Vaardigheid.objects.create(code="kassa", naam="kassa bedienen", groep="Winkel")
    drie = [zichtbare_klant() for _ in range(3)]
    for persoon in drie:
        persoon.klantprofiel.vaardigheden.add("kassa")
    lever(PEILDATUM)
    kan_het = Kandidaat.objects.filter(
        kenmerken__contains=[Kenmerk.objects.get(facet="vaardigheid", code="kassa").pk]
    )
    assert kan_het.count() == 3

    drie[0].klantprofiel.vaardigheden.remove("kassa")
    ontvangst = lever(PEILDATUM).ontvangst

    assert ontvangst.gewijzigd == 3
    assert kan_het.count() == 0


def test_only_of_whom_something_changed_is_read():
    personen = [zichtbare_klant() for _ in range(6)]
    lever(PEILDATUM)
    gelezen = []

    lever(PEILDATUM, lambda _, gedaan, totaal: gelezen.append((gedaan, totaal)))
    assert gelezen == []
    Klantprofiel.objects.filter(werkzoekende=personen[0]).update(uren_min=20)
    lever(PEILDATUM, lambda _, gedaan, totaal: gelezen.append((gedaan, totaal)))
    assert gelezen == [(1, 1)]
    lever(PEILDATUM, lambda _, gedaan, totaal: gelezen.append((gedaan, totaal)), alles=True)
    assert gelezen == [(1, 1), (6, 6)]


def test_a_gemeente_that_goes_to_another_region_takes_everybody_along():
    for _ in range(3):
        zichtbare_klant()
    lever(PEILDATUM)
    ander = Arbeidsmarktregio.objects.create(code="AM21", naam="Haaglanden")
    assert set(Kandidaat.objects.values_list("regio", flat=True)) == {"AM19"}

    Gemeente.objects.filter(code="GM0546").update(naam="Leiden")
    assert not OutboxEntry.objects.exists()  # another name moves nobody
    Gemeente.objects.filter(code="GM0546").update(arbeidsmarktregio=ander)
    ontvangst = lever(PEILDATUM).ontvangst

    assert ontvangst.gewijzigd == 3
    assert list(Kandidaat.objects.values_list("regio", flat=True)) == [ander.code] * 3


def test_every_table_that_the_delivery_reads_has_its_triggers():
    tabellen = {
        tabel
        for model, kolommen in BEHANDELING.items()
        for tabel in (
            model._meta.db_table,
            *(veld.m2m_db_table() for veld in model._meta.many_to_many),
        )
        if set(kolommen.values()) - {WEGLATEN}
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'uitbak%%'"
        )
        trekkers = set(cursor.fetchall())
    telt = {naam for naam, hoe in BEHANDELING[Werkzoekende].items() if hoe is SELECTEREN}

    # And the fingerprint of the BSN: what uitbak_wie looks at.
    assert telt == {"overleden_op", "afgeschermd"}
    assert ("sonar_werkzoekende", "uitbak_wie") in trekkers
    for tabel in tabellen - {"sonar_werkzoekende"}:
        for trekker in ("uitbak_bij", "uitbak_weg", "uitbak_oud", "uitbak_nieuw"):
            assert (tabel, trekker) in trekkers


def test_who_may_not_be_shown_is_gone_before_the_rest_is_read():
    weg, blijft = zichtbare_klant(), zichtbare_klant()
    lever(PEILDATUM)
    Bezwaar.objects.create(werkzoekende=weg, ingangsdatum=PEILDATUM, vastgelegd_door=medewerker())
    Klantprofiel.objects.filter(werkzoekende=blijft).update(uren_min=20)
    zichtbaar = []

    ontvangst = lever(PEILDATUM, lambda *_: zichtbaar.extend(getoond())).ontvangst

    assert [rij[0] for rij in zichtbaar] == [blijft.klantprofiel.kandidaatnummer]
    assert (ontvangst.ingetrokken, Kandidaat.objects.count()) == (1, 1)


@pytest.mark.parametrize("alles", [False, True])
def test_who_objects_while_a_delivery_reads_is_not_brought_back(alles):
    weg = zichtbare_klant()
    zichtbare_klant()
    lever(PEILDATUM)
    Klantprofiel.objects.update(uren_min=20)

    def maakt_bezwaar(*_):
        """The last profile has been read, and nothing is written yet."""
        Bezwaar.objects.create(
            werkzoekende=weg, ingangsdatum=PEILDATUM, vastgelegd_door=medewerker()
        )
        haal_weg(weg)

    lever(PEILDATUM, maakt_bezwaar, alles=alles)

    nummer = weg.klantprofiel.kandidaatnummer
    assert not Kandidaat.objects.filter(pk=nummer).exists()
    lever(PEILDATUM)
    assert not Kandidaat.objects.filter(pk=nummer).exists()
    assert Kandidaat.objects.count() == Aanlevering.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_not_committed_yet_comes_with_the_next_delivery():
    persoon = zichtbare_klant()
    lever(PEILDATUM)
    ander = connection.copy()
    try:
        ander.set_autocommit(False)
        with ander.cursor() as cursor:
            cursor.execute("UPDATE sonar_klantprofiel SET uren_min = 30, uren_max = 36")
        lever(PEILDATUM)
        assert Kandidaat.objects.get().uren_max == 28

        ander.commit()
        lever(PEILDATUM)
        assert Kandidaat.objects.get(pk=persoon.klantprofiel.kandidaatnummer).uren_max == 36
    finally:
        ander.close()


def test_a_load_of_many_rows_is_one_line():
    persoon = zichtbare_klant()
    lever(PEILDATUM)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sonar_doelgroepregistratie (bsn_zoeksleutel, gemeente_id, grondslag, "
            "ingangsdatum) SELECT gen_random_uuid(), 'GM0546', 'wajong', '2020-01-01' "
            "FROM generate_series(1, %s)",
            [LIMIT + 1],
        )
    assert peek() == {EVERYBODY}
    Klantprofiel.objects.filter(werkzoekende=persoon).update(uren_max=40)

    assert lever(PEILDATUM).ontvangst.gewijzigd == 1
    assert peek() == set()


def test_a_delivery_that_fails_leaves_its_lines():
    zichtbare_klant()
    lever(PEILDATUM)
    zichtbare_klant()

    def valt_om(*_):
        raise RuntimeError("stroom weg")

    with pytest.raises(RuntimeError):
        lever(PEILDATUM, valt_om)

    assert OutboxEntry.objects.exists()
    assert lever(PEILDATUM).ontvangst.nieuw == 1


def test_the_command_delivers_everybody_when_asked(capsys):
    zichtbare_klant()
    call_command("lever", "--peildatum", "2020-12-31")
    call_command("lever", "--peildatum", "2020-12-31")
    call_command("lever", "--peildatum", "2020-12-31", "--alles")

    assert [regel.split(":")[1] for regel in capsys.readouterr().out.splitlines()] == [
        " 1 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 ingetrokken.",
        " 0 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 ingetrokken.",
        " 0 nieuw, 0 gewijzigd, 1 ongewijzigd, 0 ingetrokken.",
    ]
    assert te_leveren(PEILDATUM).count() == 1
