"""What counting costs: `python -m benchmarks.counting [personen]` (500000 unless said otherwise).

Fills a copy of an empty, migrated database with made-up periods, about one and a half registration
a person over ten years, and drops it at the end. The naive question is asked beside the product's
in the same run, and must give the same: on one date, and with up to a million persons on each of
the forty. Forty quarters are asked as the time line and the map of the page ask them. Prints the
best of three in milliseconds.
"""

import datetime
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from benchmarks.runner.database import kopie, schrijf  # first: it starts Django
from benchmarks.runner.machine import databank, machine
from simulatie.bulk.indexes import without_indexes
from sonar.models import (
    Arbeidsmarktregio,
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Uitgave,
    Vaststelling,
    Werkzoekende,
)
from sonar.projections import TELPERIODEN
from sonar.rapportage.export.json import to_json
from sonar.rapportage.herleiden.cijfer import Cijfer
from sonar.rapportage.herleiden.herleiding import herleid
from sonar.rapportage.herleiden.wie import Cel
from sonar.rapportage.tabellen.tabel import Editie, exact_tabel
from sonar.rapportage.tellen.aanvraag import Rapport
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.telling import Segment, count_gemeenten, kwartaaltelling
from sonar.rapportage.tellen.tijdlijn import TimelinePoint, tijdlijn, tijdlijnen
from sonar.rapportage.uitgeven.manifest import canonical
from sonar.rapportage.uitgeven.published import tabellen
from sonar.rapportage.uitgeven.release_format import newest, schema_of
from sonar.rapportage.uitgeven.samenstellen import tabel_van


GEMEENTEN = 355
ALLES_NAIEF = 1_000_000  # beyond so many persons forty naive questions take minutes
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
SELECT i.gemeente_id, o.soort, EXISTS (
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
GROUP BY 1, 2, 3
"""


def naief(dag: datetime.date) -> dict[str, Counter[Segment]]:
    """The numbers per gemeente on a date, as one would write it."""
    per_gemeente: dict[str, Counter[Segment]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NAIEF, AsOf(dag).waarden)
        for code, organisatie, met_profiel, aantal in cursor.fetchall():
            segment = Segment(organisatie, met_profiel)
            per_gemeente.setdefault(code, Counter())[segment] = aantal
    return per_gemeente


def naieve_lijnen(kwartalen: list[Kwartaal]) -> dict[str, list[TimelinePoint]]:
    """The time line of every region: every date by itself."""
    in_regio = dict(Gemeente.objects.order_by("code").values_list("code", "arbeidsmarktregio_id"))
    lijnen = {regio: [TimelinePoint()] * len(kwartalen) for regio in sorted(set(in_regio.values()))}
    for nummer, kwartaal in enumerate(kwartalen):
        for code, aantallen in naief(kwartaal.peildatum).items():
            lijn = lijnen[in_regio[code]]
            met = sum(aantal for segment, aantal in aantallen.items() if segment.met_profiel)
            lijn[nummer] = TimelinePoint(
                lijn[nummer].totaal + aantallen.total(), lijn[nummer].met_profiel + met
            )
    return lijnen


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
            manifest=canonical(schema_of(newest())),
            volgnummer=1,
        )
        tabel = exact_tabel(Rapport(kwartaal, kwartaaltelling(regio, AsOf(dag))))
        uitgave.bestanden.create(naam=f"{tabel.naam}.json", inhoud=to_json(tabel))
        bewaard.append(uitgave)
    return bewaard


def herleid_regio(dag: datetime.date, regio: Arbeidsmarktregio) -> None:
    """Who is counted in the total of a region: the first page."""
    rapport = Rapport(Kwartaal.van(dag), kwartaaltelling(regio, AsOf(dag)))
    totaal = rapport.telling.totaal
    cijfer = Cijfer(Cel(regio.code, regio.code, "totaal"), rapport, "", "", totaal.totaal)
    auditor = Medewerker.objects.get()
    auditor.rol = Medewerker.Rol.AUDITOR
    herleid(cijfer=cijfer, medewerker=auditor, hoogstens=50)


def nu() -> datetime.datetime:
    """A moment at which all of it was known: then the facts are counted, and their history."""
    return datetime.datetime.now(datetime.UTC)


def schrijf_een() -> None:
    """One client, whose registration gets another end."""
    Inschrijving.objects.filter(werkzoekende=77, einddatum=None).update(einddatum="2029-01-01")
    Inschrijving.objects.filter(werkzoekende=77, einddatum="2029-01-01").update(einddatum=None)


def meet(naam: str, doe: Callable[[], Any], keer: int = 3) -> Any:
    """Print the best of so many, and give the last answer."""
    tijden = []
    for _ in range(keer):
        begin = time.perf_counter()
        antwoord = doe()
        tijden.append(1000 * (time.perf_counter() - begin))
    schrijf(f"{naam}: {min(tijden):,.1f} ms (n={keer})")
    return antwoord


def vul(personen: int) -> None:
    """As a national load does: every constraint is checked at the end, and the periods made."""
    begin = time.perf_counter()
    feiten = [Werkzoekende, Doelgroepregistratie, Inschrijving, Klantprofiel, Vaststelling]
    with transaction.atomic(), without_indexes(feiten), connection.cursor() as cursor:
        for opdracht in VULLING.format(personen=personen, gemeenten=GEMEENTEN).split(";\n"):
            if opdracht.strip():
                cursor.execute(opdracht)
        schrijf(f"{personen:,} personen, vullen {time.perf_counter() - begin:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    schrijf(f"met beperkingen, indexen en telperioden {time.perf_counter() - begin:.0f} s")


def schrijven() -> None:
    """A registration that changes, with and without the triggers of the periods, in turns."""
    with connection.cursor() as cursor:
        for naam in ("met", "zonder", "met", "zonder"):
            stand = "ENABLE" if naam == "met" else "DISABLE"
            cursor.execute(f"ALTER TABLE sonar_inschrijving {stand} TRIGGER telperiode_anders")
            meet(f"een inschrijving wijzigen, {naam} telperioden", schrijf_een, keer=50)
        cursor.execute("ALTER TABLE sonar_inschrijving ENABLE TRIGGER telperiode_anders")
    assert not TELPERIODEN.vergelijk()[1]  # noqa: S101


def main(personen: int) -> None:
    """Fill, compare, measure, forget."""
    vul(personen)
    kwartalen = [Kwartaal(jaar, nummer) for jaar in range(2012, 2022) for nummer in (1, 2, 3, 4)]
    dag = datetime.date(2020, 12, 31)
    regio = Arbeidsmarktregio.objects.get(code="AM19")
    land = meet("een datum, het land", lambda: count_gemeenten(AsOf(dag)))
    lijnen = meet("40 kwartalen", lambda: tijdlijnen(kwartalen))
    meet("40 kwartalen, een regio", lambda: tijdlijn(regio.code, kwartalen))
    los = meet("een datum, het land, naief", lambda: naief(dag), keer=1)
    assert land == los  # noqa: S101
    meet("een datum, het land, uit de feiten", lambda: count_gemeenten(AsOf(dag, nu())), keer=1)
    meet("een datum, een regio", lambda: kwartaaltelling(regio, AsOf(dag)))
    bewaard = bewaar(dag)
    meet("een bewaard kwartaal, een regio", lambda: tabel_van(bewaard[0]), keer=10)
    meet("een bewaard kwartaal, alle regio's", lambda: tabellen(bewaard), keer=10)
    meet("wie telt in een regio: 50 mensen", lambda: herleid_regio(dag, regio))
    if personen <= ALLES_NAIEF:
        losse = meet("40 kwartalen, naief", lambda: naieve_lijnen(kwartalen), keer=1)
        assert lijnen == losse  # noqa: S101
        schrijf("gelijk aan de naieve vraag, per regio en kwartaal")
        schrijven()
    else:
        nummer = kwartalen.index(Kwartaal.van(dag))
        punten = {code: lijn[nummer] for code, lijn in lijnen.items()}
        assert punten == {  # noqa: S101
            code: lijn[0] for code, lijn in naieve_lijnen([kwartalen[nummer]]).items()
        }
        schrijf("gelijk aan de naieve vraag op die datum; veertig keer die vraag duurt te lang")


if __name__ == "__main__":
    schrijf(machine(databank()))
    with kopie():
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
