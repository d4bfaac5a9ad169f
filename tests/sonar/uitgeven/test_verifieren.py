"""The verifier: a folder is what was published, or it says what is wrong. No database needed."""

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sonar.rapportage.uitgeven import verify
from sonar.rapportage.uitgeven.archive import write_folder
from sonar.rapportage.uitgeven.manifest import (
    MANIFEST,
    SIGNATURE,
    Provenance,
    ReleaseHeader,
    canonical,
    make_manifest,
    sha256_hex,
)
from sonar.rapportage.uitgeven.release_format import newest
from sonar.rapportage.uitgeven.signing import public_key, public_key_fingerprint, sign
from tests.sonar.cijfers.test_formaten import een_tabel


SCRIPT = Path(verify.__file__)
CSV = "klantprofielen_2020KW04_AM19_openbaar.csv"


@pytest.fixture(scope="module")
def bestanden():
    return newest().write(een_tabel())


@pytest.fixture
def keten(tmp_path, bestanden):
    """Three releases as folders, and the public key."""
    (tmp_path / "sleutel.pem").write_bytes(public_key())
    vorige, mappen = None, []
    for plaats in (1, 2, 3):
        kop = ReleaseHeader(
            kenmerk=f"2020KW04-AM19-openbaar-{plaats}",
            nummer=plaats,
            volgnummer=plaats,
            soort="eerste" if plaats == 1 else "correctie",
            bekend_op=datetime.datetime(2021, 1, plaats, tzinfo=datetime.UTC).isoformat(),
            vorige=vorige,
            herkomst=Provenance({"rapportage": "sha256:0"}, public_key_fingerprint()),
            formaat=newest(),
        )
        manifest = make_manifest(een_tabel(), bestanden, kop)
        vorige = sha256_hex(manifest)
        map_ = tmp_path / f"uitgave-{plaats}"
        write_folder({**bestanden, MANIFEST: manifest, SIGNATURE: sign(manifest)}, map_)
        mappen.append(map_)
    return mappen


def verifieer(mappen, *meer):
    klaar = subprocess.run(  # noqa: S603
        [
            sys.executable,
            "-I",
            SCRIPT,
            "--sleutel",
            mappen[0].parent / "sleutel.pem",
            *meer,
            *mappen,
        ],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},  # no settings, no database
    )
    return klaar.returncode, klaar.stdout + klaar.stderr


def test_what_was_published_is_right(keten):
    code, tekst = verifieer(keten)
    assert (code, "Alles klopt" in tekst) == (0, True), tekst
    assert verifieer(keten[::-1])[0] == 0


def test_the_script_is_short_and_knows_nothing_of_sonar():
    regels = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(regels) < 200
    assert not [
        regel
        for regel in regels
        if regel.startswith(("import ", "from ")) and ("sonar" in regel or "django" in regel)
    ]


def test_a_change_in_each_file_is_found(keten, bestanden):
    for naam in [*bestanden, MANIFEST, SIGNATURE]:
        pad = keten[1] / naam
        was = pad.read_bytes()
        for anders in (was[:-1] + bytes([was[-1] ^ 1]), was + b"\n", b""):
            pad.write_bytes(anders)
            fouten = verify.check(keten, verify.read_key(keten[0].parent / "sleutel.pem"), None)
            assert fouten, naam
        pad.unlink()
        assert verifieer(keten)[0] == 1, naam
        pad.write_bytes(was)
    assert verifieer(keten)[0] == 0


def test_a_file_too_many_is_found(keten):
    (keten[0] / "extra.csv").write_text("x")
    assert "extra.csv staat niet in het manifest" in verifieer(keten)[1]


def test_a_release_taken_out_of_the_chain_is_found(keten):
    assert "ontbreekt" in verifieer([keten[0], keten[2]])[1]
    assert "ontbreekt" in verifieer(keten[1:])[1]
    assert "twee keer" in verifieer([keten[0], keten[0]])[1]


def test_a_release_taken_off_the_end_is_found_with_the_anchor(keten):
    anker = sha256_hex((keten[2] / MANIFEST).read_bytes())
    assert verifieer(keten, "--laatste", anker)[0] == 0
    code, tekst = verifieer(keten[:2], "--laatste", anker)
    assert (code, "elders bekend" in tekst) == (1, True)


def onderteken_opnieuw(map_, **anders):
    """What somebody does who has the signing key and wants another past."""
    manifest = json.loads((map_ / MANIFEST).read_bytes())
    manifest["uitgave"] |= anders
    (map_ / MANIFEST).write_bytes(canonical(manifest))
    (map_ / SIGNATURE).write_bytes(sign(canonical(manifest)))


def test_a_release_of_before_the_formats_is_right_too(keten):
    """Its manifest names no format, no columns and no words."""
    manifest = json.loads((keten[0] / MANIFEST).read_bytes())
    for key in ("formaat", "kolommen", "teksten"):
        del manifest[key]
    (keten[0] / MANIFEST).write_bytes(canonical(manifest))
    (keten[0] / SIGNATURE).write_bytes(sign(canonical(manifest)))
    code, tekst = verifieer(keten[:1])
    assert (code, "Alles klopt" in tekst) == (0, True), tekst


def test_a_release_replaced_by_another_signed_one_breaks_the_chain(keten):
    onderteken_opnieuw(keten[1], soort="revisie")
    code, tekst = verifieer(keten)
    assert (code, "openbaar-3 volgt niet op de uitgave ervoor" in tekst) == (1, True)


def test_releases_of_two_editions_are_not_one_chain(keten):
    onderteken_opnieuw(keten[2], editie="intern")
    assert "een en dezelfde" in verifieer(keten)[1]


def test_a_release_signed_with_another_key_is_not_ours(keten, settings):
    settings.UITGAVE_SLEUTEL = "een andere sleutel"
    (keten[0].parent / "sleutel.pem").write_bytes(public_key())
    assert "past niet bij het manifest" in verifieer(keten)[1]


@pytest.mark.parametrize("inhoud", [b"", b"geen sleutel", b"\xff"])
def test_a_key_that_is_none_gets_a_sentence(keten, inhoud):
    (keten[0].parent / "sleutel.pem").write_bytes(inhoud)
    code, tekst = verifieer(keten)
    assert (code, "Traceback" in tekst, "kan ik niet lezen" in tekst) == (1, False, True)


@pytest.mark.parametrize("manifest", [b"{}", b"[]", b'{"uitgave":{}}', b"geen json", b"\xff"])
def test_a_signed_manifest_that_does_not_fit_gets_a_sentence(keten, manifest):
    (keten[0] / MANIFEST).write_bytes(manifest)
    (keten[0] / SIGNATURE).write_bytes(sign(manifest))
    code, tekst = verifieer(keten)
    assert (code, "Traceback" in tekst, "niet te lezen" in tekst) == (1, False, True)


def test_a_path_that_leaves_the_folder_is_not_followed(keten):
    manifest = json.loads((keten[0] / MANIFEST).read_bytes())
    manifest["resources"][0]["path"] = f"../uitgave-2/{CSV}"
    (keten[0] / MANIFEST).write_bytes(canonical(manifest))
    (keten[0] / SIGNATURE).write_bytes(sign(canonical(manifest)))
    assert "ontbreekt" in verifieer(keten)[1]
