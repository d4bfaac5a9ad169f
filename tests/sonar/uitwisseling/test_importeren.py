"""In and out: the dashboard export and VUM profiles, line by line, nothing guessed."""

import csv
import datetime
import json
import re
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from sonar.models import Klantprofiel, Medewerker, Profielversie, Sector, Verwerking
from sonar.uitwisseling.dashboard import KOLOMMEN, to_change
from sonar.uitwisseling.vum import from_vum, to_vum
from tests.bouwers import (
    codelijsten,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    volledig_klantprofiel,
)


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
SCHEMA = (
    Path(settings.BASE_DIR).parent / "shared/vum/json-schema-werkzoekendenprofielen-v0.8.2.json"
)


@pytest.fixture
def wie():
    codelijsten()
    return medewerker()


@pytest.fixture
def klant(wie):
    return inschrijving(klantmanager=wie).werkzoekende


def regel(klant, **anders):
    leeg = dict.fromkeys(KOLOMMEN, "")
    return (
        leeg
        | {
            "BSN": klant.bsn,
            "Beschikbare uren/wk": "24",
            "Opleidingsniveau": "vmbo",
            "Beroepssector": "47",
            "Mondeling Nederlands": "goed",
            "Schriftelijk Nederlands": "redelijk",
            "Rijbewijs": "B, AM",
            "Vervoer": "Fiets",
            "Volledige Naam": "Iemand Anders",
            "Leeftijd": "33",
            "Telefoonnummer": "0600000001",
        }
        | anders
    )


def als_csv(tmp_path, *regels, naam="export.csv", scheiding=","):
    pad = tmp_path / naam
    with pad.open("w", encoding="utf-8-sig", newline="") as bestand:
        schrijver = csv.DictWriter(bestand, KOLOMMEN, delimiter=scheiding)
        schrijver.writeheader()
        schrijver.writerows(regels)
    return pad


def als_xlsx(tmp_path, *regels):
    boek = Workbook()
    boek.active.append(list(KOLOMMEN))
    for rij in regels:
        boek.active.append([int(cel) if cel == "24" else cel for cel in rij.values()])
    boek.save(tmp_path / "export.xlsx")
    return tmp_path / "export.xlsx"


def importeer(capsys, pad, wie, *opties):
    call_command("importeer", str(pad), f"--medewerker={wie.account.username}", *opties)
    return capsys.readouterr().out


def test_there_are_35_columns():
    assert len(KOLOMMEN) == 35


@pytest.mark.parametrize("soort", [als_csv, als_xlsx])
def test_first_a_trial_then_for_real_then_nothing_left_to_do(tmp_path, capsys, wie, klant, soort):
    pad = soort(tmp_path, regel(klant))

    proef = importeer(capsys, pad, wie)
    assert "Proef (er is niets gewijzigd): 1 gewijzigd" in proef
    assert re.search(r"regel 2: gewijzigd \(telefoon, .*opleidingen, talen\)", proef)
    assert "0600000001" not in proef
    assert not Klantprofiel.objects.exists()
    assert "Ingelezen: 1 gewijzigd, 0 ongewijzigd, 0 met een fout" in importeer(
        capsys, pad, wie, "--uitvoeren"
    )
    assert "0 gewijzigd, 1 ongewijzigd" in importeer(capsys, pad, wie, "--uitvoeren")

    profiel = Klantprofiel.objects.get()
    klant.refresh_from_db()
    assert (profiel.uren_min, profiel.uren_max, profiel.rijbewijzen) == (24, 24, ["B", "AM"])
    assert profiel.opleidingen.get().niveau == "2"
    assert profiel.talen.get().mondeling == "3"
    assert list(profiel.sectoren.values_list("pk", flat=True)) == ["47"]
    assert (klant.telefoon, klant.achternaam) == ("0600000001", "Testpersoon")  # no name taken
    assert Profielversie.objects.count() == 1
    gelogd = Verwerking.objects.filter(persoon=klant.pk, grond="eigen-klant").order_by("id")
    # A trial tells something of a person too, and so does 'nothing changed'.
    assert list(gelogd.values_list("handeling", flat=True)) == ["inzien", "wijzigen", "inzien"]


def test_semicolons_are_read_too(tmp_path, capsys, wie, klant):
    pad = als_csv(tmp_path, regel(klant), scheiding=";")

    assert "1 gewijzigd" in importeer(capsys, pad, wie)


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"BSN": "123456789"}, "BSN: geen geldig burgerservicenummer"),
        ({"Opleidingsniveau": "vakdiploma"}, "Opleidingsniveau: 'vakdiploma' ken ik niet"),
        ({"Beroepssector": "00"}, "sector: de code '00' ken ik niet"),
        ({"Rijbewijs": "Z"}, "rijbewijzen: de code 'Z' ken ik niet"),
        ({"Vervoer": "paard"}, "Vervoer: 'paard' ken ik niet"),
        ({"Beschikbare uren/wk": "veel"}, "uren_max: 'veel' is geen heel getal"),
        ({"Beschikbare uren/wk": "60"}, "Vul bij de uren"),
        ({"Huisnummer": "Jansen"}, "huisnummer: Waarde van wat hier staat moet een geheel"),
        ({"Postcode": "12"}, "postcode: Schrijf de postcode als vier cijfers en twee hoofdletters"),
        ({"Mondeling Nederlands": "prima"}, "Mondeling Nederlands: 'prima' ken ik niet"),
    ],
)
def test_a_line_is_done_whole_or_not_at_all(tmp_path, capsys, wie, klant, anders, melding):
    goed = inschrijving(klantmanager=wie).werkzoekende
    pad = als_csv(tmp_path, regel(klant, **anders), regel(goed))

    uit = importeer(capsys, pad, wie, "--uitvoeren")

    assert f"regel 2: {melding}" in uit
    assert "1 gewijzigd, 0 ongewijzigd, 1 met een fout" in uit
    assert not Klantprofiel.objects.filter(werkzoekende=klant).exists()
    assert Klantprofiel.objects.filter(werkzoekende=goed).exists()
    assert klant.bsn not in uit


def test_who_is_no_client_of_yours_is_not_touched(tmp_path, capsys, wie):
    vreemd = inschrijving(None, gemeentelijke_dienst("GM0537"), code="GM0537").werkzoekende

    uit = importeer(capsys, als_csv(tmp_path, regel(vreemd)), wie, "--uitvoeren")

    assert "geen klant van u" in uit
    assert not Klantprofiel.objects.exists()
    assert Verwerking.objects.get().handeling == "geweigerd"


def test_the_report_never_repeats_a_number(tmp_path, capsys, wie, klant):
    """Somebody shifted a column: a BSN stands where a code should."""
    for kolom in ("Opleidingsniveau", "Beroepssector", "Rijbewijs", "Beschikbare uren/wk"):
        uit = importeer(capsys, als_csv(tmp_path, regel(klant, **{kolom: klant.bsn})), wie)
        assert "regel 2: fout" in uit, kolom
        assert ("(nummer)" in uit) == (kolom != "Beschikbare uren/wk"), kolom
        assert klant.bsn not in uit


def test_who_does_not_change_profiles_on_the_screen_does_not_here(tmp_path, capsys, klant):
    leider = medewerker(rol=Medewerker.Rol.TEAMLEIDER)

    with pytest.raises(CommandError, match="wijzigt geen klantprofielen"):
        importeer(capsys, als_csv(tmp_path, regel(klant)), leider, "--uitvoeren")


@pytest.mark.parametrize(
    ("naam", "inhoud"),
    [
        ("leeg.csv", b""),
        ("anders.csv", b"a,b,c\r\n1,2,3"),
        ("stuk.xlsx", b"geen zip"),
        ("stuk.csv", b"\xff\xfe\x00"),
        ("stuk.json", b"{"),
        ("ding.json", b'{"a": 1}'),
        ("lijst.json", b"[1, 2]"),
    ],
)
def test_another_file_gets_a_sentence(tmp_path, capsys, wie, naam, inhoud):
    (tmp_path / naam).write_bytes(inhoud)

    with pytest.raises(CommandError, match=r"Dit is geen|kan ik niet lezen|Een VUM-bestand"):
        importeer(capsys, tmp_path / naam, wie)


def test_somebody_who_may_not_be_here_reads_nothing_in(tmp_path, capsys):
    with pytest.raises(CommandError, match="die Sonar in mag"):
        call_command("importeer", str(tmp_path / "x.csv"), "--medewerker=niemand")


# --- VUM ---


def rijk_profiel(wie):
    profiel = volledig_klantprofiel(
        inschrijving(klantmanager=wie).werkzoekende,
        rijbewijzen=["B", "AM"],
        vervoermiddelen=["3", "5"],
    )
    profiel.sectoren.set(Sector.objects.filter(pk="47"))
    return profiel


def vum_van(profiel):
    return to_vum(profiel, in_doelgroep=True)


def test_only_who_is_in_the_register_is_said_to_be(wie):
    profiel = rijk_profiel(wie)

    assert to_vum(profiel, in_doelgroep=True)["indicatieLdrRegistratie"] == 1
    assert to_vum(profiel, in_doelgroep=False)["indicatieLdrRegistratie"] == 2


def test_skills_and_interests_come_in_by_their_name_and_an_unknown_one_is_named(
    wie, tmp_path, capsys
):
    profiel = rijk_profiel(wie)
    vum = vum_van(profiel)
    profiel.vaardigheden.clear()
    vum["arbeidsmarktkwalificatie"]["vakvaardigheid"] = [{"omschrijving": "Vakken VULLEN"}]
    pad = tmp_path / "vum.json"
    pad.write_text(json.dumps([vum]), encoding="utf-8")

    assert "regel 1: gewijzigd (vaardigheden)" in importeer(capsys, pad, wie, "--uitvoeren")
    assert [v.naam for v in profiel.vaardigheden.all()] == ["vakken vullen"]
    vum["arbeidsmarktkwalificatie"]["vakvaardigheid"] = [{"omschrijving": "jongleren"}]
    vum["arbeidsmarktkwalificatie"]["interesse"] = [{"naamInteresse": "dieren"}]
    pad.write_text(json.dumps([vum]), encoding="utf-8")
    uit = importeer(capsys, pad, wie, "--uitvoeren")

    assert "regel 1: fout" in uit
    assert "vaardigheden: 'jongleren' staat niet in de lijst." in uit
    assert [v.naam for v in profiel.vaardigheden.all()] == ["vakken vullen"]


def test_what_sonar_has_no_place_for_is_named(wie):
    wijziging = from_vum(
        {
            "idWerkzoekende": "00000000-0000-4000-8000-000000000001",
            "contactpersoon": [],
            "arbeidsmarktkwalificatie": {"werkervaring": [], "rijbewijs": []},
        }
    )

    assert wijziging.overgeslagen == ["contactpersoon", "werkervaring"]


def test_profiles_of_another_system_are_read_and_change_nobody(wie, klant, tmp_path, capsys):
    een = {
        "werktijden": {"aantalWerkurenPerWeekMaximaal": 40},
        "vervoermiddel": [{"codeVervoermiddel": 2}],
        "indicatieLdrRegistratie": 2,
        "telefoonnummer": ["088-1234567"],
        "bemiddelingsberoep": [{"naamBeroepOngecodeerd": "Secretaresse"}],
        "contactpersoon": [{"naamContactpersoonAfdeling": "Iemand (Bemiddeling)"}],
        "emailadres": ["iemand@example.org"],
        "arbeidsmarktkwalificatie": {"rijbewijs": [{"codeSoortRijbewijs": "B"}]},
    }
    bestand = tmp_path / "vum.json"
    bestand.write_text(json.dumps([een, een | {"idWerkzoekende": "17"}]), encoding="utf-8")

    uit = importeer(capsys, bestand, wie, "--uitvoeren")

    assert "0 gewijzigd, 0 ongewijzigd, 2 met een fout" in uit
    assert uit.count("idWerkzoekende is geen kandidaatnummer van Sonar") == 2
    assert "niet overgenomen: bemiddelingsberoep, contactpersoon, emailadres, telefoonnummer" in uit
    assert not Klantprofiel.objects.exists()


def test_what_goes_out_comes_in_the_same(wie, tmp_path, capsys):
    profiel = rijk_profiel(wie)
    (tmp_path / "vum.json").write_text(json.dumps([vum_van(profiel)]), encoding="utf-8")

    assert "0 gewijzigd, 1 ongewijzigd" in importeer(capsys, tmp_path / "vum.json", wie)
    profiel.opleidingen.all().delete()
    Klantprofiel.objects.filter(pk=profiel.pk).update(uren_max=40)
    importeer(capsys, tmp_path / "vum.json", wie, "--uitvoeren")

    profiel.refresh_from_db()
    assert profiel.uren_max == 24
    assert profiel.opleidingen.get().diploma


def test_what_goes_out_says_nothing_of_who_it_is(wie):
    profiel = rijk_profiel(wie)
    klant = profiel.werkzoekende

    tekst = json.dumps(vum_van(profiel))

    for geheim in (klant.bsn, klant.achternaam, klant.postcode, klant.straat, "Verkoper"):
        assert geheim not in tekst
    assert vum_van(profiel)["idWerkzoekende"] == str(profiel.kandidaatnummer)


def test_what_goes_out_has_the_form_that_we_wrote_down(wie):
    profiel = rijk_profiel(wie)
    profiel.beschikbaar_vanaf = datetime.date(2021, 3, 1)
    form = json.loads((Path(__file__).parent / "vum_form.json").read_text(encoding="utf-8"))

    vum = vum_van(profiel)

    jsonschema.validate(vum, form)
    assert set(vum) == set(form["properties"])  # every part that can go out did


def test_what_goes_out_fits_the_schema_of_vum(wie):
    """Where the schema of the standard is at hand; our own form is always."""
    if not SCHEMA.exists():
        pytest.skip("het schema van de standaard is hier niet")
    # The schema of 0.8.2 has "type": [] and an inline (?i) in places, which no validator takes.
    tekst = re.sub(r'"type":\s*\[\s*\],', "", SCHEMA.read_text(encoding="utf-8"))
    schema = json.loads(tekst.replace("(?i)", ""))

    jsonschema.validate(vum_van(rijk_profiel(wie)), schema)


@pytest.mark.parametrize(
    ("vum", "fout"),
    [
        ({"idWerkzoekende": "1"}, "geen kandidaatnummer"),
        ({"flexibiliteit": {"codeRegiostraal": 77}}, "reisafstand: de code '77'"),
        ({"flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": "mei"}}, "is geen datum"),
        ({"vervoermiddel": [{"codeVervoermiddel": 8}]}, "vervoermiddelen: de code '8'"),
        (
            {"arbeidsmarktkwalificatie": {"opleiding": [{"codeNiveauOpleiding": 8}]}},
            "codeNiveauOpleiding: de code '8'",
        ),
        ({"werktijden": {"aantalWerkurenPerWeekMaximaal": "veel"}}, "geen heel getal"),
        (
            {
                "arbeidsmarktkwalificatie": {
                    "gedragscompetentie": [{"codeGedragscompetentie": 24100}]
                }
            },
            "codeBeheersingGedragscompetentie ontbreekt",  # not guessed to be good
        ),
        (
            {
                "arbeidsmarktkwalificatie": {
                    "opleiding": [{"codeNiveauOpleiding": 2, "indicatieDiploma": 7}]
                }
            },
            "indicatieDiploma: de code '7'",
        ),
    ],
)
def test_unknown_codes_are_named(wie, vum, fout):
    basis = {"idWerkzoekende": "00000000-0000-4000-8000-000000000001"}

    assert any(fout in zin for zin in from_vum(basis | vum).fouten)


@pytest.mark.parametrize("onzin", [{}, {"sector": "x"}, {"arbeidsmarktkwalificatie": [1]}])
def test_nonsense_does_not_break(onzin):
    assert from_vum(onzin).fouten


def test_a_cell_with_one_space_is_an_empty_cell(tmp_path, capsys, wie, klant):
    leeg, spatie = (dict.fromkeys(KOLOMMEN, cel) | {"BSN": klant.bsn} for cel in ("", " "))
    assert to_change(spatie) == to_change(leeg)

    uit = importeer(capsys, als_csv(tmp_path, spatie), wie, "--uitvoeren")

    assert "0 gewijzigd, 1 ongewijzigd, 0 met een fout" in uit
    profiel = Klantprofiel.objects.get(werkzoekende=klant)
    assert (profiel.ingevulde_onderdelen(), profiel.uren_max) == (set(), None)
