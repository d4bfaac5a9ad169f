"""Publishing figures: proposed by one, approved by another, and never changed again."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from sonar.handelingen.rechten.wissen import wis
from sonar.models import (
    Inschrijving,
    Medewerker,
    Uitgave,
    Uitgavebestand,
    Uitgaveopening,
    Wisbewijs,
)
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.tellen.aanvraag import OnbekendRapportError
from sonar.rapportage.uitgeven.remake import files_that_differ, remake
from sonar.rapportage.uitgeven.samenstellen import ReleaseRequest, UitgaveGeweigerdError, tabel_van
from sonar.rapportage.uitgeven.uitgeven import keur_goed, open_uitgave, stel_voor, trek_in
from tests.bouwers import gemeente, inschrijving, medewerker, zichtbare_klant
from tests.sonar.klok import UUR, het_is, zet_klok


MOMENT = datetime.datetime(2021, 1, 5, 12, 0, 0, 123456, tzinfo=datetime.UTC)


def auditor():
    return medewerker(rol=Medewerker.Rol.AUDITOR)


def vraag(**anders):
    standaard = {
        "regio": "AM19",
        "kwartaal": "2020KW04",
        "editie": Editie.INTERN,
        "soort": None,
        "bekend_op": MOMENT,
    }
    return ReleaseRequest(**standaard | anders)


def voorstel(door=None, **anders):
    return stel_voor(vraag=vraag(**anders), medewerker=door or auditor())


def uitgegeven(**anders):
    return keur_goed(uitgave=voorstel(**anders), medewerker=auditor(), moment=MOMENT)


@pytest.fixture
def klanten(db):
    zet_klok()
    gemeente("GM0537")
    return [zichtbare_klant() for _ in range(3)]


def test_what_is_proposed_by_one_and_approved_by_another_is_out(klanten):
    uitgave = uitgegeven()

    assert uitgave.kenmerk == str(uitgave) == "2020KW04-AM19-intern-1"
    assert (uitgave.soort, uitgave.volgnummer, uitgave.vorige) == ("eerste", 1, None)
    namen = {bestand.naam.split(".", 1)[1] for bestand in uitgave.bestanden.all()}
    assert namen == {"csv", "csv-metadata.json", "json", "ods", "parquet", "pdf", "xlsx"}
    assert tabel_van(uitgave).totaal.waarden == (3, 0, 0, 0, 3)


def test_the_manifest_says_what_the_figures_are(klanten):
    manifest = json.loads(bytes(uitgegeven().manifest))

    gezegd = manifest["uitgave"]
    assert (gezegd["peildatum"], gezegd["bekendOp"]) == (
        "2020-12-31",
        "2021-01-05T12:00:00.123456+00:00",
    )
    assert gezegd["code"]["rapportage"].startswith("sha256:")
    assert set(gezegd["code"]["bibliotheken"]) >= {"XlsxWriter", "typst", "pyarrow"}
    soorten = {bron["path"].split(".", 1)[1]: bron["mediatype"] for bron in manifest["resources"]}
    assert soorten == {
        "csv": "text/csv",
        "csv-metadata.json": "application/json",
        "json": "application/json",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "parquet": "application/vnd.apache.parquet",
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    csv = next(bron for bron in manifest["resources"] if bron["format"] == "csv")
    assert [veld["name"] for veld in csv["schema"]["fields"]][-1] == "totaal"
    assert all(veld["description"] for veld in csv["schema"]["fields"])


def test_who_proposed_does_not_approve(klanten):
    wie = auditor()
    uitgave = voorstel(wie)
    with pytest.raises(UitgaveGeweigerdError, match="Laat een collega"):
        keur_goed(uitgave=uitgave, medewerker=wie, moment=MOMENT)
    # The database says so too.
    with pytest.raises(DatabaseError), transaction.atomic():
        Uitgave.objects.filter(pk=uitgave.pk).update(
            goedkeurder=wie, goedgekeurd_op=MOMENT, handtekening=b"x" * 64
        )


@pytest.mark.parametrize("rol", ["klantmanager", "teamleider", "functioneel-beheerder"])
def test_publishing_is_for_auditors(klanten, rol):
    with pytest.raises(UitgaveGeweigerdError, match="auditor"):
        voorstel(medewerker(rol=rol))
    with pytest.raises(UitgaveGeweigerdError, match="auditor"):
        keur_goed(uitgave=voorstel(), medewerker=medewerker(rol=rol), moment=MOMENT)


def test_a_release_that_exists_is_refused_when_nothing_changed(klanten):
    uitgegeven()
    with pytest.raises(UitgaveGeweigerdError, match="sindsdien niets veranderd"):
        voorstel(soort="correctie")


def test_a_correction_is_the_next_number_with_a_list_of_what_changed(klanten):
    eerste = uitgegeven()
    bytes_van_eerste = open_uitgave(uitgave=eerste, medewerker=auditor(), moment=MOMENT)
    het_is(MOMENT + UUR)
    zichtbare_klant()
    later = {"bekend_op": MOMENT + 2 * UUR}
    with pytest.raises(UitgaveGeweigerdError, match="een correctie is"):
        voorstel(**later)

    tweede = uitgegeven(soort="correctie", **later)

    assert (tweede.nummer, tweede.soort, tweede.vorige) == (2, "correctie", eerste)
    tekst = bytes(tweede.bestanden.get(naam="wijzigingen.txt").inhoud).decode()
    assert "Leiden (GM0546), Gemeente verantwoordelijk, met klantprofiel: was 3, is 4." in tekst
    assert "Personen in het doelgroepregister: was 3, is 4." in tekst
    eerste.refresh_from_db()
    assert open_uitgave(uitgave=eerste, medewerker=auditor(), moment=MOMENT) == bytes_van_eerste


def test_one_proposal_at_a_time_and_a_proposal_can_be_taken_back(klanten):
    uitgave = voorstel()
    with pytest.raises(UitgaveGeweigerdError, match="ligt al een voorstel"):
        voorstel()
    trek_in(uitgave=uitgave, medewerker=auditor())
    assert not Uitgavebestand.objects.exists()
    uitgave = uitgegeven()
    with pytest.raises(UitgaveGeweigerdError, match="Maak dan een correctie"):
        trek_in(uitgave=uitgave, medewerker=auditor())


def test_a_proposal_that_another_release_overtook_is_refused(klanten):
    laat = voorstel()
    uitgegeven(kwartaal="2020KW03")
    with pytest.raises(UitgaveGeweigerdError, match="2020KW03-AM19-intern-1 goedgekeurd"):
        keur_goed(uitgave=laat, medewerker=auditor(), moment=MOMENT)


def test_approving_twice_is_refused(klanten):
    uitgave = uitgegeven()
    with pytest.raises(UitgaveGeweigerdError, match="al goedgekeurd"):
        keur_goed(uitgave=uitgave, medewerker=auditor(), moment=MOMENT)


@pytest.mark.parametrize(
    ("anders", "fout", "melding"),
    [
        ({"kwartaal": "2021KW01"}, OnbekendRapportError, "nog niet voorbij"),
        ({"kwartaal": "2018KW02"}, OnbekendRapportError, "voor het begin van de gegevens"),
        ({"regio": "AM99"}, OnbekendRapportError, "ken ik niet"),
        ({"regio": "\0"}, OnbekendRapportError, "ken ik niet"),
        (
            {"kwartaal": "2020KW03", "editie": Editie.LETTERLIJK},
            UitgaveGeweigerdError,
            "alleen van 2020KW04",
        ),
    ],
)
def test_what_cannot_be_published_gets_a_sentence(klanten, anders, fout, melding):
    with pytest.raises(fout, match=melding):
        voorstel(**anders)
    assert not Uitgave.objects.exists()


def test_without_anybody_there_are_no_figures(db):
    gemeente()
    with pytest.raises(OnbekendRapportError, match="nog niemand ingeschreven"):
        voorstel()


def test_the_literal_edition_says_what_it_is(klanten):
    uitgave = uitgegeven(editie=Editie.LETTERLIJK)
    assert "Niet beschermd" in json.loads(bytes(uitgave.manifest))["description"]


# --- immutable ---


def pogingen(uitgave):
    bestand = uitgave.bestanden.first()
    return [
        lambda: Uitgave.objects.filter(pk=uitgave.pk).update(bekend_op=MOMENT, nummer=9),
        lambda: Uitgave.objects.filter(pk=uitgave.pk).update(goedgekeurd_op=None),
        lambda: Uitgave.objects.filter(pk=uitgave.pk).update(manifest=b"{}"),
        lambda: Uitgave.objects.filter(pk=uitgave.pk).delete(),
        lambda: Uitgavebestand.objects.filter(pk=bestand.pk).update(inhoud=b"x"),
        lambda: bestand.delete(),
        lambda: uitgave.bestanden.create(naam="nieuw.csv", inhoud=b"x"),
    ]


@pytest.mark.parametrize("wie", ["application", "owner"])
def test_nothing_of_a_release_can_be_changed(klanten, als_eigenaar, wie):
    uitgave = uitgegeven()
    if wie == "owner":
        als_eigenaar()
    for poging in pogingen(uitgave):
        with pytest.raises(DatabaseError), transaction.atomic():
            poging()
    uitgave.refresh_from_db()
    assert not files_that_differ(uitgave)


def test_a_proposal_cannot_be_changed_only_approved_or_taken_back(klanten, als_eigenaar):
    uitgave = voorstel()
    als_eigenaar()
    for poging in (
        lambda: Uitgave.objects.filter(pk=uitgave.pk).update(manifest=b"{}"),
        lambda: uitgave.bestanden.update(inhoud=b"x"),
        lambda: Uitgave.objects.create(
            kwartaal="2020KW01",
            regio_id="AM19",
            editie="intern",
            nummer=1,
            soort="eerste",
            peildatum=MOMENT.date(),
            bekend_op=MOMENT,
            voorsteller=uitgave.voorsteller,
            goedkeurder=auditor(),
            goedgekeurd_op=MOMENT,
            handtekening=b"x",
            manifest=b"",
            volgnummer=1,
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            poging()


# --- again ---


def test_a_release_can_be_made_again_also_when_others_came_after(klanten):
    eerste = uitgegeven(kwartaal="2020KW03")
    tweede = uitgegeven()
    uitgegeven(kwartaal="2020KW02")

    assert not files_that_differ(eerste)
    assert not files_that_differ(tweede)
    assert remake(tweede).manifest == bytes(tweede.manifest)


def test_the_order_of_the_rows_in_the_database_makes_no_difference(klanten):
    uitgave = uitgegeven()
    for rij in Inschrijving.objects.order_by("-pk"):  # an update moves a row to the end
        rij.save()
    assert not files_that_differ(uitgave)


def test_a_correction_afterwards_changes_nothing_of_what_was_known(klanten):
    """Moved, taken out, ended, added, forgotten: made again, the release has the same bytes."""
    uitgave = uitgegeven()
    het_is(MOMENT + UUR)
    eerste, tweede, derde = klanten
    eerste.inschrijvingen.update(gemeente="GM0537")
    tweede.inschrijvingen.get().delete()
    derde.inschrijvingen.update(einddatum=MOMENT.date())
    zichtbare_klant()
    assert not files_that_differ(uitgave)
    wis(
        werkzoekende=derde,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=MOMENT + 2 * UUR,
    )
    assert not files_that_differ(uitgave)

    correctie = uitgegeven(soort="correctie", bekend_op=MOMENT + 3 * UUR)

    assert tabel_van(correctie).totaal.waarden == (2, 0, 0, 0, 2)
    assert not files_that_differ(uitgave)
    assert not files_that_differ(correctie)


def test_what_was_still_being_written_when_it_was_counted_stops_the_approval(klanten):
    """A transaction that began before the count, and ended after it."""
    uitgave = voorstel()
    het_is(MOMENT - UUR)
    zichtbare_klant()
    assert "klantprofielen_2020KW04_AM19_intern.csv" in files_that_differ(uitgave)
    with pytest.raises(UitgaveGeweigerdError, match="terwijl het werd geteld"):
        keur_goed(uitgave=uitgave, medewerker=auditor(), moment=MOMENT)
    trek_in(uitgave=uitgave, medewerker=auditor())
    assert tabel_van(uitgegeven()).totaal.waarden[-1] == 4


# --- who opened the internal edition ---


def test_each_opening_of_the_internal_edition_is_logged(klanten):
    uitgave, wie = uitgegeven(), auditor()
    open_uitgave(uitgave=uitgave, medewerker=wie, moment=MOMENT)
    open_uitgave(uitgave=uitgave, medewerker=wie, moment=MOMENT)

    assert (
        list(Uitgaveopening.objects.values_list("medewerker", "kenmerk"))
        == [(wie.pk, "2020KW04-AM19-intern-1")] * 2
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Uitgaveopening.objects.all().delete()


@pytest.mark.parametrize("rol", [None, "teamleider", "klantmanager"])
def test_who_may_not_gets_nothing(klanten, rol):
    uitgave = uitgegeven()
    with pytest.raises(UitgaveGeweigerdError, match="auditor"):
        open_uitgave(uitgave=uitgave, medewerker=rol and medewerker(rol=rol), moment=MOMENT)
    assert not Uitgaveopening.objects.exists()


def test_a_public_release_is_opened_by_anybody(klanten):
    uitgave = uitgegeven(editie=Editie.LETTERLIJK)
    assert open_uitgave(uitgave=uitgave, medewerker=None, moment=MOMENT)
    assert not Uitgaveopening.objects.exists()


# --- the command ---


def publiceer(*wat):
    call_command("publiceer", *map(str, wat))


def naam(wie):
    return wie.account.get_username()


VOORSTEL = ("voorstel", "--regio", "AM19", "--kwartaal", "2020KW04", "--editie", "intern")
KENMERK = "2020KW04-AM19-intern-1"


def test_from_proposal_to_folder_on_the_command_line(klanten, tmp_path, capsys):
    een, ander = naam(auditor()), naam(auditor())
    publiceer(*VOORSTEL, "--medewerker", een)
    with pytest.raises(CommandError, match="nog een voorstel"):
        publiceer("uitpakken", KENMERK, "--uit", tmp_path / "map", "--medewerker", een)
    publiceer("bekijk", KENMERK, "--medewerker", ander)
    assert "AM19,TOTAAL AMR,3,0,0,0,3" in capsys.readouterr().out
    with pytest.raises(CommandError, match="zelf voorgesteld"):
        publiceer("goedkeuren", KENMERK, "--medewerker", een)
    publiceer("goedkeuren", KENMERK, "--medewerker", ander)
    publiceer("controleer", KENMERK, "--medewerker", ander)
    publiceer("uitpakken", KENMERK, "--uit", tmp_path / "map", "--medewerker", ander)

    assert [pad.name for pad in tmp_path.iterdir()] == ["map"]
    assert (tmp_path / "map" / "datapackage.json.sig").stat().st_size == 64
    assert Uitgaveopening.objects.count() == 2
    with pytest.raises(CommandError, match="is er al"):
        publiceer("uitpakken", KENMERK, "--uit", tmp_path / "map", "--medewerker", ander)
    with pytest.raises(CommandError, match="kan ik niet schrijven"):
        publiceer("uitpakken", KENMERK, "--uit", "/bestaat/niet/map", "--medewerker", ander)


@pytest.mark.parametrize(
    ("wat", "melding"),
    [
        (("bekijk", "2020KW04-AM19-intern-7"), "is er niet"),
        (("bekijk", "onzin"), "is er niet"),
        (("intrekken", "²020KW04-AM19-intern-1"), "is er niet"),
        ((*VOORSTEL[:-1], "geheim"), "ken ik niet"),
        (("voorstel", "--regio", "AM99", *VOORSTEL[3:]), "ken ik niet"),
    ],
)
def test_bad_input_gets_a_sentence(klanten, wat, melding):
    with pytest.raises(CommandError, match=melding):
        publiceer(*wat, "--medewerker", naam(auditor()))


def test_an_unknown_medewerker_publishes_nothing(klanten):
    with pytest.raises(CommandError, match="geen medewerker"):
        publiceer(*VOORSTEL, "--medewerker", "niemand")


def test_an_end_date_in_the_past_is_no_beginning_of_the_data(db):
    """Somebody who came and went before the quarter makes it a quarter with data: nobody."""
    zet_klok()
    inschrijving(van=datetime.date(2019, 1, 1), tot=datetime.date(2019, 2, 1))
    assert tabel_van(uitgegeven()).totaal.waarden == (0, 0, 0, 0, 0)
