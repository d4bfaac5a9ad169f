"""A table that does not add up is refused with the place of the mistake."""

import pytest
from hypothesis import given, strategies as st

from simulatie.regio.cijfers import (
    COLUMNS,
    Gemeentecijfers,
    InvalidFiguresError,
    doelgroep_size,
    read_figures,
)


GEMEENTEN = {"GM0546": "AM19", "GM0537": "AM19", "GM0518": "AM21"}
KOP = ",".join(COLUMNS)
LEIDEN = "GM0546,Leiden,1,2,3,4,10"
KATWIJK = "GM0537,Katwijk,5,0,0,1,6"
TOTAAL = "AM19,TOTAAL AMR,6,2,3,5,16"


@pytest.fixture
def lees(tmp_path):
    def lees(*regels, einde="\n"):
        pad = tmp_path / "cijfers.csv"
        pad.write_bytes(einde.join(regels).encode())
        return read_figures(pad, regio="AM19", gemeenten=GEMEENTEN)

    return lees


def test_a_table_that_adds_up_is_read(lees):
    gelezen = lees(KOP, LEIDEN, KATWIJK, TOTAAL)

    assert gelezen == [
        Gemeentecijfers("GM0546", 1, 2, 3, 4),
        Gemeentecijfers("GM0537", 5, 0, 0, 1),
    ]
    assert gelezen[0].totaal == 10


def test_a_table_from_a_spreadsheet_is_read(lees):
    """With a byte order mark, Windows line ends, quotes and an empty line at the end."""
    rijen = (f"\ufeff{KOP}", '"GM0546","Leiden, stad",1,2,3,4,10', KATWIJK, TOTAAL, ",,,,,,", "")

    assert len(lees(*rijen, einde="\r\n")) == 2


@pytest.mark.parametrize(
    ("regels", "plaats", "wat"),
    [
        ([KOP, "GM0546,Leiden,1,2,3,4,11", KATWIJK, TOTAAL], "Regel 2, kolom totaal", "is 10"),
        (
            [KOP, LEIDEN, KATWIJK, "AM19,TOTAAL AMR,6,2,4,4,16"],
            "Regel 4, kolom uwv_met_profiel",
            "tot 3",
        ),
        (
            [KOP, LEIDEN, KATWIJK, "AM19,TOTAAL AMR,6,2,3,5,17"],
            "Regel 4, kolom totaal",
            "is 16 en niet 17",
        ),
        (
            [KOP, LEIDEN, KATWIJK.replace("GM0537", "GM9999"), TOTAAL],
            "Regel 3, kolom gemeentecode",
            "geen gemeente",
        ),
        (
            [KOP, LEIDEN, KATWIJK, "GM0518,Den Haag,0,0,0,0,0", TOTAAL],
            "Regel 4, kolom gemeentecode",
            "ligt in AM21",
        ),
        ([KOP, LEIDEN, LEIDEN, TOTAAL], "Regel 3, kolom gemeentecode", "al op regel 2"),
        (
            [KOP, LEIDEN, "AM19,TOTAAL AMR,1,2,3,4,10"],
            "Regel 3, kolom gemeentecode",
            "ontbreekt GM0537",
        ),
        ([KOP, LEIDEN, KATWIJK], "Regel 3, kolom gemeentecode", "totaal van de regio"),
        (
            [KOP, LEIDEN, KATWIJK, TOTAAL.replace("AM19", "AM21")],
            "Regel 4, kolom gemeentecode",
            "met code AM19",
        ),
        ([KOP, TOTAAL, LEIDEN, KATWIJK, TOTAAL], "Regel 2, kolom gemeentecode", "onderaan"),
        (
            [KOP, "GM0546,Leiden,1,-2,3,4,6", KATWIJK, TOTAAL],
            "Regel 2, kolom gemeente_zonder_profiel",
            "minder dan nul",
        ),
        (
            [KOP, "GM0546,Leiden,1,2,drie,4,10", KATWIJK, TOTAAL],
            "Regel 2, kolom uwv_met_profiel",
            "geen aantal",
        ),
        (
            [KOP, '"GM0546",Leiden,1,2,"1.254",4,10', KATWIJK, TOTAAL],
            "Regel 2, kolom uwv_met_profiel",
            "zonder punt",
        ),
        (
            [KOP, "GM0546,Leiden,1,2,,4,10", KATWIJK, TOTAAL],
            "Regel 2, kolom uwv_met_profiel",
            "geen aantal",
        ),
        (
            [KOP, "GM0546,Leiden,1,2,9999999,4,10", KATWIJK, TOTAAL],
            "Regel 2, kolom uwv_met_profiel",
            "999999",
        ),
        ([KOP, "GM0546,Leiden,1,2,3,10", TOTAAL], "Regel 2, kolom totaal", "ontbreekt"),
        ([KOP, f"{LEIDEN},7", TOTAAL], "Regel 2, kolom 8", "geen waarde meer"),
        ([KOP.replace("uwv_met", "UWV_met"), LEIDEN], "Regel 1, kolom uwv_met_profiel", "UWV_met"),
        ([KOP.replace(",", ";"), LEIDEN], "Regel 1, kolom gemeentecode", "met komma's"),
        ([f"{KOP},extra", LEIDEN], "Regel 1, kolom 8", "geen kolom meer"),
        ([LEIDEN, KATWIJK, TOTAAL], "Regel 1, kolom gemeentecode", "De eerste regel is"),
        ([KOP], "Regel 2, kolom gemeentecode", "gemeenten"),
        ([""], "Regel 1, kolom gemeentecode", "leeg"),
        ([KOP, 'GM0546,"Leiden,1,2,3,4,10', TOTAAL], "Regel 3", "aanhalingstekens"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(lees, regels, plaats, wat):
    with pytest.raises(InvalidFiguresError) as fout:
        lees(*regels)

    assert str(fout.value).startswith(plaats)
    assert wat in str(fout.value)


def test_a_file_that_is_not_utf_8_is_refused_at_the_letter(tmp_path):
    pad = tmp_path / "cijfers.csv"
    pad.write_bytes(f"{KOP}\n{LEIDEN}\nGM0537,Súdwest,5,0,0,1,6\n".encode("latin-1"))

    with pytest.raises(InvalidFiguresError, match=r"^Regel 3, kolom gemeente: dit is geen UTF-8"):
        read_figures(pad, regio="AM19", gemeenten=GEMEENTEN)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidFiguresError, match=r"weg\.csv is er niet"):
        read_figures(tmp_path / "weg.csv", regio="AM19", gemeenten=GEMEENTEN)


def test_a_directory_is_not_a_file(tmp_path):
    with pytest.raises(InvalidFiguresError, match="niet te lezen"):
        read_figures(tmp_path, regio="AM19", gemeenten=GEMEENTEN)


@given(rommel=st.binary(max_size=400))
def test_rubbish_is_always_refused_with_a_sentence(tmp_path_factory, rommel):
    pad = tmp_path_factory.mktemp("rommel") / "cijfers.csv"
    for inhoud in (rommel, f"{KOP}\n".encode() + rommel, f"{KOP}\n{LEIDEN}\n".encode() + rommel):
        pad.write_bytes(inhoud)
        with pytest.raises(InvalidFiguresError):
            read_figures(pad, regio="AM19", gemeenten=GEMEENTEN)


def test_the_register_is_as_large_as_asked_or_as_in_the_publication():
    assert doelgroep_size(3851, None) == 5636
    assert doelgroep_size(100, 250) == 250
    assert doelgroep_size(0, None) == 0


@pytest.mark.parametrize("gevraagd", [99, 1_000_000])
def test_a_register_cannot_hold_fewer_people_than_are_known(gevraagd):
    with pytest.raises(InvalidFiguresError, match="van 100 tot en met 999999"):
        doelgroep_size(100, gevraagd)
