"""Sonar at a million clients and 2.000 users: how long does a screen take?

    PGDATA=/tmp/pg-schaal .venv/bin/python benchmarks/sonar_op_schaal.py [clients] [requests] [text]

Fills an empty database of its own (and uses it again the next time) with set-based SQL, log and
access rules on, then asks each
screen as each role does, for UWV in its largest region too, and prints p50, p95 and p99, what the
processor did for it (Python and the database, which does not depend on what else the machine does),
the number of queries, the load, and the plan of the person search. With a text only the screens
with it in their name. Goal of issue B: p95 <= 150 ms.
"""

import datetime
import os
import platform
import statistics
import sys
import time
from pathlib import Path


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


django.setup()

import psutil  # noqa: E402
from allauth.mfa.models import Authenticator  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from config.rollen import SONAR, maak_rollen  # noqa: E402
from sonar.admin.personen_zoeken import ZoekForm  # noqa: E402
from sonar.models import (  # noqa: E402
    Arbeidsmarktregio,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Organisatie,
    Vacature,
    Werkzoekende,
    versleutel,
    zoeksleutel,
)
from sonar.toegang import zichtbare_werkzoekenden  # noqa: E402
from sonar.uitwisseling.fixtures import laad_fixtures  # noqa: E402


KLANTEN = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
VRAGEN = int(sys.argv[2]) if len(sys.argv) > 2 else 100
ALLEEN = sys.argv[3] if len(sys.argv) > 3 else ""
MEDEWERKERS = 2_000
BIJ_UWV = 700  # of the medewerkers; UWV serves one in three clients
BSN = "999990019"
ZOEK = "/sonar/personen-zoeken/"

VUL = """
CREATE TEMPORARY TABLE dienst AS
  SELECT row_number() OVER (ORDER BY g.code) - 1 AS nummer, g.code AS gemeente,
         g.arbeidsmarktregio_id AS regio, o.id AS organisatie
  FROM sonar_gemeente g JOIN sonar_organisatie o ON o.gemeente_id = g.code;
CREATE TEMPORARY TABLE manager AS
  SELECT m.id, m.organisatie_id, m.arbeidsmarktregio_id AS regio,
         row_number() OVER plek - 1 AS nummer, count(*) OVER (PARTITION BY m.organisatie_id,
         m.arbeidsmarktregio_id) AS aantal
  FROM sonar_medewerker m WHERE m.rol = 'klantmanager'
  WINDOW plek AS (PARTITION BY m.organisatie_id, m.arbeidsmarktregio_id ORDER BY m.id);
CREATE TEMPORARY TABLE uwv AS SELECT id FROM sonar_organisatie WHERE soort = 'uwv';
INSERT INTO sonar_werkzoekende (id, bsn_versleuteld, bsn_zoeksleutel, voornamen, voorvoegsel,
    achternaam, geboortedatum, geslacht, straat, huisnummer, toevoeging, postcode, plaats, telefoon,
    email, afgeschermd)
  SELECT n, '\\x00'::bytea, gen_random_uuid(), 'Voornaam' || n %% 900, '',
    'Achternaam' || (n * 7919) %% 40000, date '1955-01-01' + (n * 104729 %% 18000)::int, '1',
    'Straat', 1 + n %% 200, '', 1000 + n %% 9000 || 'AB', 'Plaats', '', '', n %% 1000 = 0
  FROM generate_series(1::bigint, %(klanten)s) n;
INSERT INTO sonar_inschrijving (werkzoekende_id, organisatie_id, gemeente_id, klantmanager_id,
    ingangsdatum, einddatum)
  SELECT w.id, wie.id, d.gemeente, m.id, date '2019-01-01',
    CASE WHEN w.id %% 10 = 0 THEN date '2022-01-01' END
  FROM sonar_werkzoekende w
  JOIN dienst d ON d.nummer = w.id %% (SELECT count(*) FROM dienst)
  JOIN sonar_organisatie wie ON wie.id = CASE WHEN w.id %% 3 = 1 THEN (SELECT id FROM uwv)
       ELSE d.organisatie END
  LEFT JOIN manager m ON m.organisatie_id = wie.id AND m.regio = d.regio
       AND m.nummer = (w.id / (SELECT count(*) FROM dienst)) %% m.aantal;
INSERT INTO sonar_doelgroepregistratie (bsn_zoeksleutel, gemeente_id, grondslag, ingangsdatum)
  SELECT w.bsn_zoeksleutel, i.gemeente_id, 'wajong', date '2018-01-01'
  FROM sonar_werkzoekende w JOIN sonar_inschrijving i ON i.werkzoekende_id = w.id;
INSERT INTO sonar_klantprofiel (werkzoekende_id, kandidaatnummer, uren_min, uren_max, reisafstand,
    vervoermiddelen, rijbewijzen, toelichting)
  SELECT id, gen_random_uuid(), 16, 24, '3', '{}', '{}', '' FROM sonar_werkzoekende
  WHERE id %% 4 > 0;
INSERT INTO sonar_vaststelling (klantprofiel_id, ingangsdatum, vastgesteld_door_id)
  SELECT k.id, date '2020-01-01', (SELECT min(id) FROM sonar_medewerker)
  FROM sonar_klantprofiel k WHERE k.werkzoekende_id %% 2 = 0;
INSERT INTO sonar_vacature (titel, werkgever, arbeidsmarktregio_id, ingevoerd_door_id, uren_min,
    uren_max, opleidingsniveau, stand)
  SELECT 'Vakkenvuller', 'Winkel', m.arbeidsmarktregio_id, m.id, 16, 32, '', 'open'
  FROM sonar_medewerker m, generate_series(1, 10) WHERE m.rol = 'adviseur';
INSERT INTO sonar_voordracht (vacature_id, werkzoekende_id, medewerker_id, akkoord_op,
    voorgedragen_op, stand, afwijsreden)
  SELECT v.id, w.werkzoekende_id, v.ingevoerd_door_id, '2026-11-01', '2026-11-02', 'voorgedragen',
    ''
  FROM sonar_vacature v CROSS JOIN LATERAL (
    SELECT i.werkzoekende_id FROM sonar_inschrijving i JOIN sonar_gemeente g ON g.code =
    i.gemeente_id WHERE g.arbeidsmarktregio_id = v.arbeidsmarktregio_id AND i.werkzoekende_id
    %% 4 = 2 AND i.einddatum IS NULL OFFSET v.id %% 50 LIMIT 5) w;
"""

# What a profile says, for who is seen by employers; a thousand vacatures that ask something.
VAARDIGHEDEN = """
CREATE TEMPORARY TABLE woord AS
  SELECT code, row_number() OVER (ORDER BY code) - 1 AS nummer, count(*) OVER () AS aantal
  FROM sonar_vaardigheid;
INSERT INTO sonar_klantprofiel_vaardigheden (klantprofiel_id, vaardigheid_id)
  SELECT DISTINCT k.id, w.code FROM sonar_klantprofiel k
  CROSS JOIN generate_series(1, 4) n
  JOIN woord w ON w.nummer = (hashint8(k.id * 7 + n)::bigint & 2147483647) % w.aantal
  WHERE k.werkzoekende_id % 2 = 0;
INSERT INTO sonar_klantprofiel_sectoren (klantprofiel_id, sector_id)
  SELECT k.id, CASE WHEN k.id % 3 = 0 THEN '47' ELSE '81' END FROM sonar_klantprofiel k
  WHERE k.werkzoekende_id % 2 = 0;
INSERT INTO sonar_opleiding (klantprofiel_id, niveau, naam, status, diploma)
  SELECT k.id, (1 + k.id % 4)::text, '', '1', false FROM sonar_klantprofiel k
  WHERE k.werkzoekende_id % 2 = 0;
INSERT INTO sonar_vacature_vereist (vacature_id, vaardigheid_id)
  SELECT v.id, w.code FROM sonar_vacature v
  JOIN woord w ON w.nummer IN (v.id % 20, 20 + v.id % 9);
INSERT INTO sonar_vacature_gewenst (vacature_id, vaardigheid_id)
  SELECT v.id, w.code FROM sonar_vacature v JOIN woord w ON w.nummer = 40 + v.id % 9;
INSERT INTO sonar_vacature_sectoren (vacature_id, sector_id) SELECT id, '47' FROM sonar_vacature;
"""


def zeg(tekst):
    sys.stdout.write(f"{tekst}\n")
    sys.stdout.flush()


def vul():
    laad_fixtures()
    organisaties = list(
        Medewerker._meta.get_field("organisatie")
        .related_model.objects.filter(soort="gemeente")
        .select_related("gemeente")
    )
    accounts = get_user_model().objects.bulk_create(
        get_user_model()(username=f"m{n}", is_staff=True) for n in range(MEDEWERKERS)
    )
    rollen = ["klantmanager"] * 2 + ["teamleider", "adviseur"]
    Medewerker.objects.bulk_create(
        Medewerker(
            account=account,
            organisatie=(bij := organisaties[n % len(organisaties)]),
            arbeidsmarktregio_id=bij.gemeente.arbeidsmarktregio_id,
            rol=rollen[(n // len(organisaties)) % len(rollen)],
        )
        for n, account in enumerate(accounts[BIJ_UWV:])
    )
    uwv, regios = Organisatie.objects.get(soort="uwv"), list(Arbeidsmarktregio.objects.all())
    anders = ["auditor", "privacy-officer", "functioneel-beheerder", "teamleider"]
    Medewerker.objects.bulk_create(
        Medewerker(
            account=account,
            organisatie=uwv,
            arbeidsmarktregio=regios[n % len(regios)],
            rol=(anders + ["klantmanager"] * 16)[n // len(regios)],
        )
        for n, account in enumerate(accounts[:BIJ_UWV])
    )
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(VUL, {"klanten": KLANTEN})
        cursor.execute("SELECT setval('sonar_werkzoekende_id_seq', %s)", [KLANTEN])
        cursor.execute("VACUUM ANALYZE")
    Werkzoekende.objects.filter(pk=7).update(
        bsn_versleuteld=versleutel(BSN), bsn_zoeksleutel=zoeksleutel(BSN)
    )
    zeg(f"gevuld: {KLANTEN:,} klanten in {time.perf_counter() - begin:.0f} s")


def aangemeld(wie):
    """A browser of this medewerker."""
    Authenticator.objects.get_or_create(user=wie.account, type="totp", defaults={"data": {}})
    client = Client(raise_request_exception=True, SERVER_NAME="localhost")
    client.force_login(wie.account)
    client.get("/sonar/")
    return client


def meet(naam, vraag):
    if ALLEEN not in naam:
        return
    # Not CaptureQueriesContext: Django empties its log of queries when a request begins.
    vragen = []
    with connection.execute_wrapper(lambda doe, *rest: (vragen.append(1), doe(*rest))[1]):
        antwoord = vraag()
    if antwoord.status_code != 200:
        sys.exit(f"{naam}: antwoord {antwoord.status_code}")
    tijden, gewerkt = [], rekentijd()
    for _ in range(VRAGEN):
        begin = time.perf_counter()
        vraag()
        tijden.append(1000 * (time.perf_counter() - begin))
    python, database = ((na - voor) / VRAGEN for na, voor in zip(rekentijd(), gewerkt, strict=True))
    deciel = statistics.quantiles(tijden, n=100)
    oordeel = "" if deciel[94] <= 150 else "  BOVEN HET DOEL"
    zeg(
        f"{naam:34} p50 {deciel[49]:6.1f}  p95 {deciel[94]:6.1f}  p99 {deciel[98]:6.1f} ms"
        f"  processor {python:5.1f} + {database:5.1f} ms  {len(vragen):3} vragen"
        f"  druk {os.getloadavg()[0]:4.1f}{oordeel}"
    )


def rekentijd():
    """Processor milliseconds of this process and of its server process of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        nummers = os.getpid(), cursor.fetchone()[0]
    tijden = (psutil.Process(nummer).cpu_times() for nummer in nummers)
    return [1000 * (tijd.user + tijd.system) for tijd in tijden]


def kies(rol, bij_uwv):
    """Who works in this role: at a gemeente, or for UWV in the region with the most clients."""
    wie = Medewerker.objects.filter(rol=rol).order_by("pk")
    if not bij_uwv:
        return wie.exclude(organisatie__soort="uwv").first()
    regio = (
        Inschrijving.objects.order_by()
        .filter(organisatie__soort="uwv", einddatum=None)
        .values_list("gemeente__arbeidsmarktregio")
        .annotate(aantal=Count("pk"))
        .order_by("-aantal", "gemeente__arbeidsmarktregio")[0][0]
    )
    return wie.filter(arbeidsmarktregio=regio).order_by("-organisatie__soort", "pk").first()


def met_klanten(rol, *, bij_uwv):
    """The screens of a role that sees clients."""
    nu = datetime.datetime.now(datetime.UTC)
    lijst = "/sonar/sonar/werkzoekende/"
    wie = kies(rol, bij_uwv)
    client = aangemeld(wie)
    klanten = zichtbare_werkzoekenden(wie, nu, lijst=True)
    klant = klanten.filter(klantprofiel__isnull=False).order_by("achternaam", "pk").first()
    zeg(f"-- {rol}, {wie.organisatie}: {klanten.count():,} klanten in de lijst")

    def pagina(naam, adres):
        meet(naam, lambda: client.get(adres))

    pagina("eerste pagina", "/sonar/")
    pagina("klantenlijst", lijst)
    pagina("klantenlijst, tweede bladzijde", f"{lijst}?p=2")
    pagina("klantenlijst, profiel vastgesteld", f"{lijst}?profiel=vastgesteld")
    pagina("klantenlijst, verouderd", f"{lijst}?aandacht=verouderd")
    client.post(lijst, {"zoekterm": klant.achternaam})
    pagina("klantenlijst, gezocht op naam", lijst)
    client.post(lijst, {"zoekterm": "", "wis": "ja"})
    pagina("dossier", f"{lijst}{klant.pk}/change/")
    pagina("klantprofiel", f"/sonar/sonar/klantprofiel/{klant.klantprofiel.pk}/change/")
    pagina(
        "voorbeeld voor de werkgever", f"/sonar/klantprofielen/{klant.klantprofiel.pk}/voorbeeld/"
    )
    if rol == "adviseur":
        vacature = Vacature.objects.filter(arbeidsmarktregio=wie.arbeidsmarktregio).first()
        pagina("vacatures", "/sonar/sonar/vacature/")
        pagina("bemiddelen", f"/sonar/vacatures/{vacature.pk}/bemiddelen/")
        pagina("contactverzoeken", "/sonar/contactverzoeken/")
        return None
    pagina("dienstverlening", f"/sonar/personen/{klant.pk}/dienstverlening/")
    pagina("inzage en rechten", f"/sonar/personen/{klant.pk}/rechten/")
    pagina("overdragen", f"/sonar/personen/{klant.pk}/overdragen/")
    pagina("aangeboden klanten", "/sonar/overdrachten/")
    pagina("lijst in een bestand", "/sonar/uitvoer/")
    if rol == "teamleider":
        pagina("mijn team", "/sonar/team/")
        pagina("noodtoegang beoordelen", "/sonar/noodtoegangen/")
        pagina("verantwoording", "/sonar/verantwoording/")
    sleutels = {
        "achternaam": klant.achternaam,
        "geboortedatum": f"{klant.geboortedatum:%d-%m-%Y}",
    }
    meet("personen zoeken, BSN", lambda: client.post(ZOEK, {"bsn": BSN}))
    meet("personen zoeken, naam en datum", lambda: client.post(ZOEK, sleutels))
    adres = {"postcode": klant.postcode, "huisnummer": klant.huisnummer}
    meet(
        "personen zoeken, naam en adres",
        lambda: client.post(ZOEK, adres | {"achternaam": klant.achternaam}),
    )
    return sleutels


def zonder_klanten():
    """The lists of those who see no client."""
    for rol, lijsten in {
        "privacy-officer": ["sonar/verwerking/", "sonar/verwerking/?handeling=inzien", "alarmen/"],
        "functioneel-beheerder": ["sonar/medewerker/", "auth/user/", "sonar/vaardigheid/"],
    }.items():
        client = aangemeld(kies(rol, bij_uwv=True))
        zeg(f"-- {rol}")
        for lijst in lijsten:
            meet(lijst, lambda c=client, a=f"/sonar/{lijst}": c.get(a))


def main():
    call_command("migrate", verbosity=0)
    if not Werkzoekende.objects.exists():
        vul()
    elif Werkzoekende.objects.count() != KLANTEN:
        sys.exit("In deze database staat iets anders. Kies een eigen, lege PGDATA.")
    if not Klantprofiel.vaardigheden.through.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(VAARDIGHEDEN)
            cursor.execute("VACUUM ANALYZE")
    maak_rollen()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {SONAR}")
        cursor.execute("SHOW server_version")
        versie = cursor.fetchone()[0]
    zeg(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"PostgreSQL {versie}, {KLANTEN:,} klanten, {MEDEWERKERS:,} medewerkers, n={VRAGEN}"
    )
    sleutels: dict[str, str] = {}
    for bij_uwv in (False, True):
        for rol in ("klantmanager", "teamleider", "adviseur"):
            sleutels = met_klanten(rol, bij_uwv=bij_uwv) or sleutels
    zonder_klanten()
    form = ZoekForm(sleutels)
    form.is_valid()
    zeg(Werkzoekende.objects.filter(form.voorwaarde()).explain())


main()
