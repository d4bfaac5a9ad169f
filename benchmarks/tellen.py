"""What counting costs: `python benchmarks/tellen.py [personen]` (500000 unless said otherwise).

Fills an empty, migrated database with made-up periods, about one and a half registration a person
over ten years, and leaves it empty: all of it is rolled back. The naive question is asked beside
the product's in the same run, and first it is checked that both give the same. Prints the best of
three in milliseconds.
"""

import datetime
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


django.setup()

from django.db import connection, transaction  # noqa: E402

from sonar.models import Arbeidsmarktregio, Medewerker, Uitgave  # noqa: E402
from sonar.rapportage.cijfer import Cijfer  # noqa: E402
from sonar.rapportage.export.json import als_json  # noqa: E402
from sonar.rapportage.feiten import Vraag  # noqa: E402
from sonar.rapportage.herleiding import herleid  # noqa: E402
from sonar.rapportage.kwartaal import Kwartaal  # noqa: E402
from sonar.rapportage.reeks import Cel as Reekscel, tel_land, tel_reeks  # noqa: E402
from sonar.rapportage.samenstellen import tabel_van  # noqa: E402
from sonar.rapportage.tabel import Editie, exacte_tabel  # noqa: E402
from sonar.rapportage.telling import kwartaaltelling  # noqa: E402
from sonar.rapportage.uitgegeven import tabellen  # noqa: E402
from sonar.rapportage.verzoek import Rapport  # noqa: E402
from sonar.rapportage.wie import Cel  # noqa: E402


GEMEENTEN = 355
VULLING = """
SELECT setseed(0.5);
INSERT INTO sonar_arbeidsmarktregio (code, naam)
SELECT 'AM' || lpad(n::text, 2, '0'), 'regio ' || n FROM generate_series(1, 35) n;
INSERT INTO sonar_gemeente (code, naam, arbeidsmarktregio_id, breedtegraad, lengtegraad)
SELECT 'GM' || lpad(n::text, 4, '0'), 'gemeente ' || n, 'AM' || lpad((n % 35 + 1)::text, 2, '0'),
52, 5 FROM generate_series(1, {gemeenten}) n;
INSERT INTO sonar_organisatie (id, soort, naam) VALUES (0, 'uwv', 'UWV');
INSERT INTO sonar_organisatie (id, soort, naam, gemeente_id)
SELECT substr(code, 3)::int, 'gemeente', naam, code FROM sonar_gemeente;
INSERT INTO auth_user (id, username, password, is_superuser, is_staff, is_active, first_name,
last_name, email, date_joined) VALUES (1, 'meting', '', false, true, true, '', '', '', now());
INSERT INTO sonar_medewerker (id, account_id, organisatie_id, arbeidsmarktregio_id, rol,
bevestigd_tot) VALUES (1, 1, 0, 'AM01', 'klantmanager', '2100-01-01');
INSERT INTO sonar_werkzoekende (id, bsn_versleuteld, bsn_zoeksleutel, voornamen, voorvoegsel,
achternaam, geboortedatum, geslacht, straat, huisnummer, toevoeging, postcode, plaats, telefoon,
email, afgeschermd)
SELECT n, '', md5(n::text)::uuid, '', '', '', '1990-01-01', '0', '', 1, '', '1234AB', '', '', '',
false FROM generate_series(1, {personen}) n;
INSERT INTO sonar_doelgroepregistratie (bsn_zoeksleutel, gemeente_id, grondslag, ingangsdatum)
SELECT md5(n::text)::uuid, 'GM' || lpad((n % {gemeenten} + 1)::text, 4, '0'), 'wajong',
date '2010-01-01' + (random() * 4000)::int FROM generate_series(1, {personen}) n;
WITH leven AS (SELECT n, date '2011-01-01' + (random() * 3200)::int AS van,
(random() * 900)::int + 30 AS lang, random() < 0.5 AS nog_eens
FROM generate_series(1, {personen}) n)
INSERT INTO sonar_inschrijving (werkzoekende_id, organisatie_id, gemeente_id, ingangsdatum,
einddatum)
SELECT n, CASE WHEN n % 3 = 0 THEN 0 ELSE (n + k) % {gemeenten} + 1 END,
'GM' || lpad(((n + k) % {gemeenten} + 1)::text, 4, '0'), van + k * lang,
CASE WHEN k = nog_eens::int AND n % 4 > 0 THEN NULL ELSE van + (k + 1) * lang END
FROM leven, generate_series(0, nog_eens::int) k;
INSERT INTO sonar_klantprofiel (id, werkzoekende_id, kandidaatnummer, reisafstand, vervoermiddelen,
rijbewijzen, toelichting)
SELECT n, n, md5('k' || n)::uuid, '', '{{}}', '{{}}', '' FROM generate_series(1, {personen}) n;
INSERT INTO sonar_vaststelling (klantprofiel_id, ingangsdatum, einddatum, vastgesteld_door_id)
SELECT n, date '2012-01-01' + (random() * 3000)::int, CASE WHEN n % 2 = 0 THEN '2021-06-30'::date
END, 1 FROM generate_series(1, {personen}) n;
"""
NAIEF = """
SELECT %(toen_peildatum)s::date, i.gemeente_id, o.soort, EXISTS (
  SELECT 1 FROM sonar_vaststelling v JOIN sonar_klantprofiel k ON k.id = v.klantprofiel_id
  WHERE k.werkzoekende_id = i.werkzoekende_id AND v.ingangsdatum <= %(toen_peildatum)s
  AND (v.einddatum IS NULL OR v.einddatum > %(toen_peildatum)s)), count(*)
FROM sonar_inschrijving i JOIN sonar_organisatie o ON o.id = i.organisatie_id
JOIN sonar_werkzoekende w ON w.id = i.werkzoekende_id
WHERE i.ingangsdatum <= %(toen_peildatum)s
AND (i.einddatum IS NULL OR i.einddatum > %(toen_peildatum)s) AND EXISTS (
  SELECT 1 FROM sonar_doelgroepregistratie d WHERE d.bsn_zoeksleutel = w.bsn_zoeksleutel
  AND d.ingangsdatum <= %(toen_peildatum)s
  AND (d.einddatum IS NULL OR d.einddatum > %(toen_peildatum)s))
GROUP BY 1, 2, 3, 4
"""


def naief(dagen: list[datetime.date]) -> list[Reekscel]:
    """Every date by itself, as one would write it."""
    cellen = []
    with connection.cursor() as cursor:
        for dag in dagen:
            cursor.execute(NAIEF, Vraag(dag).waarden)
            cellen += [Reekscel(*rij) for rij in cursor.fetchall()]
    return sorted(cellen)


def bewaar(dag: datetime.date) -> list[Uitgave]:
    """A release of every region, as far as reading it goes: the figures in its JSON."""
    kwartaal, bewaard = Kwartaal.van(dag), []
    for regio in Arbeidsmarktregio.objects.order_by("code"):
        uitgave = Uitgave.objects.create(
            kwartaal=kwartaal.code,
            regio=regio,
            editie=Editie.INTERN,
            nummer=1,
            soort="eerste",
            peildatum=dag,
            bekend_op=datetime.datetime.now(datetime.UTC),
            voorsteller_id=1,
            manifest=b"",
            volgnummer=1,
        )
        tabel = exacte_tabel(Rapport(kwartaal, kwartaaltelling(regio, dag)))
        uitgave.bestanden.create(naam=f"{tabel.naam}.json", inhoud=als_json(tabel))
        bewaard.append(uitgave)
    return bewaard


def herleid_regio(dag: datetime.date, regio: Arbeidsmarktregio) -> None:
    """Who is counted in the total of a region: the first page."""
    rapport = Rapport(Kwartaal.van(dag), kwartaaltelling(regio, dag))
    totaal = rapport.telling.totaal
    cijfer = Cijfer(Cel(regio.code, regio.code, "totaal"), rapport, "", "", totaal.totaal)
    auditor = Medewerker.objects.get()
    auditor.rol = Medewerker.Rol.AUDITOR
    herleid(cijfer=cijfer, medewerker=auditor, hoogstens=50)


def meet(naam: str, doe: Callable[[], Any], keer: int = 3) -> None:
    """Print the best of so many."""
    tijden = []
    for _ in range(keer):
        begin = time.perf_counter()
        doe()
        tijden.append(1000 * (time.perf_counter() - begin))
    sys.stdout.write(f"{naam}: {min(tijden):,.1f} ms (n={keer})\n")
    sys.stdout.flush()


def main(personen: int) -> None:
    """Fill, compare, measure, forget."""
    with connection.cursor() as cursor:
        begin = time.perf_counter()
        for opdracht in VULLING.format(personen=personen, gemeenten=GEMEENTEN).split(";\n"):
            if opdracht.strip():
                cursor.execute(opdracht)
        cursor.execute("ANALYZE")
        sys.stdout.write(f"{personen:,} personen, vullen {time.perf_counter() - begin:.0f} s\n")
    kwartalen = [Kwartaal(jaar, nummer) for jaar in range(2012, 2022) for nummer in (1, 2, 3, 4)]
    dagen = [kwartaal.peildatum for kwartaal in kwartalen]
    dag = datetime.date(2020, 12, 31)
    assert tel_land(Vraag(dag)) == naief([dag])  # noqa: S101
    assert tel_reeks(dagen) == naief(dagen)  # noqa: S101
    sys.stdout.write("gelijk aan de naieve vraag, cel voor cel\n")
    regio = Arbeidsmarktregio.objects.get(code="AM19")
    meet("een datum, het land", lambda: tel_land(Vraag(dag)))
    meet("een datum, het land, naief", lambda: naief([dag]))
    meet("een datum, een regio", lambda: kwartaaltelling(regio, dag))
    bewaard = bewaar(dag)
    meet("een bewaard kwartaal, een regio", lambda: tabel_van(bewaard[0]), keer=10)
    meet("een bewaard kwartaal, alle regio's", lambda: tabellen(bewaard), keer=10)
    meet("wie telt in een regio: 50 mensen", lambda: herleid_regio(dag, regio))
    meet("40 kwartalen", lambda: tel_reeks(dagen))
    meet("40 kwartalen, naief", lambda: naief(dagen), keer=1)


if __name__ == "__main__":
    with connection.cursor() as vraag:
        vraag.execute("SHOW server_version")
        versie = vraag.fetchone()[0]
    sys.stdout.write(
        f"Python {platform.python_version()}, PostgreSQL {versie}, {os.cpu_count()} kernen, "
        f"load {os.getloadavg()[0]:.1f}\n"
    )
    with transaction.atomic():
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
        transaction.set_rollback(True)
