"""The BSN: never stored as itself, shown only to who asks, and that is written down."""

import pytest
from cryptography.exceptions import InvalidTag
from django.contrib.sessions.models import Session
from django.db import connection

from sonar.models import Medewerker, Verwerking, ontsleutel, versleutel, zoeksleutel, zonder_bsn
from tests.bouwers import (
    doelgroepregistratie,
    inschrijving,
    medewerker,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import (
    LIJST,
    aan_het_werk,
    klant_adres,
    profiel_adres,
    profielformulier,
)


pytestmark = pytest.mark.django_db


def test_a_dump_of_the_database_holds_no_bsn(als_eigenaar):
    klant = inschrijving().werkzoekende
    doelgroepregistratie(klant.bsn)
    bsn = klant.bsn
    client = aan_het_werk(medewerker())
    client.post("/sonar/personen-zoeken/", {"bsn": bsn})
    client.post(f"{LIJST}{klant.pk}/bsn/")
    for spelling in (
        bsn,
        f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}",
        f"Jansen {bsn[:3]} {bsn[3:6]} {bsn[6:]}",
    ):
        lijst = client.post(LIJST, {"zoekterm": spelling}, follow=True)
        assert "Zoek met een burgerservicenummer bij Personen zoeken" in lijst.text
    for sessie in Session.objects.all():  # in base64: not to be seen in the row itself
        assert bsn[-3:] not in str(sessie.get_decoded().get("sonar_zoekterm"))

    als_eigenaar()
    with connection.cursor() as cursor:
        for tabel in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {tabel} t")  # noqa: S608
            inhoud = cursor.fetchone()[0]
            assert bsn not in inhoud, tabel
            assert bsn.encode().hex() not in inhoud, tabel


@pytest.mark.parametrize(
    "vorm", ["{}", "({}).", "bsn {0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}-{0[6]}{0[7]}{0[8]}"]
)
def test_free_text_refuses_a_bsn_wherever_somebody_types_it(vorm):
    wie = medewerker()
    klant = inschrijving(klantmanager=wie).werkzoekende
    profiel = volledig_klantprofiel(klant)
    client = aan_het_werk(wie)
    tekst = "Zie het nummer " + vorm.format(klant.bsn)
    formulieren = {
        profiel_adres(profiel): profielformulier(profiel, toelichting=tekst),
        f"/sonar/sonar/contactmoment/add/?klant={klant.pk}": {"verslag": tekst},
        f"/sonar/personen/{klant.pk}/overdragen/": {"reden": tekst},
        f"/sonar/personen/{werkzoekende().pk}/noodtoegang/": {"reden": tekst},
        "/sonar/uitvoer/": {"doel": tekst},
    }

    for adres, formulier in formulieren.items():
        assert "op een burgerservicenummer lijkt" in client.post(adres, formulier).text, adres


@pytest.mark.parametrize(
    "goed", ["Bel 0612345678.", "Op 31-12-2020 om 9 uur", "999990018", "1" * 12]
)
def test_other_numbers_are_no_bsn(goed):
    zonder_bsn(goed)


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
