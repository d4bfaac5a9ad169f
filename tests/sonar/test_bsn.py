"""The BSN: never stored as itself, shown only to who asks, and that is written down."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from sonar.models import Medewerker, Verwerking, ontsleutel, versleutel, zoeksleutel
from tests.bouwers import doelgroepregistratie, inschrijving, medewerker
from tests.sonar.schermen import LIJST, aan_het_werk, klant_adres


pytestmark = pytest.mark.django_db


def test_a_dump_of_the_database_holds_no_bsn():
    klant = inschrijving().werkzoekende
    doelgroepregistratie(klant.bsn)
    bsn = klant.bsn
    client = aan_het_werk(medewerker())
    client.post("/sonar/personen-zoeken/", {"bsn": bsn})
    client.post(f"{LIJST}{klant.pk}/bsn/")

    with connection.cursor() as cursor:
        for tabel in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {tabel} t")  # noqa: S608
            inhoud = cursor.fetchone()[0]
            assert bsn not in inhoud, tabel
            assert bsn.encode().hex() not in inhoud, tabel


def test_the_number_comes_back_and_only_with_the_key(settings):
    versleuteld = versleutel("999990019")
    assert b"999990019" not in versleuteld
    assert ontsleutel(versleuteld) == "999990019"
    sleutel = zoeksleutel("999990019")

    settings.BSN_SLEUTEL = "een andere"

    assert zoeksleutel("999990019") != sleutel
    with pytest.raises(InvalidTag):
        ontsleutel(versleuteld)


def test_the_page_of_a_client_hides_it_until_somebody_asks():
    klant = inschrijving().werkzoekende
    client = aan_het_werk(medewerker())

    assert klant.bsn not in client.get(klant_adres(klant)).text
    assert Verwerking.objects.filter(handeling="bsn").count() == 0
    antwoord = client.post(f"{LIJST}{klant.pk}/bsn/")

    assert klant.bsn in antwoord.text
    assert Verwerking.objects.filter(handeling="bsn", persoon=klant.pk).count() == 1
    assert client.get(f"{LIJST}{klant.pk}/bsn/").status_code == 405


@pytest.mark.parametrize("rol", ["teamleider", "adviseur", "auditor"])
def test_who_has_no_clients_does_not_get_it(rol):
    klant = inschrijving().werkzoekende
    client = aan_het_werk(medewerker(rol=Medewerker.Rol(rol)))

    antwoord = client.post(f"{LIJST}{klant.pk}/bsn/")

    assert antwoord.status_code == 403
    assert klant.bsn not in antwoord.text
