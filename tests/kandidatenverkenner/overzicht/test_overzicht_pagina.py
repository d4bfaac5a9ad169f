"""The public overview as anybody reads it, and takes it along."""

import csv
import datetime
import io
import itertools
import json
import random
import re
import uuid

import pyarrow.parquet
import pytest
from csvw import CSVW
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import Overzichtrij
from kandidatenverkenner.overzicht.build import maak_overzicht
from kandidatenverkenner.overzicht.open_data import KOLOMMEN
from kandidatenverkenner.overzicht.partition import PARTS, K
from kandidatenverkenner.overzicht.tabel import ONDERDELEN, OpenTable
from tests.kandidatenverkenner.bouwers import codelijsten, lever, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
DAG = datetime.date(2026, 1, 1)
MOMENT = datetime.datetime(2026, 1, 1, 3, tzinfo=datetime.UTC)
BESTANDEN = [
    ("/overzicht/tabel.csv", "text/csv; charset=utf-8; header=present"),
    ("/overzicht/tabel.csv-metadata.json", "application/csvm+json"),
    ("/overzicht/tabel.parquet", "application/vnd.apache.parquet"),
]
ADRESSEN = ["/overzicht", "/overzicht?regio=AM19", *(adres for adres, _ in BESTANDEN)]
VREEMD = [
    "regio=%00&sector=%ED%A0%80",
    "regio=" + 5_000 * "x",
    "regio=AM01&regio=AM19",
    "uren=&taaksoort=&&=",
    "regio[]=AM19",
    "sector=%3Cscript%3E",
]


@pytest.fixture
def overzicht():
    """Some 120 people in two regions, and nine in a third."""
    lever(
        *(profiel() for _ in range(25)),
        *(profiel(sectoren=("56", "I"), taaksoorten=("keukenwerk",)) for _ in range(20)),
        *(profiel(sectoren=("I",), taaksoorten=("keukenwerk",), uren_max=16) for _ in range(12)),
        *(profiel(opleidingsniveau="4", taaksoorten=()) for _ in range(8)),
        *(profiel(regio="AM21", opleidingsniveau="5", uren_max=40) for _ in range(30)),
        *(profiel(regio="AM21", vaardigheden=("ramen",), taaksoorten=()) for _ in range(17)),
        *(profiel(regio="AM01") for _ in range(9)),
    )
    maak_overzicht(moment=MOMENT, peildatum=DAG, opnieuw=False)


@pytest.mark.parametrize("adres", ADRESSEN)
def test_everybody_may_read_it_and_no_cookie_is_set(client, overzicht, adres):
    antwoord = client.get(adres)

    assert antwoord.status_code == 200
    assert "Set-Cookie" not in antwoord.headers
    assert not antwoord.cookies
    assert "Vary" not in antwoord.headers  # the same for all: it may be kept on the way
    assert antwoord.headers["Cache-Control"] == "public, max-age=900"


@pytest.mark.parametrize("adres", ADRESSEN)
def test_it_is_the_same_for_somebody_who_signed_in(client, overzicht, adres):
    voor_iedereen = client.get(adres).content
    client.force_login(werkgeversaccount())
    antwoord = client.get(adres)

    assert antwoord.content == voor_iedereen
    assert "Set-Cookie" not in antwoord.headers
    assert not antwoord.cookies


@pytest.mark.parametrize("adres", ADRESSEN)
def test_what_did_not_change_is_not_sent_again(client, overzicht, adres):
    etag = client.get(adres).headers["ETag"]

    assert client.get(adres, headers={"If-None-Match": etag}).status_code == 304
    Overzichtrij.objects.filter(regio="AM19").delete()
    if "metadata" not in adres:
        assert client.get(adres, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("adres", ADRESSEN)
def test_nothing_can_be_sent_to_it(client, adres):
    assert client.post(adres).status_code == 405
    assert client.head(adres).status_code == 200


def test_the_page_counts_people_and_shows_groups(client, overzicht):
    pagina = client.get("/overzicht").text

    assert '<h2 id="aantal">112 mensen</h2>' in pagina
    assert "Bijgewerkt op 1 januari 2026" in pagina
    assert 'Holland Rijnland</a> <span class="aantal">65</span>' in pagina
    # Not 0: there may be one to nine.
    assert re.search(r'Groningen</a> <span class="aantal">.*geen groep', pagina)
    assert not re.search(r">0<|\b0 mensen", pagina)
    for label in ("Sector", "Soort taken", "Vaardigheden", "Uren per week", "Opleidingsniveau"):
        assert f">{label}</h3>" in pagina


def test_a_filter_is_counted_named_and_can_be_taken_off(client, overzicht):
    pagina = client.get("/overzicht?regio=AM19&sector=I").text

    assert "mensen in Holland Rijnland</h2>" in pagina
    assert 'href="/overzicht?regio=AM19"' in pagina
    assert 'href="/overzicht?sector=I"' in pagina
    assert '<option value="I" selected>' in pagina


def test_a_region_of_fewer_than_ten_says_so_and_how_to_go_on(client, overzicht):
    pagina = client.get("/overzicht?regio=AM01&sector=G").text

    assert "In Groningen zijn minder dan 10 mensen" in pagina
    assert "9" not in re.findall(r">(\d+)<", pagina)


def test_when_no_group_fits_the_page_says_what_to_do(client, overzicht):
    pagina = client.get("/overzicht?regio=AM21&sector=I").text

    assert '<h2 id="aantal">Geen groep in Haaglanden</h2>' in pagina
    assert "Haal een keuze weg" in pagina


def test_an_overview_that_was_never_made_says_so(client):
    codelijsten()

    assert "Er staan nu geen mensen in het overzicht" in client.get("/overzicht").text
    assert client.get("/overzicht/tabel.csv").text.count("\r\n") == 1
    assert client.get("/overzicht/tabel.parquet").status_code == 200


def test_a_mistake_in_the_address_is_named_and_the_rest_works(client, overzicht):
    pagina = client.get("/overzicht?regio=AM19&sector=<b>").text

    assert '"&lt;b&gt;" bestaat niet' in pagina
    assert "65 mensen in Holland Rijnland</h2>" in pagina


@pytest.mark.parametrize("adres", VREEMD)
def test_no_query_string_breaks_the_page(client, overzicht, adres):
    assert client.get(f"/overzicht?{adres}").status_code == 200


def test_the_start_page_leads_to_it(client):
    assert 'href="/overzicht"' in client.get("/").text


def test_no_candidate_is_on_the_page_or_in_the_files(client):
    mensen = [profiel(id=uuid.uuid5(uuid.NAMESPACE_URL, str(nr))) for nr in range(12)]
    lever(*mensen)
    maak_overzicht(moment=MOMENT, peildatum=DAG, opnieuw=False)

    alles = "".join(str(client.get(adres).content) for adres in ADRESSEN)
    assert "12" in alles
    assert not [mens for mens in mensen if str(mens.id) in alles or mens.id.hex in alles]


# --- Filters against brute force --------------------------------------------------------------

CODES_OM_TE_VRAGEN = {
    "regio": ["AM19", "AM21", "AM01"],
    "opleidingsniveau": ["1-2", "3-4", "2", "4", "5"],
    "uren": ["1-20", "21-40", "13-20", "21-28", "37-40"],
    "sector": ["G", "I", "47", "56"],
    "taaksoort": ["inpakken", "keukenwerk"],
    "vaardigheidsgroep": ["Winkel", "Schoonmaak"],
}
keuzen = st.fixed_dictionaries(
    {}, optional={deel: st.sampled_from(codes) for deel, codes in CODES_OM_TE_VRAGEN.items()}
)


@settings(max_examples=60)
@given(keuze=keuzen)
def test_a_filter_gives_what_adding_up_the_csv_gives(client, overzicht, keuze):
    bestand = list(csv.DictReader(io.StringIO(client.get("/overzicht/tabel.csv").text)))

    def som(keuze):
        return sum(
            int(rij["aantal"])
            for rij in bestand
            if all(code in {rij[deel], rij.get(f"{deel}_breder")} for deel, code in keuze.items())
        )

    telling = OpenTable.lees().tel(keuze)

    assert telling.zeker == som(keuze)
    assert telling.zeker == sum(rij.aantal for rij in telling.rijen)
    assert telling.zeker == 0 or telling.zeker >= K
    assert telling.misschien == 0 or telling.misschien >= K
    for deel, codes in CODES_OM_TE_VRAGEN.items():
        for code in codes:
            assert telling.per_waarde[deel].get(code, 0) == som(keuze | {deel: code})
        zonder = {ander: code for ander, code in keuze.items() if ander != deel}
        assert telling.zonder[deel] == som(zonder)


@settings(max_examples=40)
@given(keuze=keuzen)
def test_every_number_of_people_on_the_page_is_ten_or_more(client, overzicht, keuze):
    pagina = client.get("/overzicht", keuze).text

    aantallen = [
        int(getal.replace(".", ""))
        for patroon in (
            r"([\d.]+) mensen",
            r'class="aantal">([\d.]+)<',
            r"\(([\d.]+)\)</option>",
            r"<title>[^<]*: ([\d.]+)</title>",
        )
        for getal in re.findall(patroon, pagina)
    ]
    assert aantallen
    assert all(aantal >= K for aantal in aantallen)


# --- Night after night ------------------------------------------------------------------------


def test_who_keeps_the_csv_of_every_night_learns_of_ten_people_or_of_nobody(client):
    """The attack from outside: lay the files of two nights side by side."""
    dobbel = random.Random(7)  # noqa: S311 - chance, not cryptography
    mensen = [_iemand(dobbel) for _ in range(150)]
    bestanden = []
    for dag in range(25):
        lever(*mensen)
        maak_overzicht(moment=MOMENT, peildatum=DAG + datetime.timedelta(dag), opnieuw=False)
        regels = csv.DictReader(io.StringIO(client.get("/overzicht/tabel.csv").text))
        bestanden.append({tuple(rij[deel] for deel in ONDERDELEN): rij for rij in regels})
        dobbel.shuffle(mensen)
        mensen = mensen[4:] + [_iemand(dobbel) for _ in range(6)]

    anders = [gisteren != vandaag for gisteren, vandaag in itertools.pairwise(bestanden)]
    for gisteren, vandaag in itertools.pairwise(bestanden):
        for rij in gisteren.keys() & vandaag.keys():
            # Each new number has a new date; what was not counted again is the same.
            telling = [gisteren[rij]["aantal"], gisteren[rij]["peildatum"]]
            if telling != [vandaag[rij]["aantal"], vandaag[rij]["peildatum"]]:
                assert gisteren[rij]["peildatum"] < vandaag[rij]["peildatum"]
    # Six come and four go in a night: those of one night alone never change anything.
    assert any(anders)
    assert not any(een and ander for een, ander in itertools.pairwise(anders))
    eerste, laatste = bestanden[0], bestanden[-1]
    assert sum(int(rij["aantal"]) for rij in eerste.values()) == 150
    assert sum(int(rij["aantal"]) for rij in laatste.values()) > 160


def _iemand(dobbel):
    return profiel(
        opleidingsniveau=dobbel.choice("1224"),
        taaksoorten=(dobbel.choice(["inpakken", "inpakken", "schoonmaken", "keukenwerk"]),),
        uren_max=dobbel.choice([16, 24, 24, 40]),
    )


# --- Open data --------------------------------------------------------------------------------


@pytest.mark.parametrize(("adres", "soort"), BESTANDEN)
def test_a_file_says_what_it_is(client, overzicht, adres, soort):
    antwoord = client.get(adres)

    assert antwoord.headers["Content-Type"] == soort
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(adres).content == antwoord.content


def test_the_csv_is_the_whole_table(client, overzicht):
    bestand = list(csv.DictReader(io.StringIO(client.get("/overzicht/tabel.csv").text)))

    assert len(bestand) == Overzichtrij.objects.count() > 4
    assert list(bestand[0]) == [kolom.naam for kolom in KOLOMMEN]
    assert sum(int(rij["aantal"]) for rij in bestand) == 112
    een = next(rij for rij in bestand if rij["sector"] == "56")
    assert een["sector_naam"] == "Eet- en drinkgelegenheden"
    assert een["sector_breder"] == "I"
    assert {rij["sector_breder"] for rij in bestand if rij["sector"] in {"", "G", "47"}} <= {
        "",
        "G",
    }
    assert een["peildatum"] == "2026-01-01"


def test_the_description_fits_the_csv(client, overzicht):
    beschrijving = json.loads(client.get("/overzicht/tabel.csv-metadata.json").content)
    antwoord = client.get("/overzicht/tabel.csv")
    kop, *rijen = csv.reader(io.StringIO(antwoord.text))
    kolommen = beschrijving["tableSchema"]["columns"]

    assert beschrijving["url"] == "tabel.csv"
    assert beschrijving["url"] + "-metadata.json" in antwoord.headers["Link"]
    assert [kolom["name"] for kolom in kolommen] == kop
    for kolom, waarden in zip(kolommen, zip(*rijen, strict=True), strict=True):
        assert not kolom["required"] or all(waarden)
        if kolom["datatype"] == "date":
            assert all(map(datetime.date.fromisoformat, waarden))
        elif kolom["datatype"] != "string":
            assert min(map(int, waarden)) >= int(kolom["datatype"]["minimum"])
    sleutel = [kop.index(naam) for naam in beschrijving["tableSchema"]["primaryKey"]]
    assert len({tuple(rij[plek] for plek in sleutel) for rij in rijen}) == len(rijen)


def test_a_reader_of_csv_on_the_web_takes_it(client, overzicht, tmp_path):
    for naam in ("tabel.csv", "tabel.csv-metadata.json"):
        (tmp_path / naam).write_bytes(client.get(f"/overzicht/{naam}").content)

    gelezen = CSVW(str(tmp_path / "tabel.csv-metadata.json"), validate=True)

    assert gelezen.is_valid
    rijen = list(gelezen.tables[0])
    assert sum(rij["aantal"] for rij in rijen) == 112
    assert {rij["peildatum"].date() for rij in rijen} == {DAG}
    assert any(rij["taaksoort"] is None for rij in rijen)


def test_parquet_holds_the_same_with_types_and_null_for_what_is_not_told(client, overzicht):
    bestand = list(csv.DictReader(io.StringIO(client.get("/overzicht/tabel.csv").text)))

    tabel = pyarrow.parquet.read_table(
        io.BytesIO(client.get("/overzicht/tabel.parquet").content)
    ).to_pylist()

    assert [
        {naam: "" if waarde is None else str(waarde) for naam, waarde in rij.items()}
        for rij in tabel
    ] == bestand
    assert {type(rij["aantal"]) for rij in tabel} == {int}
    assert {type(rij["peildatum"]) for rij in tabel} == {datetime.date}
    assert any(rij["taaksoort"] is None for rij in tabel)


@pytest.mark.parametrize("aantal", [1, 20])
def test_the_page_takes_the_same_number_of_queries(client, aantal, django_assert_num_queries):
    codelijsten()
    for nummer in range(aantal):
        Overzichtrij.objects.create(
            regio="AM19", taaksoort=f"taak-{nummer}", aantal=10, peildatum=DAG
        )

    with django_assert_num_queries(4):  # rows, words, the middle of the regions, the last batch
        client.get("/overzicht?regio=AM19")


def test_the_parts_of_a_row_are_the_parts_of_the_layout():
    velden = {veld.name for veld in Overzichtrij._meta.get_fields()}

    assert set(ONDERDELEN) <= velden
    assert ONDERDELEN[1:] == PARTS
