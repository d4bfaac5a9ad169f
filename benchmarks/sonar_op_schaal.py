"""Sonar at a million clients and 2.000 users: how long does a screen take?

    PGDATA=/tmp/pg-schaal .venv/bin/python benchmarks/sonar_op_schaal.py [clients] [requests]

Fills an empty database of its own (and uses it again the next time) with set-based SQL, log and
access rules on, then asks each
screen as a klantmanager, a teamleider and an adviser do, and prints p50, p95 and p99, the number of
queries, and the plan of the person search. Goal of issue B: p95 <= 150 ms.
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

from allauth.mfa.models import Authenticator  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from config.rollen import SONAR, maak_rollen  # noqa: E402
from sonar.admin.personen_zoeken import ZoekForm  # noqa: E402
from sonar.models import (  # noqa: E402
    Klantprofiel,
    Medewerker,
    Vacature,
    Werkzoekende,
    versleutel,
    zoeksleutel,
)
from sonar.toegang import zichtbare_werkzoekenden  # noqa: E402
from sonar.uitwisseling.fixtures import laad_fixtures  # noqa: E402


KLANTEN = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
VRAGEN = int(sys.argv[2]) if len(sys.argv) > 2 else 100
MEDEWERKERS = 2_000
BSN = "999990019"
ZOEK = "/sonar/personen-zoeken/"

VUL = """
CREATE TEMPORARY TABLE dienst AS
  SELECT row_number() OVER (ORDER BY g.code) - 1 AS nummer, g.code AS gemeente,
         g.arbeidsmarktregio_id AS regio, o.id AS organisatie
  FROM sonar_gemeente g JOIN sonar_organisatie o ON o.gemeente_id = g.code;
CREATE TEMPORARY TABLE manager AS
  SELECT m.id, m.organisatie_id,
         row_number() OVER (PARTITION BY m.organisatie_id ORDER BY m.id) - 1 AS nummer,
         count(*) OVER (PARTITION BY m.organisatie_id) AS aantal
  FROM sonar_medewerker m WHERE m.rol = 'klantmanager';
INSERT INTO sonar_werkzoekende (id, bsn_versleuteld, bsn_zoeksleutel, voornamen, voorvoegsel,
    achternaam, geboortedatum, geslacht, straat, huisnummer, toevoeging, postcode, plaats, telefoon,
    email, afgeschermd)
  SELECT n, '\\x00'::bytea, gen_random_uuid(), 'Voornaam' || n %% 900, '',
    'Achternaam' || (n * 7919) %% 40000, date '1955-01-01' + (n * 104729 %% 18000)::int, '1',
    'Straat', 1 + n %% 200, '', 1000 + n %% 9000 || 'AB', 'Plaats', '', '', n %% 1000 = 0
  FROM generate_series(1::bigint, %(klanten)s) n;
INSERT INTO sonar_inschrijving (werkzoekende_id, organisatie_id, gemeente_id, klantmanager_id,
    ingangsdatum, einddatum)
  SELECT w.id, d.organisatie, d.gemeente, m.id, date '2019-01-01',
    CASE WHEN w.id %% 10 = 0 THEN date '2022-01-01' END
  FROM sonar_werkzoekende w
  JOIN dienst d ON d.nummer = w.id %% (SELECT count(*) FROM dienst)
  LEFT JOIN manager m ON m.organisatie_id = d.organisatie
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
    rollen = ["klantmanager"] * 4 + ["teamleider", "adviseur"]
    Medewerker.objects.bulk_create(
        Medewerker(
            account=account,
            organisatie=(bij := organisaties[n % len(organisaties)]),
            arbeidsmarktregio_id=bij.gemeente.arbeidsmarktregio_id,
            rol=rollen[(n // len(organisaties)) % len(rollen)],
        )
        for n, account in enumerate(accounts)
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
    # Not CaptureQueriesContext: Django empties its log of queries when a request begins.
    vragen = []
    with connection.execute_wrapper(lambda doe, *rest: (vragen.append(1), doe(*rest))[1]):
        antwoord = vraag()
    if antwoord.status_code != 200:
        sys.exit(f"{naam}: antwoord {antwoord.status_code}")
    tijden = []
    for _ in range(VRAGEN):
        begin = time.perf_counter()
        vraag()
        tijden.append(1000 * (time.perf_counter() - begin))
    deciel = statistics.quantiles(tijden, n=100)
    oordeel = "" if deciel[94] <= 150 else "  BOVEN HET DOEL"
    zeg(
        f"{naam:44} p50 {deciel[49]:7.1f}  p95 {deciel[94]:7.1f}  p99 {deciel[98]:7.1f} ms"
        f"  {len(vragen):3} vragen{oordeel}"
    )


def main():
    call_command("migrate", verbosity=0)
    if not Werkzoekende.objects.exists():
        vul()
    elif Werkzoekende.objects.count() != KLANTEN:
        sys.exit("In deze database staat iets anders. Kies een eigen, lege PGDATA.")
    if not Klantprofiel.vaardigheden.through.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(VAARDIGHEDEN)
            cursor.execute("ANALYZE")
    maak_rollen()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {SONAR}")
        cursor.execute("SHOW server_version")
        versie = cursor.fetchone()[0]
    zeg(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"PostgreSQL {versie}, {KLANTEN:,} klanten, {MEDEWERKERS:,} medewerkers, n={VRAGEN}"
    )
    nu = datetime.datetime.now(datetime.UTC)
    lijst = "/sonar/sonar/werkzoekende/"
    for rol in ("klantmanager", "teamleider", "adviseur"):
        wie = Medewerker.objects.filter(rol=rol).order_by("pk").first()
        client = aangemeld(wie)
        klanten = zichtbare_werkzoekenden(wie, nu, lijst=True)
        klant = klanten.order_by("achternaam", "voornamen", "pk").first()
        zeg(f"-- {rol} met {klanten.count():,} klanten in de lijst")
        meet("eerste pagina", lambda c=client: c.get("/sonar/"))
        meet("klantenlijst", lambda c=client: c.get(lijst))
        meet("klantenlijst, laatste bladzijde", lambda c=client: c.get(f"{lijst}?p=2"))
        meet(
            "klantenlijst, profiel vastgesteld",
            lambda c=client: c.get(f"{lijst}?profiel=vastgesteld"),
        )
        client.post(lijst, {"zoekterm": klant.achternaam})
        meet("klantenlijst, gezocht op naam", lambda c=client: c.get(lijst))
        client.post(lijst, {"zoekterm": "", "wis": "ja"})
        adres = f"{lijst}{klant.pk}/change/"
        meet("dossier", lambda c=client, a=adres: c.get(a))
        profiel = klant.klantprofiel if hasattr(klant, "klantprofiel") else None
        if profiel:
            adres = f"/sonar/sonar/klantprofiel/{profiel.pk}/change/"
            meet("klantprofiel", lambda c=client, a=adres: c.get(a))
        if rol == "adviseur":
            vacature = Vacature.objects.filter(arbeidsmarktregio=wie.arbeidsmarktregio).first()
            adres = f"/sonar/vacatures/{vacature.pk}/bemiddelen/"
            meet("bemiddelen", lambda c=client, a=adres: c.get(a))
        else:
            meet("personen zoeken, BSN", lambda c=client: c.post(ZOEK, {"bsn": BSN}))
            sleutels = {
                "achternaam": klant.achternaam,
                "geboortedatum": f"{klant.geboortedatum:%d-%m-%Y}",
            }
            meet("personen zoeken, naam en datum", lambda c=client, s=sleutels: c.post(ZOEK, s))
    form = ZoekForm(sleutels)
    form.is_valid()
    zeg(Werkzoekende.objects.filter(form.voorwaarde()).explain())


main()
