"""fixtures/ as files: complete, coherent, and each with its source. No database."""

import csv
import datetime
import re
import unicodedata
from itertools import groupby, pairwise
from pathlib import Path

import pytest


WORTEL = Path(__file__).resolve().parent.parent
FIXTURES = WORTEL / "fixtures"
AANGELEVERD = WORTEL.parent / "shared" / "data"
PUBLICATIE = "publicatie_2020KW04_AM19"

KOLOMMEN = {
    "arbeidsmarktregios": "code,naam",
    "gemeenten": "code,naam,arbeidsmarktregio,breedtegraad,lengtegraad",
    "postcodegebieden": "gemeente,van,tot",
    "sectoren": "code,naam,sectie",
    "competenties": "code,naam",
    "opleidingsniveaus": "code,naam",
    "vaardigheden": "code,naam,groep",
    "affiniteiten": "code,naam",
    "taaksoorten": "code,naam,omschrijving",
    "talen": "code,naam",
    "rijbewijzen": "code,naam",
    "vervoermiddelen": "code,naam",
    "regiostralen": "code,km",
    PUBLICATIE: (
        "gemeentecode,gemeente,gemeente_met_profiel,gemeente_zonder_profiel,"
        "uwv_met_profiel,uwv_zonder_profiel,totaal"
    ),
    "herindelingen": "datum,opgeheven,nieuw,naam,arbeidsmarktregio,deel,postcodes",
    "doelgroep_landelijk": "kwartaal,personen,aan_het_werk",
    "bronnen": "bestand,omschrijving,bron,datum,licentie",
}
EIGEN_LIJSTEN = ["vaardigheden", "affiniteiten", "taaksoorten"]

# Section and its first and last division. SBI 2008 leaves out 05 and 07 of NACE Rev. 2 (coal and
# metal ores, which nobody digs up in the Netherlands): 86 divisions, not 88.
SBI_SECTIES = {
    "A": (1, 3),
    "B": (6, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}

zonder_aanlevering = pytest.mark.skipif(
    not AANGELEVERD.is_dir(), reason="de aangeleverde gegevens staan niet naast het project"
)


def rijen(naam, map_=FIXTURES):
    with (map_ / f"{naam}.csv").open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


def codes(naam):
    return [rij["code"] for rij in rijen(naam)]


def zonder_accenten(tekst):
    return unicodedata.normalize("NFKD", tekst).encode("ascii", "ignore").decode().lower()


@pytest.mark.parametrize("naam", KOLOMMEN)
def test_a_file_has_its_columns_and_no_untidy_cells(naam):
    tekst = (FIXTURES / f"{naam}.csv").read_bytes().decode("utf-8")

    assert tekst.splitlines()[0] == KOLOMMEN[naam]
    # The publication is compared by its bytes with what we write: CSV after RFC 4180.
    einde = "\r\n" if naam == PUBLICATIE else "\n"
    assert tekst.endswith(einde)
    assert einde.join(tekst.splitlines()) + einde == tekst
    # A section of the SBI has no section above it; a merger takes all postcodes with it; how many
    # people work was not published of every quarter.
    mag_leeg = {"sectie", "postcodes", "aan_het_werk"}
    for rij in rijen(naam):
        assert None not in rij, f"{rij}: te veel cellen"
        assert None not in rij.values(), f"{rij}: te weinig cellen"
        for kolom, cel in rij.items():
            assert cel or kolom in mag_leeg, f"{rij}: {kolom} is leeg"
            assert cel == " ".join(cel.split()), f"{rij}: {kolom} heeft losse spaties"


def test_every_file_is_known_here():
    assert {bestand.stem for bestand in FIXTURES.iterdir()} == set(KOLOMMEN)


def test_every_file_has_a_source_and_every_source_a_file():
    bestanden = {bestand.name for bestand in FIXTURES.iterdir()} - {"bronnen.csv"}

    assert sorted(rij["bestand"] for rij in rijen("bronnen")) == sorted(bestanden)


def test_a_source_has_a_date_and_an_own_list_says_who_may_extend_it():
    for rij in rijen("bronnen"):
        assert datetime.date.fromisoformat(rij["datum"]) <= datetime.date(2026, 11, 23)
    van = {rij["bestand"]: rij for rij in rijen("bronnen")}
    for naam in EIGEN_LIJSTEN:
        assert van[f"{naam}.csv"]["bron"] == "eigen lijst"
        assert "functioneel beheerder" in van[f"{naam}.csv"]["omschrijving"]


@pytest.mark.parametrize(
    ("naam", "aantal"),
    [("arbeidsmarktregios", 35), ("gemeenten", 355), ("competenties", 25), ("sectoren", 21 + 86)],
)
def test_a_list_of_a_standard_is_complete(naam, aantal):
    assert len(rijen(naam)) == aantal


@pytest.mark.parametrize(
    ("naam", "minstens"),
    [("vaardigheden", 160), ("affiniteiten", 45), ("taaksoorten", 34), ("talen", 30)],
)
def test_an_own_list_is_long_enough_to_choose_from(naam, minstens):
    assert len(rijen(naam)) >= minstens


@pytest.mark.parametrize("naam", [n for n, k in KOLOMMEN.items() if k.startswith("code,")])
def test_a_code_and_a_name_stand_once(naam):
    # In the SBI a section with one division shares its name: P and 85 are both Onderwijs.
    for kolom in ["code"] if naam == "sectoren" else KOLOMMEN[naam].split(",")[:2]:
        waarden = [zonder_accenten(rij[kolom]) for rij in rijen(naam)]
        dubbel = {waarde for waarde in waarden if waarden.count(waarde) > 1}
        assert not dubbel, f"{naam}.{kolom}: {dubbel}"


@pytest.mark.parametrize(
    ("naam", "vorm"),
    [
        ("arbeidsmarktregios", r"AM\d\d"),
        ("gemeenten", r"GM\d{4}"),
        ("sectoren", r"[A-U]|\d\d"),
        ("competenties", r"241\d\d"),
        ("talen", r"[a-z]{3}"),
        *[(naam, r"[a-z0-9]+(-[a-z0-9]+)*") for naam in EIGEN_LIJSTEN],
    ],
)
def test_a_code_has_the_form_of_its_list(naam, vorm):
    assert [code for code in codes(naam) if not re.fullmatch(vorm, code)] == []
    assert max(map(len, codes(naam))) <= 60  # the length of the column


def test_the_codes_of_the_standards_are_exactly_these():
    assert codes("opleidingsniveaus") == ["1", "2", "3", "4", "5", "6", "9"]
    assert codes("vervoermiddelen") == ["1", "2", "3", "4", "5", "9"]
    stralen = {rij["code"]: int(rij["km"]) for rij in rijen("regiostralen")}
    assert stralen == dict(zip("123456789", (5, 10, 15, 25, 50, 75, 100, 125, 150), strict=True))
    verwacht = {"A", "A1", "A2", "AM", "B", "B+", "BE", "C", "C1", "C1E", "CE", "T"}
    assert set(codes("rijbewijzen")) == verwacht | {"D", "D1", "D1E", "DE"}
    bestaat_niet = {"24103", "24117"}
    assert set(codes("competenties")) == {str(c) for c in range(24100, 24127)} - bestaat_niet
    assert {"nld", "dse"} <= set(codes("talen"))


def test_the_sbi_has_its_sections_and_their_divisions():
    verwacht = dict.fromkeys(SBI_SECTIES, "")
    for sectie, (van, tot) in SBI_SECTIES.items():
        verwacht |= {f"{nummer:02}": sectie for nummer in range(van, tot + 1) if nummer != 7}

    assert {rij["code"]: rij["sectie"] for rij in rijen("sectoren")} == verwacht


def test_a_gemeente_lies_in_a_known_region_and_in_the_netherlands():
    regios = codes("arbeidsmarktregios")
    gemeenten = rijen("gemeenten")

    assert {rij["arbeidsmarktregio"] for rij in gemeenten} == set(regios)
    for rij in gemeenten:
        assert 50.7 < float(rij["breedtegraad"]) < 53.6, rij["naam"]
        assert 3.3 < float(rij["lengtegraad"]) < 7.3, rij["naam"]


def test_postcodes_belong_to_one_gemeente_and_every_gemeente_has_some():
    gebieden = rijen("postcodegebieden")
    reeksen = sorted((int(rij["van"]), int(rij["tot"])) for rij in gebieden)

    assert {rij["gemeente"] for rij in gebieden} == set(codes("gemeenten"))
    assert all(1000 <= van <= tot <= 9999 for van, tot in reeksen)
    overlap = [(eerste, tweede) for eerste, tweede in pairwise(reeksen) if tweede[0] <= eerste[1]]
    assert overlap == []


def test_vaardigheden_stand_by_group_and_in_alphabetical_order():
    vaardigheden = [
        (zonder_accenten(rij["groep"]), zonder_accenten(rij["naam"]))
        for rij in rijen("vaardigheden")
    ]

    assert vaardigheden == sorted(vaardigheden)
    groepen = {groep: len(list(rest)) for groep, rest in groupby(vaardigheden, lambda v: v[0])}
    assert 12 <= len(groepen) <= 16
    assert min(groepen.values()) >= 5, "een groep met zo weinig keuze helpt niemand"


@pytest.mark.parametrize("naam", ["affiniteiten", "taaksoorten"])
def test_a_list_without_groups_stands_in_alphabetical_order(naam):
    namen = [zonder_accenten(rij["naam"]) for rij in rijen(naam)]

    assert namen == sorted(namen)


@pytest.mark.parametrize("naam", EIGEN_LIJSTEN)
def test_a_name_is_a_short_phrase_and_not_a_sentence(naam):
    for rij in rijen(naam):
        assert rij["naam"][0].islower(), rij
        assert rij["naam"][-1].isalnum(), rij
        assert len(rij["naam"].split()) <= 8, rij


def test_an_omschrijving_of_a_taaksoort_is_one_sentence():
    for rij in rijen("taaksoorten"):
        zin = rij["omschrijving"]
        assert zin[0].isupper(), rij
        assert zin.endswith("."), rij
        assert zin.count(".") == 1, rij
        assert len(zin) <= 200, rij  # the length of the column


def test_the_publication_adds_up_and_is_about_the_gemeenten_of_its_region():
    *gemeenten, totaal = [list(rij.values()) for rij in rijen(PUBLICATIE)]
    tabel = [[int(cel) for cel in rij[2:]] for rij in gemeenten]

    assert all(sum(delen) == som for *delen, som in tabel)
    assert [sum(kolom) for kolom in zip(*tabel, strict=True)] == [int(cel) for cel in totaal[2:]]
    assert totaal[:2] == ["AM19", "TOTAAL AMR"]
    regio = {
        (rij["code"], rij["naam"])
        for rij in rijen("gemeenten")
        if rij["arbeidsmarktregio"] == "AM19"
    }
    assert {tuple(rij[:2]) for rij in gemeenten} == regio


@zonder_aanlevering
def test_gemeenten_and_postcodes_are_those_that_were_handed_over():
    aangeleverd = rijen("gemeenten_2020", AANGELEVERD)
    kolommen = ("gemeentecode", "gemeente", "arbeidsmarktregiocode", "breedtegraad", "lengtegraad")

    assert {tuple(rij.values()) for rij in rijen("gemeenten")} == {
        tuple(rij[kolom] for kolom in kolommen) for rij in aangeleverd
    }
    # "9904-9909 9931" is a range and a single postcode
    assert {tuple(rij.values()) for rij in rijen("postcodegebieden")} == {
        (rij["gemeentecode"], reeks.partition("-")[0], reeks.rpartition("-")[2])
        for rij in aangeleverd
        for reeks in rij["postcodes_pc4"].split()
    }


@zonder_aanlevering
@pytest.mark.parametrize(
    ("naam", "bron"),
    [("arbeidsmarktregios", "arbeidsmarktregios_2020"), (PUBLICATIE, PUBLICATIE)],
)
def test_regions_and_publication_are_those_that_were_handed_over(naam, bron):
    assert rijen(naam) == rijen(bron, AANGELEVERD)
