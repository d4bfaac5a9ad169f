"""The public edition from proposal to folder: protected, audited, and the audit in the release."""

import contextlib
import datetime
import json
import random
import time

import pytest
from django.db import transaction
from django.utils import timezone, translation

from sonar.models import Inschrijving, Medewerker, Uitgave
from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.uitgeven.remake import files_that_differ
from sonar.rapportage.uitgeven.samenstellen import (
    AUDIT_FILE,
    ReleaseRequest,
    UitgaveGeweigerdError,
    kolommen_zonder_mensen,
    tabel_van,
)
from sonar.rapportage.uitgeven.uitgeven import keur_goed, open_uitgave, stel_voor
from tests.bouwers import gemeente, medewerker, uwv, zichtbare_klant


MOMENT = datetime.datetime(2021, 4, 5, 12, tzinfo=datetime.UTC)


def auditor():
    return medewerker(rol=Medewerker.Rol.AUDITOR)


def voorstel(kwartaal="2020KW04", editie=Editie.OPENBAAR, soort=None):
    vraag = ReleaseRequest("AM19", kwartaal, editie, soort, datetime.datetime.now(datetime.UTC))
    return stel_voor(vraag=vraag, medewerker=auditor())


def uitgegeven(kwartaal="2020KW04", editie=Editie.OPENBAAR, soort=None):
    uitgave = voorstel(kwartaal, editie, soort)
    return keur_goed(uitgave=uitgave, medewerker=auditor(), moment=MOMENT)


@pytest.fixture
def klanten(db):
    """Leiden 14, Katwijk 3."""
    katwijk = gemeente("GM0537")
    mensen = [zichtbare_klant() for _ in range(17)]
    Inschrijving.objects.filter(werkzoekende__in=mensen[14:]).update(gemeente=katwijk)
    return mensen


def rijen(uitgave):
    return {rij.naam: rij.waarden for rij in tabel_van(uitgave).alle_rijen}


def test_the_public_release_is_protected_and_carries_its_audit(klanten):
    uitgave = uitgegeven()

    assert rijen(uitgave) == {
        "Katwijk": (None, None, 0, 0, None),
        "Leiden": (15, None, 0, 0, 15),
        "TOTAAL AMR": (15, None, 0, 0, 15),
    }
    bestanden = open_uitgave(uitgave=uitgave, medewerker=None, moment=MOMENT)
    verslag = json.loads(bestanden[AUDIT_FILE])
    assert (verslag["uitkomst"], verslag["uitgave"]) == ("geslaagd", uitgave.kenmerk)
    assert [(b["code"], b["mogelijkeWaarden"]) for b in verslag["nietGetoond"]] == [
        ("GM0537", 10),
        ("GM0537", 10),
        ("GM0546", 10),
    ]
    manifest = json.loads(bytes(uitgave.manifest))
    assert AUDIT_FILE in {bron["path"] for bron in manifest["resources"]}


def test_no_file_of_the_public_release_holds_an_exact_number(klanten):
    bestanden = open_uitgave(uitgave=uitgegeven(), medewerker=None, moment=MOMENT)
    regels = next(inhoud for naam, inhoud in bestanden.items() if naam.endswith(".csv"))
    assert regels.decode().split("\r\n")[1:4] == [
        "GM0537,Katwijk,,,0,0,",
        "GM0546,Leiden,15,,0,0,15",
        "AM19,TOTAAL AMR,15,,0,0,15",
    ]
    gelezen = json.loads(next(i for n, i in bestanden.items() if n.endswith("openbaar.json")))
    assert gelezen["doelgroepregister"] == {"personen": 15, "procentBekend": 100}


def test_a_zero_is_structural_only_without_an_organisation_of_that_kind(klanten):
    assert kolommen_zonder_mensen(KOLOMMEN) == {"uwv_met_profiel", "uwv_zonder_profiel"}
    uwv()
    assert kolommen_zonder_mensen(KOLOMMEN) == set()
    assert rijen(uitgegeven())["Leiden"] == (15, None, None, None, 15)


def test_a_quarter_that_would_isolate_a_few_hides_the_figure(klanten):
    for klant in klanten[:3]:
        Inschrijving.objects.filter(werkzoekende=klant).update(ingangsdatum="2020-10-01")
    assert rijen(uitgegeven("2020KW03"))["Leiden"][0] == 10  # eleven

    uitgave = uitgegeven()  # fourteen: one to seven came

    assert rijen(uitgave)["Leiden"] == (None, None, 0, 0, None)
    verslag = json.loads(bytes(uitgave.bestanden.get(naam=AUDIT_FILE).inhoud))
    assert verslag["samenMet"] == ["2020KW03-AM19-openbaar-1"]
    assert verslag["nagerekendeVerschillen"] > 0
    # Made again, with the same earlier releases beside it.
    assert not files_that_differ(uitgave)
    assert not files_that_differ(Uitgave.objects.get(kwartaal="2020KW03"))


def test_a_correction_that_changes_nothing_that_is_shown_is_no_release(klanten):
    uitgegeven()
    # From Katwijk to Leiden: two and fifteen, which look the same.
    Inschrijving.objects.filter(werkzoekende=klanten[-1]).update(gemeente="GM0546")
    with pytest.raises(UitgaveGeweigerdError, match="niets veranderd"):
        voorstel(soort="correctie")


def test_a_correction_of_the_public_edition_lists_only_what_was_shown(klanten):
    uitgegeven()
    for _ in range(6):
        zichtbare_klant()
    tweede = uitgegeven(soort="correctie")
    tekst = bytes(tweede.bestanden.get(naam="wijzigingen.txt").inhoud).decode()
    assert "Leiden (GM0546), Gemeente verantwoordelijk, met klantprofiel: was 15, is 20." in tekst
    assert "17" not in tekst  # how many there are in truth, all together


def test_what_is_public_to_the_letter_cannot_be_protected_any_more(klanten):
    uitgegeven(editie=Editie.LETTERLIJK)
    with pytest.raises(UitgaveGeweigerdError, match="letterlijke uitgave"), transaction.atomic():
        voorstel()
    assert not Uitgave.objects.filter(editie="openbaar").exists()


@pytest.mark.parametrize("stap", ["propose", "approve"])
def test_nothing_to_the_letter_after_a_public_release(klanten, stap):
    if stap == "propose":
        uitgegeven("2020KW03")
        with pytest.raises(UitgaveGeweigerdError, match="kan niet na een openbare"):
            voorstel(editie=Editie.LETTERLIJK)
    else:
        laat = voorstel(editie=Editie.LETTERLIJK)
        voorstel()
        with pytest.raises(UitgaveGeweigerdError, match="kan niet na een openbare"):
            keur_goed(uitgave=laat, medewerker=auditor(), moment=MOMENT)


@pytest.fixture
def elders(monkeypatch):
    """Another clock, another language, for this process."""

    @contextlib.contextmanager
    def reis(plaats):
        with monkeypatch.context() as hier, timezone.override(plaats), translation.override("en"):
            hier.setenv("TZ", plaats)
            time.tzset()
            yield

    yield reis
    time.tzset()


@pytest.mark.parametrize("plaats", ["Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("editie", ["openbaar", "intern"])
def test_a_release_comes_out_the_same_elsewhere_and_from_rows_in_another_order(
    klanten, elders, plaats, editie
):
    uitgegeven("2020KW03", Editie(editie))
    uitgave = uitgegeven(editie=Editie(editie))
    anders = list(Inschrijving.objects.order_by("pk"))
    random.Random(20201231).shuffle(anders)  # noqa: S311 - no secret
    with elders(plaats):
        for rij in anders:  # an update moves a row to the end of the table
            rij.save()
        assert not files_that_differ(Uitgave.objects.get(pk=uitgave.pk))
