"""Tables that triggers make of the facts: a change of one person leaves every other as it was."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import ProgrammingError, connection, transaction

from sonar.models import (
    Arbeidsmarktregio,
    Inschrijving,
    Klantstand,
    Sector,
    Telkenmerk,
    Telperiode,
)
from sonar.models.klantstand import ONDERDEELBITS
from sonar.projections import AFGELEID, KLANTSTANDEN, TELKENMERKEN
from tests.bouwers import (
    codelijsten,
    doelgroepregistratie,
    inschrijving,
    leeg_klantprofiel,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.klok import het_is, uur, zet_klok


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15, pytest.mark.usefixtures("eigenaar")]

VAN_PROFIEL = "klantprofiel_id = %(profiel)s"
NAAR_EEN_ANDER = "klantprofiel_id = %(ander_profiel)s"
# Which rows of a table are those of the client, or what they hang on.
VAN_KLANT = {
    "sonar_werkzoekende": "id = %(klant)s",
    "sonar_inschrijving": "werkzoekende_id = %(klant)s",
    "sonar_doelgroepregistratie": "bsn_zoeksleutel = %(sleutel)s",
    "sonar_klantprofiel": "werkzoekende_id = %(klant)s",
    "sonar_vaststelling": VAN_PROFIEL,
    "sonar_opleiding": VAN_PROFIEL,
    "sonar_competentiebeheersing": VAN_PROFIEL,
    "sonar_klantprofiel_vaardigheden": VAN_PROFIEL,
    "sonar_klantprofiel_affiniteiten": VAN_PROFIEL,
    "sonar_klantprofiel_sectoren": VAN_PROFIEL,
    "sonar_klantprofiel_taaksoorten": VAN_PROFIEL,
    "sonar_organisatie": "id = %(organisatie)s",
    "sonar_gemeente": "code = 'GM0546'",
}
# Facts hang on these, so in life they go after their facts and come before them. Here they do not.
HANGT_AAN = {"sonar_werkzoekende", "sonar_klantprofiel", "sonar_organisatie"}
ALLE = ("INSERT", "UPDATE", "DELETE")
# Projection, table: what counts of it there, and which statements it follows.
VOLGT = {
    "sonar_telperiode": {
        "sonar_inschrijving": ("gemeente_id = 'GM0537'", ALLE),
        "sonar_doelgroepregistratie": ("gemeente_id = 'GM0537'", ALLE),
        "sonar_vaststelling": ("einddatum = '2020-06-01'", ALLE),
        "sonar_werkzoekende": ("bsn_zoeksleutel = gen_random_uuid()", ALLE[1:]),
        "sonar_klantprofiel": ("werkzoekende_id = %(nieuw)s", ALLE[1:]),
        "sonar_organisatie": ("soort = 'uwv', gemeente_id = NULL", ALLE[1:]),
    },
    "sonar_telkenmerk": {
        "sonar_werkzoekende": ("geboortedatum = '1990-01-01'", ALLE),
        "sonar_klantprofiel": ("beschikbaar_vanaf = '2020-07-01'", ALLE),
        "sonar_opleiding": ("niveau = '2'", ALLE),
        "sonar_klantprofiel_sectoren": (NAAR_EEN_ANDER, ALLE),
    },
    "sonar_klantstand": {
        "sonar_werkzoekende": ("achternaam = 'Zwart'", ("UPDATE",)),
        "sonar_inschrijving": ("einddatum = '2020-06-01'", ALLE),
        "sonar_klantprofiel": ("reisafstand = ''", ALLE),
        "sonar_vaststelling": ("einddatum = '2020-06-01'", ALLE),
        "sonar_opleiding": (NAAR_EEN_ANDER, ALLE),
        "sonar_competentiebeheersing": ("beheersing = '3'", ALLE),
        "sonar_klantprofiel_vaardigheden": (NAAR_EEN_ANDER, ALLE),
        "sonar_klantprofiel_affiniteiten": (NAAR_EEN_ANDER, ALLE),
        "sonar_klantprofiel_sectoren": (NAAR_EEN_ANDER, ALLE),
        "sonar_klantprofiel_taaksoorten": (NAAR_EEN_ANDER, ALLE),
        "sonar_gemeente": ("arbeidsmarktregio_id = 'AM01'", ("UPDATE",)),
    },
}
GEVALLEN = [
    pytest.param(projectie, tabel, zet, wanneer, id=f"{projectie[6:]}-{tabel[6:]}-{wanneer}")
    for projectie, tabellen in VOLGT.items()
    for tabel, (zet, momenten) in tabellen.items()
    for wanneer in momenten
]
# Of one person: what is made of the facts, and what triggers keep beside the facts.
STAAT = {
    "sonar_telperiode": "bsn_zoeksleutel = %s",
    "sonar_geschiedenis": "bsn_zoeksleutel = %s",
    "sonar_telkenmerk": "werkzoekende_id = %s",
    "sonar_klantstand": "werkzoekende_id = %s",
    "sonar_klantprofiel": "werkzoekende_id = %s",
}


def staat(persoon, *, plaats):
    """The rows of this person. Their place shows whether they were written anew."""
    uit = {}
    with connection.cursor() as cursor:
        for tabel, waar in STAAT.items():
            sleutel = persoon.bsn_zoeksleutel if waar.startswith("bsn") else persoon.pk
            cursor.execute(
                f"SELECT t::text {', t.ctid::text' * plaats} FROM {tabel} t "  # noqa: S608
                f"WHERE {waar} ORDER BY 1",
                [sleutel],
            )
            uit[tabel] = cursor.fetchall()
    return uit


@pytest.fixture
def straat():
    """A client, a neighbour who looks like the client in nothing, and somebody with nothing yet."""
    zet_klok()
    klant = zichtbare_klant()
    buur = werkzoekende(achternaam="Buur", geboortedatum=datetime.date(1970, 3, 4))
    inschrijving(buur, code="GM0537")
    doelgroepregistratie(buur.bsn, code="GM0537")
    profiel = leeg_klantprofiel(buur)
    profiel.opleidingen.create(niveau="1", naam="", status="1", diploma=True)
    vaststelling(profiel, van=datetime.date(2020, 2, 1))
    ander = leeg_klantprofiel(werkzoekende())
    het_is(uur(0))
    Inschrijving.objects.filter(werkzoekende=buur).update(ingangsdatum=datetime.date(2019, 2, 1))
    het_is(uur(1))
    Arbeidsmarktregio.objects.create(code="AM01", naam="Groningen")
    return SimpleNamespace(
        klant=klant,
        buur=buur,
        waarden={
            "klant": klant.pk,
            "sleutel": klant.bsn_zoeksleutel,
            "profiel": klant.klantprofiel.pk,
            "organisatie": klant.inschrijvingen.get().organisatie_id,
            "nieuw": werkzoekende().pk,
            "ander_profiel": ander.pk,
        },
    )


@pytest.mark.parametrize(("projectie", "tabel", "zet", "wanneer"), GEVALLEN)
def test_the_neighbour_is_left_alone(projectie, tabel, zet, wanneer, straat):
    waar = VAN_KLANT[tabel]
    weg = f"DELETE FROM {tabel} WHERE {waar}"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        ervoor_buur = staat(straat.buur, plaats=True)
        assert all(ervoor_buur.values())
        if wanneer == "INSERT":
            cursor.execute(
                f"CREATE TEMP TABLE kopie AS SELECT * FROM {tabel} WHERE {waar}",  # noqa: S608
                straat.waarden,
            )
            cursor.execute(weg, straat.waarden)
        ervoor = staat(straat.klant, plaats=False)[projectie]
        cursor.execute(
            {
                "INSERT": f"INSERT INTO {tabel} TABLE kopie",
                "UPDATE": f"UPDATE {tabel} SET {zet} WHERE {waar}",  # noqa: S608
                "DELETE": weg,
            }[wanneer],
            None if wanneer == "INSERT" else straat.waarden,
        )
        assert cursor.rowcount == 1

        assert staat(straat.klant, plaats=False)[projectie] != ervoor
        assert staat(straat.buur, plaats=True) == ervoor_buur
        if wanneer == "UPDATE" or tabel not in HANGT_AAN:
            assert [soort.vergelijk()[1] for soort in AFGELEID.values()] == [0, 0, 0]
        transaction.set_rollback(True)


def test_no_trigger_of_a_projection_is_forgotten_here():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'sonar_' || split_part(tgname, '_', 1), tgrelid::regclass::text,
                CASE WHEN tgtype & 4 > 0 THEN 'INSERT' WHEN tgtype & 8 > 0 THEN 'DELETE'
                WHEN tgtype & 16 > 0 THEN 'UPDATE' END
            FROM pg_trigger
            WHERE NOT tgisinternal AND tgname ~ '^(telperiode|telkenmerk|klantstand)_'
            """
        )
        assert sorted(cursor.fetchall()) == sorted(
            (projectie, tabel, wanneer)
            for projectie, tabellen in VOLGT.items()
            for tabel, (_, momenten) in tabellen.items()
            for wanneer in momenten
        )


ONDERDEEL = {
    "opleiding": lambda p: p.opleidingen.create(niveau="4", naam="", status="1", diploma=True),
    "vaardigheden": lambda p: p.vaardigheden.add("vakken-vullen"),
    "competenties": lambda p: p.competenties.create(competentie_id="24120", beheersing="2"),
    "affiniteiten": lambda p: p.affiniteiten.add("dieren"),
    "beroepssectoren": lambda p: p.sectoren.add("47"),
    "taaksoorten": lambda p: p.taaksoorten.add("inpakken"),
    "uren": lambda p: type(p).objects.filter(pk=p.pk).update(uren_min=8, uren_max=16),
    "reisafstand": lambda p: type(p).objects.filter(pk=p.pk).update(reisafstand="3"),
}


def test_each_part_of_a_profile_is_of_whose_profile_it_is():
    codelijsten()
    profielen = {onderdeel: leeg_klantprofiel() for onderdeel in ONDERDEEL}
    leeg = leeg_klantprofiel().werkzoekende_id
    zonder = inschrijving().werkzoekende_id
    for onderdeel, profiel in profielen.items():
        ONDERDEEL[onderdeel](profiel)
    slecht = leeg_klantprofiel()
    slecht.competenties.create(competentie_id="24120", beheersing="3")

    verwacht = {
        profiel.werkzoekende_id: ONDERDEELBITS[onderdeel]
        for onderdeel, profiel in profielen.items()
    } | {leeg: 0, slecht.werkzoekende_id: 0, zonder: None}
    assert dict(Klantstand.objects.values_list("pk", "ingevuld")) == verwacht
    KLANTSTANDEN.herbereken()
    assert dict(Klantstand.objects.values_list("pk", "ingevuld")) == verwacht


def test_who_is_vastgesteld_and_from_where_is_of_each_person():
    een = zichtbare_klant()
    ander = inschrijving(code="GM0537").werkzoekende
    doelgroepregistratie(ander.bsn)
    leeg_klantprofiel(ander)

    stand = "organisatie__gemeente", "gemeente", "regio"
    assert Klantstand.objects.values_list(*stand).get(pk=een.pk) == ("GM0546", "GM0546", "AM19")
    assert Klantstand.objects.values_list(*stand).get(pk=ander.pk)[:2] == ("GM0537", "GM0537")
    with connection.cursor() as cursor:
        cursor.execute("SELECT werkzoekende_id, vastgesteld::text FROM sonar_klantstand")
        assert dict(cursor.fetchall()) == {een.pk: "{[2020-01-01,)}", ander.pk: "{}"}
    perioden = Telperiode.objects.exclude(gemeente=None).order_by("ingangsdatum")
    telt = "gemeente", "registergemeente", "organisatie", "met_profiel"
    assert list(perioden.filter(bsn_zoeksleutel=een.bsn_zoeksleutel).values_list(*telt)) == [
        ("GM0546", "GM0546", "gemeente", False),
        ("GM0546", "GM0546", "gemeente", True),
    ]
    assert list(perioden.filter(bsn_zoeksleutel=ander.bsn_zoeksleutel).values_list(*telt)) == [
        ("GM0537", "GM0546", "gemeente", False)
    ]


def test_what_is_counted_of_a_profile_is_of_whose_profile_it_is():
    een = volledig_klantprofiel(beschikbaar_vanaf=datetime.date(2020, 3, 1))
    sectie = Sector.objects.get(pk="47").sectie
    Sector.objects.create(code="46", naam="Groothandel", sectie=sectie)
    ander = leeg_klantprofiel()
    ander.opleidingen.create(niveau="9", naam="", status="1", diploma=True)
    ander.sectoren.add("46")
    zonder = werkzoekende()

    verwacht = {
        een.werkzoekende_id: (True, "4", ["47"], datetime.date(2020, 3, 1)),
        ander.werkzoekende_id: (True, "0", ["46"], None),
        zonder.pk: (False, "", [], None),
    }
    for _ in range(2):
        gevonden = Telkenmerk.objects.filter(vervallen_op=None).values_list(
            "werkzoekende_id", "met_profiel", "niveau", "sectoren", "beschikbaar_vanaf"
        )
        assert {wie: tuple(rest) for wie, *rest in gevonden} == verwacht
        TELKENMERKEN.herbereken()


def test_few_people_are_locked_one_by_one_and_many_with_the_table():
    klant = zichtbare_klant()

    def sloten():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relation::regclass::text, mode FROM pg_locks "
                "WHERE locktype = 'relation' AND mode LIKE '%RowExclusiveLock' "
                "AND pid = pg_backend_pid()"
            )
            tabellen = {rij for rij in cursor.fetchall() if rij[0] in VOLGT}
            cursor.execute(
                "SELECT count(*) FROM pg_locks "
                "WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            return tabellen, cursor.fetchone()[0]

    tabellen, ervoor = sloten()
    assert tabellen == {(tabel, "RowExclusiveLock") for tabel in VOLGT}
    assert ervoor == len(VOLGT)  # this one person, in each
    with connection.cursor() as cursor:
        for wie, erbij in ([klant.pk], 0), ([klant.pk, -1, -1], 1), (list(range(-501, 0)), 0):
            _, nu = sloten()
            cursor.execute("SELECT sonar_projection_lock('sonar_klantstand', %s::bigint[])", [wie])
            assert sloten()[1] == nu + erbij
    tabellen, _ = sloten()
    assert ("sonar_klantstand", "ShareRowExclusiveLock") in tabellen
    assert ("sonar_telkenmerk", "ShareRowExclusiveLock") not in tabellen


@pytest.mark.parametrize("functie", ["sonar_projection_follow", "sonar_projection_follow_row"])
def test_only_the_owner_lets_the_machine_follow_a_table(functie):
    """It runs what its trigger tells it, as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE sonar_proces")
        cursor.execute("CREATE TEMP TABLE eigen (id int)")
        with pytest.raises(ProgrammingError, match="permission denied for function"):
            cursor.execute(
                f"CREATE TRIGGER t AFTER INSERT ON eigen FOR EACH ROW EXECUTE FUNCTION {functie}"
                "('pg_backend_pid(); --', 'SELECT 1')"
            )
