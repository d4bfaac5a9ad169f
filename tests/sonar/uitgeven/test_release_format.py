"""A release outlives the code: other columns and words of today change nothing of what is out."""

import dataclasses
import hashlib
import itertools
import json
import re

import grimp
import pytest
from django.core.management import CommandError, call_command

from sonar.models import Inschrijving, Medewerker
from sonar.rapportage.export import pdf
from sonar.rapportage.export.csv import to_csv
from sonar.rapportage.export.formats import FORMATS
from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven import remake as remaking
from sonar.rapportage.uitgeven.archive import write_folder
from sonar.rapportage.uitgeven.manifest import canonical
from sonar.rapportage.uitgeven.published import tabellen
from sonar.rapportage.uitgeven.release_format import (
    LIBRARIES,
    RELEASE_FORMATS,
    UnknownFormatError,
    format_of,
    newest,
    schema_of,
)
from sonar.rapportage.uitgeven.remake import compare, files_that_differ
from sonar.rapportage.uitgeven.samenstellen import UitgaveGeweigerdError, tabel_van
from sonar.rapportage.uitgeven.signing import public_key
from sonar.rapportage.uitgeven.sources import ROOT, SOURCES, libraries, sources_hash
from sonar.rapportage.uitgeven.uitgeven import keur_goed, open_uitgave
from sonar.rapportage.uitgeven.verify import check, read_key
from tests.bouwers import gemeente, medewerker, zichtbare_klant
from tests.sonar.cijfers.test_formaten import een_tabel
from tests.sonar.schermen import aan_het_werk
from tests.sonar.uitgeven.test_uitgeven_openbaar import MOMENT, uitgegeven, voorstel


# Is number 1 out with a real release? Then give what you change the next number, write the old
# columns and words out in release_format.py, and leave this hash alone.
FROZEN = {1: "b358edd75379c9263c130f28a41e1815e7d63022e27a4d868edc4c25b08ef7bf"}
NEWER = KOLOMMEN[1]  # the column that the tables of the past did not have
OLD_WORDS = "De woorden van toen."


@pytest.fixture
def past(monkeypatch):
    """Work in a past with a column less, other headings and other words; then `return_to_today`.

    Of number 0 only its place in the list is left today, with the columns and words of today: what
    a release says of itself must be enough.
    """
    today = newest()
    columns = [
        dataclasses.replace(column, definitie=OLD_WORDS, kop=f"{column.kop} (toen)")
        for column in today.columns
        if column is not NEWER
    ]
    texts = dataclasses.replace(
        today.texts,
        bron=OLD_WORDS,
        begrippen=(("peildatum", OLD_WORDS),),
        toelichting=(("Vroeger", OLD_WORDS),),
    )
    old = dataclasses.replace(today, number=0, columns=tuple(columns), texts=texts)
    monkeypatch.delitem(RELEASE_FORMATS, today.number)
    monkeypatch.setitem(RELEASE_FORMATS, 0, old)

    def return_to_today():
        monkeypatch.setitem(RELEASE_FORMATS, 0, dataclasses.replace(today, number=0))
        monkeypatch.setitem(RELEASE_FORMATS, today.number, today)

    return return_to_today


@pytest.fixture
def people(db):
    """Leiden 14, Katwijk 3."""
    katwijk = gemeente("GM0537")
    mensen = [zichtbare_klant() for _ in range(17)]
    Inschrijving.objects.filter(werkzoekende__in=mensen[14:]).update(gemeente=katwijk)
    return mensen


def files_of(uitgave):
    return open_uitgave(uitgave=uitgave, medewerker=None, moment=MOMENT)


def publiceer_controleer(uitgave, capsys):
    wie = medewerker(rol=Medewerker.Rol.AUDITOR).account.get_username()
    call_command("publiceer", "controleer", uitgave.kenmerk, "--medewerker", wie)
    return capsys.readouterr().out


def test_what_came_out_in_a_format_of_the_past_stays_as_it_was(people, past, tmp_path, capsys):
    old = uitgegeven("2020KW03")
    kept = files_of(old)
    past()

    # Read: with its own columns and words.
    tabel = tabel_van(old)
    assert [kolom.naam for kolom in tabel.kolommen] == [
        kolom.naam for kolom in KOLOMMEN if kolom is not NEWER
    ]
    assert tabellen([old]) == {old.pk: tabel}
    assert OLD_WORDS in dict(tabel.definities).values()

    # The next one: in the format of today, beside the old one.
    new = uitgegeven("2020KW04")
    assert tabel_van(new).kolommen == KOLOMMEN
    assert [json.loads(bytes(een.manifest))["formaat"] for een in (old, new)] == [0, 1]

    # Made again, and verified.
    assert "dezelfde bytes" in publiceer_controleer(old, capsys)
    assert "dezelfde bytes" in publiceer_controleer(new, capsys)
    assert files_of(old) == kept
    (tmp_path / "sleutel.pem").write_bytes(public_key())
    for een in (old, new):
        write_folder(files_of(een), tmp_path / een.kenmerk)
    mappen = [tmp_path / een.kenmerk for een in (old, new)]
    assert check(mappen, read_key(tmp_path / "sleutel.pem"), None) == []


def test_the_pages_show_each_release_as_it_came_out(people, past, client):
    old = uitgegeven("2020KW03")
    past()
    new = uitgegeven("2020KW04")

    toen = client.get("/cijfers?regio=AM19&kwartaal=2020KW03").text
    assert "met klantprofiel (toen)" in toen
    assert OLD_WORDS in toen
    assert f">{NEWER.kop}<" not in toen
    nu = client.get("/cijfers?regio=AM19&kwartaal=2020KW04").text
    assert OLD_WORDS not in nu
    assert f">{NEWER.kop}<" in nu

    # Side by side: the columns that they share.
    naast = client.get("/cijfers?regio=AM19&kwartaal=2020KW04&naast=2020KW03").text
    vergelijking = naast[naast.index("Naast elkaar") :]
    assert "Gemeente verantwoordelijk, met klantprofiel" in vergelijking
    assert NEWER.volle_kop not in vergelijking

    auditor = aan_het_werk(medewerker(rol=Medewerker.Rol.AUDITOR))
    for een in (old, new):
        assert client.get(f"/cijfers/uitgaven/{een.kenmerk}").status_code == 200
        assert auditor.get(f"/sonar/uitgaven/{een.pk}/").status_code == 200
    assert client.get("/cijfers/uitgaven").status_code == 200


def test_a_correction_in_a_newer_format_lists_what_both_can_say(people, past):
    uitgegeven("2020KW04")
    past()
    for _ in range(6):
        zichtbare_klant()

    tweede = uitgegeven("2020KW04", soort="correctie")

    tekst = bytes(tweede.bestanden.get(naam="wijzigingen.txt").inhoud).decode()
    assert "met klantprofiel: was 15, is 20." in tekst
    assert NEWER.volle_kop not in tekst
    assert not files_that_differ(tweede)


def test_an_internal_release_of_the_past_is_made_again_with_its_own_columns(people, past, capsys):
    old = uitgegeven("2020KW04", Editie.INTERN)
    past()
    assert "dezelfde bytes" in publiceer_controleer(old, capsys)
    assert len(tabel_van(old).totaal.waarden) == len(KOLOMMEN) - 1


def test_a_format_that_this_version_does_not_know_gets_a_sentence(people, monkeypatch):
    uitgave = uitgegeven()
    monkeypatch.setitem(RELEASE_FORMATS, 2, RELEASE_FORMATS[1])
    monkeypatch.delitem(RELEASE_FORMATS, 1)
    with pytest.raises(UnknownFormatError, match="heeft formaat 1"):
        format_of(json.loads(bytes(uitgave.manifest)))
    wie = medewerker(rol=Medewerker.Rol.AUDITOR).account.get_username()
    with pytest.raises(CommandError, match="heeft formaat 1"):
        call_command("publiceer", "controleer", uitgave.kenmerk, "--medewerker", wie)
    # It can still be read.
    assert tabel_van(uitgave).kolommen == KOLOMMEN


# --- libraries ---


@pytest.fixture
def another_typst(monkeypatch):
    """Another version of typst, that writes other bytes."""
    monkeypatch.setitem(
        FORMATS, "pdf", dataclasses.replace(FORMATS["pdf"], write=lambda _: b"other bytes")
    )
    monkeypatch.setattr(remaking, "libraries", lambda: libraries() | {"typst": "99.1"})


def test_another_version_of_a_library_is_told_as_that(people, request, capsys):
    uitgave = uitgegeven(editie=Editie.LETTERLIJK)
    request.getfixturevalue("another_typst")

    gezegd = publiceer_controleer(uitgave, capsys)

    assert "op dezelfde cijfers uit" in gezegd
    assert f".pdf: typst {libraries()['typst']}, nu 99.1" in gezegd
    assert ".csv" not in gezegd


def test_what_no_library_explains_is_told_as_different(people, request, monkeypatch):
    uitgave = uitgegeven(editie=Editie.LETTERLIJK)
    request.getfixturevalue("another_typst")
    monkeypatch.setitem(
        FORMATS, "csv", dataclasses.replace(FORMATS["csv"], write=lambda _: b"other figures")
    )
    assert compare(uitgave).different == (
        "datapackage.json",
        "klantprofielen_2020KW04_AM19_letterlijk.csv",
    )
    monkeypatch.setattr(remaking, "libraries", libraries)
    assert "klantprofielen_2020KW04_AM19_letterlijk.pdf" in compare(uitgave).different


def test_a_proposal_that_another_library_would_make_otherwise_is_not_approved(people, request):
    uitgave = voorstel(editie=Editie.LETTERLIJK)
    request.getfixturevalue("another_typst")
    with pytest.raises(UitgaveGeweigerdError, match="het programma is vernieuwd"):
        keur_goed(uitgave=uitgave, medewerker=medewerker(rol=Medewerker.Rol.AUDITOR), moment=MOMENT)


# --- frozen ---


def content_of(release_format):
    """All that a number fixes, but what depends on the version of a library."""
    total = hashlib.sha256(canonical(schema_of(release_format)))
    for editie in Editie:
        tabel = dataclasses.replace(
            een_tabel(editie), kolommen=release_format.columns, teksten=release_format.texts
        )
        for name, content in sorted(release_format.write(tabel).items()):
            total.update(name.encode())
            if not name.endswith(tuple(LIBRARIES)):
                total.update(content)
        on_paper = pdf._publication(tabel) | {"kaart": ""}
        total.update(json.dumps(on_paper, ensure_ascii=False).encode())
    total.update(pdf.PUBLICATION)
    exact = dataclasses.replace(
        een_tabel(Editie.INTERN),
        rijen=tuple(
            dataclasses.replace(rij, waarden=tuple(waarde or 7 for waarde in rij.waarden))
            for rij in een_tabel().rijen
        ),
    )
    protected = release_format.protect(exact, [], frozenset())
    total.update(to_csv(protected))
    return total.hexdigest()


@pytest.mark.parametrize("number", sorted(RELEASE_FORMATS))
def test_a_format_that_is_out_never_changes(number):
    assert content_of(RELEASE_FORMATS[number]) == FROZEN[number]


def test_what_a_manifest_carries_is_the_whole_format():
    for release_format in RELEASE_FORMATS.values():
        carried = json.loads(canonical(schema_of(release_format)))
        assert format_of(carried) == release_format


def test_the_next_release_has_the_columns_of_the_table():
    assert newest().columns is KOLOMMEN


# --- sources ---


def test_the_sources_are_what_a_release_imports():
    graph = grimp.build_graph("sonar", cache_dir=None)
    rooms = ("sonar.rapportage.", "sonar.rules.")
    todo, imported = ["sonar.rapportage.uitgeven.samenstellen"], set()
    while todo:
        module = todo.pop()
        if module.startswith(rooms) and module not in imported:
            imported.add(module)
            todo += graph.find_modules_directly_imported_by(module)
    modules = {f"{name.replace('.', '/')}.py" for name in imported}
    assert {path for path in SOURCES.values() if path.endswith(".py")} == modules
    assert len(set(SOURCES.values())) == len(SOURCES)
    for path in SOURCES.values():
        assert (ROOT / path).is_file()


def test_every_fixture_that_a_source_reads_is_a_source():
    sources = [ROOT / path for path in SOURCES.values() if path.endswith(".py")]
    named = re.compile(r'_read\("(\w+)"\)|"(\w+)\.csv"')
    read = {
        one or other for path in sources for one, other in named.findall(path.read_text("utf-8"))
    }
    assert read == {"gemeenten", "herindelingen"}
    assert {f"fixtures/{name}.csv" for name in read} <= set(SOURCES.values())


def test_moving_a_source_changes_nothing_and_changing_one_does(tmp_path):
    was = sources_hash(SOURCES, ROOT)
    moved = {}
    for number, (name, path) in enumerate(SOURCES.items()):
        moved[name] = f"elsewhere/{number}"
        (tmp_path / moved[name]).parent.mkdir(exist_ok=True)
        (tmp_path / moved[name]).write_bytes((ROOT / path).read_bytes())
    assert sources_hash(moved, tmp_path) == was
    for path in moved.values():
        content = (tmp_path / path).read_bytes()
        (tmp_path / path).write_bytes(content + b"\n")
        assert sources_hash(moved, tmp_path) != was
        (tmp_path / path).write_bytes(content)


def test_two_sources_that_swap_their_contents_are_another_version(tmp_path):
    for one, other in itertools.permutations(("a", "b")):
        (tmp_path / f"{one}{other}").write_text(one)
    assert sources_hash({"x": "ab", "y": "ba"}, tmp_path) != sources_hash(
        {"x": "ba", "y": "ab"}, tmp_path
    )
