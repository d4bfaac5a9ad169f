# ruff: noqa: S608 - every name in these statements is ours
"""Neighbours: people, offers and organisations that no act is about, beside every act of a test.

The world of a test holds one of each, so an act that should touch one and touches everybody would
pass. Just before an act neighbours are put into the database, just after it their rows are compared
and taken out again: no test sees them, and no test can forget them. They come and go past triggers,
Django's query log and the sequences of the tables.
"""

import datetime
import functools
import inspect
import json
import sys
import uuid
from types import FunctionType

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models.expressions import DatabaseDefault
from psycopg.pq import TransactionStatus

from sonar.models import (
    Activiteit,
    Arbeidsmarktregio,
    Bezwaar,
    Bsncorrectie,
    Competentiebeheersing,
    Contactmoment,
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Noodtoegang,
    Opleiding,
    Organisatie,
    Plaatsing,
    Profielversie,
    Rectificatie,
    Taalbeheersing,
    Traject,
    Uitvoer,
    Vacature,
    Vaststelling,
    Verzoekstap,
    Voordracht,
    Werkzoekende,
)


ACTS = ("sonar.handelingen", "sonar.uitwisseling")
NOT_WATCHED = (
    # Each request writes in this log, which only grows; its chain has tests of its own.
    "sonar.handelingen.toezicht.vastleggen",
    # These two read a line of a file; `wijziging` does what it says.
    "sonar.uitwisseling.dashboard",
    "sonar.uitwisseling.vum",
)
# One neighbour comes before everybody of the test in any order by number, the other one after.
FIRST, LAST = -1, 2_000_000_000
VAN = datetime.date(2015, 1, 1)
MOMENT = datetime.datetime(2015, 1, 1, 9, tzinfo=datetime.UTC)
LATER = datetime.datetime(2099, 1, 1, 9, tzinfo=datetime.UTC)


def _place():
    """A region, a gemeente, its organisation and two people who work there."""
    regio = Arbeidsmarktregio(code="AM99", naam="Regio van de buren")
    gemeente = Gemeente(
        code="GM9999",
        naam="Burendam",
        arbeidsmarktregio=regio,
        breedtegraad="52.5",
        lengtegraad="5.5",
    )
    dienst = Organisatie(pk=LAST, soort="gemeente", naam="Dienst van de buren", gemeente=gemeente)
    yield from (regio, gemeente, dienst)
    for pk in (FIRST, LAST):
        account = get_user_model()(pk=pk, username=f"buur{pk}", is_staff=True)
        account.date_joined = MOMENT
        yield account
        yield Medewerker(
            pk=pk,
            account_id=pk,
            organisatie=dienst,
            arbeidsmarktregio=regio,
            rol=Medewerker.Rol.KLANTMANAGER,
            bevestigd_tot=LATER.date(),
        )


def _person(pk):
    """Somebody of whom everything runs and everything waits for an answer."""
    sleutel = uuid.uuid5(uuid.NAMESPACE_OID, f"buur {pk}")
    vandaar = {"ingangsdatum": VAN, "werkzoekende_id": pk}
    yield Werkzoekende(
        pk=pk,
        bsn_versleuteld=b"buur",
        bsn_zoeksleutel=sleutel,
        voornamen="Buur",
        achternaam="Burema",
        geboortedatum=datetime.date(1980, 1, 1),
        straat="Zijstraat",
        huisnummer=2,
        postcode="9999ZZ",
        plaats="Burendam",
    )
    yield Inschrijving(
        pk=pk, organisatie_id=LAST, gemeente_id="GM9999", klantmanager_id=pk, **vandaar
    )
    yield Doelgroepregistratie(
        pk=pk,
        werkzoekende_id=sleutel,
        gemeente_id="GM9999",
        grondslag="participatiewet",
        ingangsdatum=VAN,
    )
    yield from _profile(pk)
    yield Traject(pk=pk, organisatie_id=LAST, doel="werk", status="actief", **vandaar)
    yield Activiteit(pk=pk, traject_id=pk, soort="training", status="actief", ingangsdatum=VAN)
    yield Contactmoment(
        pk=pk, werkzoekende_id=pk, medewerker_id=pk, datum=VAN, wijze="telefoon", verslag="-"
    )
    yield Plaatsing(pk=pk, organisatie_id=LAST, werkgever="buur", uren_per_week="16", **vandaar)
    yield from _waiting(pk)


def _profile(pk):
    yield Klantprofiel(
        pk=pk,
        werkzoekende_id=pk,
        kandidaatnummer=uuid.uuid5(uuid.NAMESPACE_OID, f"kandidaat {pk}"),
        bemiddelregio_id="AM99",
        uren_min=16,
        uren_max=24,
        reisafstand="3",
        besproken_op=VAN,
    )
    yield Opleiding(pk=pk, klantprofiel_id=pk, niveau="4", status="1", diploma=True)
    yield Competentiebeheersing(pk=pk, klantprofiel_id=pk, competentie_id="24120", beheersing="1")
    yield Taalbeheersing(pk=pk, klantprofiel_id=pk, taal_id="nld", mondeling="3", schriftelijk="2")
    for lijst, kolom, code in (
        ("vaardigheden", "vaardigheid", "vakken-vullen"),
        ("affiniteiten", "affiniteit", "dieren"),
        ("sectoren", "sector", "47"),
        ("taaksoorten", "taaksoort", "inpakken"),
    ):
        door = getattr(Klantprofiel, lijst).through
        yield door(pk=pk, klantprofiel_id=pk, **{f"{kolom}_id": code})
    yield Vaststelling(pk=pk, klantprofiel_id=pk, ingangsdatum=VAN, vastgesteld_door_id=pk)
    yield Profielversie(
        pk=pk, klantprofiel_id=pk, nummer=1, moment=MOMENT, medewerker_id=pk, inhoud={}
    )


def _waiting(pk):
    yield Bezwaar(pk=pk, werkzoekende_id=pk, ingangsdatum=VAN, vastgelegd_door_id=pk)
    yield Rectificatie(
        pk=pk, werkzoekende_id=pk, gevraagd_op=VAN, vraag="klopt niet", vastgelegd_door_id=pk
    )
    yield Bsncorrectie(
        pk=pk,
        werkzoekende_id=pk,
        bsn_versleuteld=b"buur",
        register_mee=True,
        reden="klopt niet",
        voorgesteld_door_id=pk,
        voorgesteld_op=MOMENT,
    )
    yield Noodtoegang(
        pk=pk,
        medewerker_id=pk,
        werkzoekende_id=pk,
        reden="een lange reden waarom dit moest",
        ingangsmoment=MOMENT,
        eindmoment=MOMENT + datetime.timedelta(hours=1),
    )
    yield Uitvoer(
        pk=pk,
        medewerker_id=pk,
        doel="een lijst",
        vorm="csv",
        kolommen=["achternaam"],
        aantal=500,
        aangevraagd_op=MOMENT,
    )
    yield Vacature(
        pk=pk,
        titel="buur",
        werkgever="buur",
        arbeidsmarktregio_id="AM99",
        ingevoerd_door_id=pk,
        uren_min=8,
        uren_max=40,
    )
    yield Voordracht(
        pk=pk,
        vacature_id=pk,
        werkzoekende_id=pk,
        medewerker_id=pk,
        akkoord_op=VAN,
        voorgedragen_op=VAN,
    )
    yield Verzoekstap(
        pk=pk,
        contactverzoek=pk,
        werkzoekende_id=pk,
        soort="klant-gevraagd",
        dag=VAN,
        medewerker_id=pk,
        moment=MOMENT,
    )


# An offer to each organisation, so also to the one that answers another: of somebody apart, and
# later than the offers that are there.
_APART = """
    INSERT INTO sonar_werkzoekende SELECT (jsonb_populate_record(NULL::sonar_werkzoekende,
        to_jsonb(buur) || jsonb_build_object('id', -1000 - o.id, 'bsn_zoeksleutel',
            gen_random_uuid()))).*
    FROM sonar_werkzoekende buur, sonar_organisatie o WHERE buur.id = -1 AND o.id < 1000000;
    INSERT INTO sonar_overdracht (id, werkzoekende_id, van_id, naar_id, reden, stand,
        aangeboden_door_id, aangeboden_op, antwoord)
    SELECT -1000 - o.id, -1000 - o.id, 2000000000, o.id, 'buur', 'aangeboden', -1,
        coalesce((SELECT max(aangeboden_op) FROM sonar_overdracht) + interval '1 second',
            '2015-01-01'), ''
    FROM sonar_organisatie o WHERE o.id < 1000000;
"""
APART = ("sonar_overdracht", "sonar_werkzoekende")


@functools.cache
def _rows():
    """Per table the rows of the neighbours: column by column, without what has a default."""
    per_table = {}
    for row in (*_place(), *_person(FIRST), *_person(LAST)):
        columns = {
            field.column: value.decode() if isinstance(value, bytes) else value
            for field in row._meta.concrete_fields
            for value in [field.value_from_object(row)]
            if not isinstance(value, DatabaseDefault)
        }
        per_table.setdefault(row._meta.db_table, (row._meta.pk.column, []))[1].append(columns)
    return per_table


@functools.cache
def _statements():
    """In SQL: put in, read, and take out."""
    put, read, out = [], [], []
    for table, (key, rows) in _rows().items():
        names = ", ".join(f'"{name}"' for name in rows[0])
        text = json.dumps(rows, cls=DjangoJSONEncoder).replace("'", "''")
        keys = ", ".join("'" + str(row[key]) + "'" for row in rows)
        mine = f"{key} IN ({keys})" + (f" OR {key} < -1000" if table in APART else "")
        put.append(
            f"INSERT INTO {table} ({names}) SELECT {names} "
            f"FROM jsonb_populate_recordset(NULL::{table}, '{text}');"
        )
        read.append(f"SELECT '{table}', row::text FROM {table} row WHERE {mine}")
        out.append(f"DELETE FROM {table} WHERE {mine};")
    read.append("SELECT 'sonar_overdracht', row::text FROM sonar_overdracht row WHERE id < -1000")
    out.append("DELETE FROM sonar_overdracht WHERE id < -1000;")
    return "".join([*put, _APART]), " UNION ALL ".join(read) + " ORDER BY 1, 2", "".join(out)


class _Owner:
    """As the owner of the tables, without triggers, past Django; afterwards as before."""

    def __enter__(self):
        self.cursor = connection.connection.cursor()
        self.role = self.cursor.execute("SELECT current_user").fetchone()[0]
        self.cursor.execute("RESET ROLE; SET session_replication_role = replica")
        return self.cursor

    def __exit__(self, *_):
        if not _broken():
            self.cursor.execute(f'RESET session_replication_role; SET ROLE "{self.role}"')
        self.cursor.close()


def _broken():
    return connection.connection.info.transaction_status == TransactionStatus.INERROR


def _can():
    """Inside the transaction of a test, on a server where tests may go past triggers."""
    if not connection.in_atomic_block or connection.connection is None or _broken():
        return False
    with connection.connection.cursor() as cursor:
        [is_super] = cursor.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"
        ).fetchone()
        return is_super


class Neighbours:
    """Watches the acts of one test; an act inside an act is part of it."""

    acting = False  # of all tests: a module that is read during a test may keep what it got

    def __init__(self):
        self.acts = 0

    def watch(self, act):
        """The same act, with neighbours beside it."""

        @functools.wraps(act)
        def watched(*args, **kwargs):
            if Neighbours.acting or not _can():
                return act(*args, **kwargs)
            put, read, out = _statements()
            with _Owner() as cursor:
                cursor.execute(put)
                before = cursor.execute(read).fetchall()
            Neighbours.acting = True
            try:
                return act(*args, **kwargs)
            finally:
                Neighbours.acting = False
                if not _broken():
                    self.acts += 1
                    with _Owner() as cursor:
                        after = cursor.execute(read).fetchall()
                        cursor.execute(out)
                    assert after == before, (
                        f"{act.__module__}.{act.__qualname__} raakt een ander aan: "
                        f"{sorted(set(before) ^ set(after))}"
                    )

        watched.is_watched = True
        return watched


def is_act(thing):
    """Whether this is a public function of an act or an import, that acts when it is called."""
    return (
        isinstance(thing, FunctionType)
        and thing.__module__.startswith(ACTS)
        and thing.__module__ not in NOT_WATCHED
        and not thing.__name__.startswith("_")
        and not inspect.isgeneratorfunction(thing)
        and not hasattr(thing, "is_watched")
    )


def places():
    """Where acts are named: modules of Sonar but those of the acts themselves, and all tests."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("sonar.", "tests.")) and not name.startswith(ACTS):
            for attribute, thing in list(vars(module).items()):
                if is_act(thing):
                    yield module, attribute, thing
