"""When a client has died, everything that ran ends, and nobody is shown any more."""

import datetime

import pytest
from django.utils import timezone

from kandidatenverkenner.models import Kandidaat
from sonar.handelingen.dossier.overlijden import verwerk_overlijden
from sonar.levering.feed import lever
from sonar.models import Doelgroepregistratie, Medewerker, Vaststelling
from tests.bouwers import PEILDATUM, inschrijving, medewerker, zichtbare_klant
from tests.sonar.schermen import aan_het_werk, klant_adres, nieuwe_klant


pytestmark = pytest.mark.django_db


def test_everything_that_ran_ends_on_that_day():
    klant = zichtbare_klant()

    verwerk_overlijden(werkzoekende=klant, per=PEILDATUM)

    assert klant.inschrijvingen.get().einddatum == PEILDATUM
    assert Doelgroepregistratie.objects.get().einddatum == PEILDATUM
    assert Vaststelling.objects.get().einddatum == PEILDATUM


def test_who_died_before_the_registration_began_was_registered_one_day():
    klant = inschrijving(van=PEILDATUM).werkzoekende

    verwerk_overlijden(werkzoekende=klant, per=PEILDATUM - datetime.timedelta(days=5))

    assert klant.inschrijvingen.get().einddatum == PEILDATUM + datetime.timedelta(days=1)


def formulier_van(klant, **velden):
    return nieuwe_klant(
        **velden,
        **{
            "inschrijvingen-INITIAL_FORMS": "1",
            "inschrijvingen-0-id": klant.inschrijvingen.get().pk,
            "inschrijvingen-0-werkzoekende": klant.pk,
            "inschrijvingen-0-ingangsdatum": "01-01-2019",
            "doelgroepregistraties-INITIAL_FORMS": "1",
            "doelgroepregistraties-0-id": Doelgroepregistratie.objects.get().pk,
            "doelgroepregistraties-0-werkzoekende": klant.bsn_zoeksleutel,
        },
    )


def test_on_the_screen_the_candidate_is_gone_at_once():
    wie = medewerker()
    klant = zichtbare_klant()
    lever(timezone.localdate())
    client = aan_het_werk(wie)

    antwoord = client.post(klant_adres(klant), formulier_van(klant, overleden_op="01-02-2021"))

    assert antwoord.status_code == 302, antwoord.context["errors"]
    assert klant.inschrijvingen.get().einddatum == datetime.date(2021, 2, 1)
    assert not Kandidaat.objects.exists()
    assert klant.achternaam not in client.get(klant_adres(klant), follow=True).text
    leider = aan_het_werk(medewerker(rol=Medewerker.Rol.TEAMLEIDER))
    assert leider.get(klant_adres(klant)).status_code == 200


def test_who_is_afgeschermd_is_gone_at_once_and_not_delivered_until_it_ends():
    wie = medewerker(rol=Medewerker.Rol.TEAMLEIDER)
    klant = zichtbare_klant()
    lever(timezone.localdate())
    client = aan_het_werk(wie)
    assert Kandidaat.objects.count() == 1

    antwoord = client.post(klant_adres(klant), formulier_van(klant, afgeschermd="on"))

    assert antwoord.status_code == 302, antwoord.context["errors"]
    assert not Kandidaat.objects.exists()
    lever(timezone.localdate())
    assert not Kandidaat.objects.exists()
    voorbeeld = client.get(f"/sonar/klantprofielen/{klant.klantprofiel.pk}/voorbeeld/").text
    assert "want deze klant is afgeschermd" in voorbeeld

    client.post(klant_adres(klant), formulier_van(klant))
    lever(timezone.localdate())
    assert Kandidaat.objects.count() == 1
