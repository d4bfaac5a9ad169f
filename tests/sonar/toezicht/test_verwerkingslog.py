"""Who looked at whom: written before anything is shown, and proof against tampering."""

import re
import threading

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sonar.handelingen.toezicht.vastleggen import GebrokenLogError, anker, controleer, leg_vast
from sonar.models import Grond, Handeling, Medewerker, Verwerking, Werkzoekende
from sonar.toezicht.inzage import WAAROM, WAT, wie_keek
from tests.bouwers import gemeentelijke_dienst, inschrijving, medewerker, uwv, volledig_klantprofiel
from tests.sonar.schermen import (
    LIJST,
    NIEUW,
    aan_het_werk,
    klant_adres,
    nieuwe_klant,
    profiel_adres,
    profielformulier,
)


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
INZIEN, EIGEN = Handeling.INZIEN, Grond.EIGEN_KLANT


def regels():
    return list(Verwerking.objects.order_by("id").values_list("persoon", "handeling"))


def test_a_list_writes_a_line_for_each_person_in_it():
    klanten = [inschrijving().werkzoekende for _ in range(3)]

    aan_het_werk(medewerker()).get(LIJST)

    assert sorted(regels()) == [(klant.pk, "lijst") for klant in klanten]


def test_a_page_a_profile_and_a_history_write_a_line():
    wie = medewerker()
    klantprofiel = volledig_klantprofiel()
    klant = klantprofiel.werkzoekende
    client = aan_het_werk(wie)

    client.get(klant_adres(klant))
    client.get(profiel_adres(klantprofiel))
    client.get(f"{LIJST}{klant.pk}/history/")

    assert regels() == [(klant.pk, "inzien"), (klant.pk, "inzien"), (klant.pk, "geschiedenis")]
    assert set(Verwerking.objects.values_list("medewerker", "grond")) == {(wie.pk, "eigen-klant")}


def test_adding_and_changing_write_a_line():
    client = aan_het_werk(medewerker())
    client.post(NIEUW, nieuwe_klant())
    klant = Werkzoekende.objects.get()
    klantprofiel = volledig_klantprofiel(klant)

    client.post(profiel_adres(klantprofiel), profielformulier(klantprofiel, uren_max=30))

    assert regels() == [(klant.pk, "toevoegen"), (klant.pk, "wijzigen")]


def test_a_form_that_comes_back_with_faults_was_seen_too():
    klantprofiel = volledig_klantprofiel()
    client = aan_het_werk(medewerker())

    client.post(profiel_adres(klantprofiel), profielformulier(klantprofiel, uren_max=99))

    assert regels() == [(klantprofiel.werkzoekende_id, "inzien")]


def test_what_is_refused_is_written_as_refused():
    elders = inschrijving(code="GM0537").werkzoekende
    client = aan_het_werk(medewerker())

    client.get(klant_adres(elders), follow=True)
    client.get("/sonar/sonar/vaardigheid/")

    assert regels() == [(elders.pk, "geweigerd")]
    assert Verwerking.objects.get().grond == "geen"


def test_when_the_line_cannot_be_written_the_page_is_not_shown(als_eigenaar):
    klant = inschrijving().werkzoekende
    client = aan_het_werk(medewerker())
    client.raise_request_exception = False
    als_eigenaar()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sonar_verwerking ADD CONSTRAINT vol CHECK (false) NOT VALID")

    for adres in (LIJST, klant_adres(klant)):
        antwoord = client.get(adres)
        assert antwoord.status_code == 500
        assert "Testpersoon" not in antwoord.text


def een_log(aantal=5):
    wie = medewerker()
    leg_vast(medewerker=wie, personen=dict.fromkeys(range(1, aantal + 1), EIGEN), handeling=INZIEN)
    return wie


@pytest.mark.parametrize(
    "opdracht", ["UPDATE sonar_verwerking SET persoon = 9", "DELETE FROM sonar_verwerking"]
)
@pytest.mark.parametrize("wie", ["het proces", "de eigenaar"])
def test_lines_can_only_be_added(opdracht, wie, als_eigenaar):
    een_log()
    if wie == "de eigenaar":
        als_eigenaar()
    with (
        pytest.raises(DatabaseError, match=r"alleen worden aangevuld|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(opdracht)
    assert controleer() == 5


def test_a_log_that_is_whole_is_whole():
    assert controleer() == 0
    assert anker() == "0:"
    een_log()
    bewaard = anker()
    een_log()

    assert bewaard.startswith("5:")
    assert controleer(bewaard) == 10


SABOTAGE = {
    "gewijzigd": "UPDATE sonar_verwerking SET persoon = 99 WHERE id = 3",
    "tijd verzet": "UPDATE sonar_verwerking SET tijdstip = '2020-01-01' WHERE id = 3",
    "andere rol": "UPDATE sonar_verwerking SET rol = 'auditor' WHERE id = 3",
    "andere organisatie": "UPDATE sonar_verwerking SET organisatie_id = 0 WHERE id = 3",
    "alsof niet bewaard": (
        "UPDATE sonar_verwerking SET rol = NULL, organisatie_id = NULL WHERE id = 3"
    ),
    "weg uit het midden": "DELETE FROM sonar_verwerking WHERE id = 3",
    "weg en opgeschoven": (
        "DELETE FROM sonar_verwerking WHERE id = 3;"
        "UPDATE sonar_verwerking SET id = 3 WHERE id = 4;"
        "UPDATE sonar_verwerking SET id = 4 WHERE id = 5"
    ),
    "verwisseld": (
        "UPDATE sonar_verwerking SET id = 99 WHERE id = 2;"
        "UPDATE sonar_verwerking SET id = 2 WHERE id = 3;"
        "UPDATE sonar_verwerking SET id = 3 WHERE id = 99"
    ),
    "van het eind": "DELETE FROM sonar_verwerking WHERE id = 5",
    "ertussen": (
        "UPDATE sonar_verwerking SET id = 6 WHERE id = 5;"
        "INSERT INTO sonar_verwerking "
        "(id, tijdstip, persoon, handeling, grond, rol, organisatie_id, zegel, medewerker_id) "
        "SELECT 5, tijdstip, 4, handeling, grond, rol, organisatie_id, zegel, medewerker_id "
        "FROM sonar_verwerking WHERE id = 4"
    ),
}


@pytest.mark.parametrize("opdracht", SABOTAGE.values(), ids=SABOTAGE)
def test_whatever_somebody_does_past_the_application_is_found(opdracht, als_eigenaar):
    een_log()
    bewaard = anker()
    als_eigenaar()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as an administrator may
        cursor.execute(opdracht)

    with pytest.raises(GebrokenLogError):
        controleer(bewaard)


def verhuis(wie, rol, organisatie):
    Medewerker.objects.filter(pk=wie.pk).update(rol=rol, organisatie=organisatie)


def test_a_line_keeps_the_role_and_organisation_of_then():
    wie = medewerker()
    leg_vast(medewerker=wie, personen={1: EIGEN}, handeling=INZIEN)
    verhuis(wie, "teamleider", uwv())
    leg_vast(medewerker=wie, personen={1: EIGEN}, handeling=INZIEN)
    leg_vast(medewerker=None, personen={1: Grond.OPDRACHT}, handeling=Handeling.LEVERING)

    wie_toen = ["Sonar zelf", "teamleider van UWV", "klantmanager van Gemeente Leiden"]
    assert [regel["wie"] for regel in wie_keek(1)] == wie_toen
    lijst = aan_het_werk(medewerker(rol=Medewerker.Rol.PRIVACY_OFFICER)).get(
        "/sonar/sonar/verwerking/", {"organisatie__id__exact": gemeentelijke_dienst().pk}
    )
    [regel] = lijst.context["cl"].result_list
    assert regel.wie_toen() == wie_toen[2]
    assert ", klantmanager van Gemeente Leiden<" in lijst.text
    assert controleer() == 3


def test_what_the_application_says_of_the_role_does_not_count():
    wie = medewerker()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sonar_verwerking (medewerker_id, persoon, handeling, grond, rol) "
            "VALUES (%s, 1, 'inzien', 'avg', 'auditor'), (NULL, 1, 'inzien', 'avg', 'auditor')",
            [wie.pk],
        )

    regels = Verwerking.objects.order_by("id").values_list("rol", "organisatie")
    assert list(regels) == [("klantmanager", wie.organisatie_id), (None, None)]


def test_lines_from_before_the_role_was_kept_are_as_whole_as_they_were(als_eigenaar):
    nu = (settings.BASE_DIR / "sonar/sql/verwerkingslog.sql").read_text("utf-8")
    toen, plaatsen = re.subn(
        r"SELECT rol, organisatie_id INTO [^;]*;|, NEW\.rol, NEW\.organisatie_id", "", nu
    )
    assert plaatsen == 2
    als_eigenaar()
    with connection.cursor() as cursor:
        cursor.execute(toen)
        wie = een_log()
        leg_vast(medewerker=None, personen={1: Grond.OPDRACHT}, handeling=Handeling.LEVERING)
        oud = anker()
        cursor.execute(nu)
        een_log()

        assert controleer(oud) == 11
        assert Verwerking.objects.filter(rol=None, organisatie=None).count() == 6
        verhuis(wie, "teamleider", uwv())
        assert [regel["wie"] for regel in wie_keek(1)] == [
            "klantmanager van Gemeente Leiden",
            "Sonar zelf",
            "teamleider van UWV (zoals nu; toen niet bewaard)",
        ]
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE sonar_verwerking SET rol = 'klantmanager', organisatie_id = %s WHERE id = 2",
            [wie.organisatie_id],
        )
    with pytest.raises(GebrokenLogError, match="Regel 2"):
        controleer(oud)


def test_the_command_says_whether_it_is_whole_and_gives_the_anchor(capsys):
    een_log()
    call_command("verwerkingslog")
    uit = capsys.readouterr().out
    assert "5 regels" in uit
    assert anker() in uit

    with pytest.raises(CommandError, match="Het anker staat niet"):
        call_command("verwerkingslog", anker="3:00")


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain():
    wie = medewerker()

    def schrijf():
        for persoon in range(20):
            leg_vast(
                medewerker=wie, personen={persoon: EIGEN, persoon + 100: EIGEN}, handeling=INZIEN
            )
        connection.close()

    draden = [threading.Thread(target=schrijf) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert controleer() == 4 * 20 * 2


def test_the_privacy_officer_reads_the_log_and_nobody_else():
    klant = inschrijving().werkzoekende
    aan_het_werk(medewerker()).get(klant_adres(klant))
    lijst = "/sonar/sonar/verwerking/"

    for rol in Medewerker.Rol:
        antwoord = aan_het_werk(medewerker(rol=rol)).get(lijst, {"q": klant.pk})
        if rol == Medewerker.Rol.PRIVACY_OFFICER:
            assert [regel.persoon for regel in antwoord.context["cl"].result_list] == [klant.pk]
            assert "Testpersoon" not in antwoord.text
        else:
            assert antwoord.status_code == 403


def test_every_act_and_ground_is_told_to_the_person_in_words():
    assert set(WAT) == set(Handeling.values)
    assert set(WAAROM) == set(Grond.values)
