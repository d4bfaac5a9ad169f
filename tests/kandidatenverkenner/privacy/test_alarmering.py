"""Who looks unlike a person raises an alarm, and the privacy officer hears of it at once."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.utils import timezone

from kandidatenverkenner.models import Alarm, Kandidaat, Lokprofiel
from kandidatenverkenner.privacy.alarms import THRESHOLDS
from kandidatenverkenner.privacy.canaries import plant_lokprofielen
from tests.kandidatenverkenner.bouwers import lever, nummer_van, profiel, werkgeversaccount
from tests.kandidatenverkenner.privacy.test_bezoek import NU, kandidaten, kijk


def met_drempels(monkeypatch, **aantallen):
    """The table of thresholds, with other numbers for these kinds."""
    tabel = [replace(een, aantal=aantallen.get(een.soort, een.aantal)) for een in THRESHOLDS]
    monkeypatch.setattr("kandidatenverkenner.privacy.alarms.THRESHOLDS", tabel)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("regios", "minuten", "soorten"),
    [
        (["AM19"], 0, {"tempo"}),
        (["AM19"], 1, set()),
        (["AM19", "AM21", "AM01"], 1, {"breedte"}),
    ],
)
def test_who_looks_unlike_a_person_raises_an_alarm(regios, minuten, soorten, monkeypatch, caplog):
    met_drempels(monkeypatch, breedte=3)
    ids = [uuid.uuid4() for _ in range(40)]
    lever(*(profiel(id=een, regio=regios[n % len(regios)]) for n, een in enumerate(ids)))
    ik = werkgeversaccount()

    for nummer, een in enumerate(ids):
        kijk(ik, een, NU + datetime.timedelta(minutes=minuten * nummer))

    assert set(Alarm.objects.values_list("soort", flat=True)) == soorten
    assert Alarm.objects.count() == len(soorten)
    for soort in soorten:
        assert f"ALARM {soort}" in caplog.text


@pytest.mark.django_db
def test_a_canary_is_at_the_end_stays_and_sings(client):
    kandidaten(12)
    assert plant_lokprofielen() == 1
    assert plant_lokprofielen() == 0
    lok = Lokprofiel.objects.get()
    laatste = Kandidaat.objects.order_by("gewijzigd_op", "-pk").first()
    assert laatste.gewijzigd_op == Kandidaat.objects.get(pk=lok.kandidaat).gewijzigd_op
    ik = werkgeversaccount()
    client.force_login(ik)

    assert client.get(f"/kandidaten/{nummer_van(lok.kandidaat, ik)}").status_code == 200

    alarm = Alarm.objects.get()
    assert (alarm.soort, alarm.werkgever) == ("lokprofiel", ik.werkgeversaccount.werkgever)
    assert timezone.localtime() - alarm.moment < datetime.timedelta(minutes=1)
    kandidaten(11)  # a delivery that knows nothing of it
    assert Kandidaat.objects.filter(pk=lok.kandidaat).exists()


@pytest.mark.django_db
def test_a_canary_hides_what_the_others_hide():
    """Or it could be told from them by what it shows."""
    ids = [uuid.uuid4() for _ in range(14)]
    met, zonder = ("kassa", "heftruck"), ("kassa",)
    lever(*(profiel(id=een, vaardigheden=met, reisafstand=60) for een in ids))
    plant_lokprofielen()
    lok = Lokprofiel.objects.get().kandidaat
    toen = Kandidaat.objects.get(pk=lok)

    lever(
        *(profiel(id=een, vaardigheden=met if n < 5 else zonder) for n, een in enumerate(ids)),
    )

    nu, ander = Kandidaat.objects.get(pk=lok), Kandidaat.objects.get(pk=ids[0])
    assert len(nu.kenmerken) == len(toen.kenmerken) - 1
    assert (nu.kenmerken, nu.reisafstand, nu.tekst) == (ander.kenmerken, 15, ander.tekst)
    assert nu.gewijzigd_op == toen.gewijzigd_op


@pytest.mark.django_db
def test_the_privacy_officer_hears_of_a_canary_within_a_minute(
    client, mailoutbox, settings, django_capture_on_commit_callbacks
):
    """Once a day and in words; not who the candidate is."""
    settings.ALARM_MAIL = ["privacy@voorbeeld.test"]
    kandidaten(12)
    plant_lokprofielen()
    lok = Lokprofiel.objects.get().kandidaat
    ik = werkgeversaccount("Schraper BV")
    nummer = nummer_van(lok, ik)
    client.force_login(ik)

    begin = timezone.localtime()
    with django_capture_on_commit_callbacks(execute=True):
        client.get(f"/kandidaten/{nummer}")
        client.get(f"/kandidaten/{nummer}")
    assert timezone.localtime() - begin < datetime.timedelta(minutes=1)

    (mail,) = mailoutbox
    assert mail.to == ["privacy@voorbeeld.test"]
    assert mail.subject == "Alarm: een lokprofiel geopend"
    assert "Organisatie: Schraper BV, KvK-nummer" in mail.body
    assert str(lok) not in mail.body
    assert str(nummer) not in mail.body


@pytest.mark.django_db
def test_an_alarm_stays_when_it_cannot_be_mailed(
    client, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.bestaat.niet"
    (een,) = kandidaten(1)
    ik = werkgeversaccount()
    Lokprofiel.objects.create(kandidaat=een, regio="AM19")
    client.force_login(ik)

    with django_capture_on_commit_callbacks(execute=True):
        antwoord = client.get(f"/kandidaten/{nummer_van(een, ik)}")

    assert antwoord.status_code == 200
    assert Alarm.objects.get().soort == "lokprofiel"
    assert "Error calling" in caplog.text


@pytest.mark.django_db
def test_who_stays_under_the_month_every_day_is_seen_in_the_quarter(monkeypatch):
    """Thirty-three a day is never a thousand in a month."""
    maand, kwartaal = (een for een in THRESHOLDS if een.soort == "dekking")
    assert maand.aantal / maand.binnen.days > kwartaal.aantal / kwartaal.binnen.days
    klein = [replace(maand, aantal=10), replace(kwartaal, aantal=20)]
    monkeypatch.setattr("kandidatenverkenner.privacy.alarms.THRESHOLDS", klein)
    ids = kandidaten(25)
    ik = werkgeversaccount()

    for nummer, een in enumerate(ids):
        kijk(ik, een, NU + datetime.timedelta(days=4 * nummer))
        assert Alarm.objects.exists() == (nummer + 1 >= 20), nummer


@pytest.mark.django_db
def test_a_region_of_a_few_gets_no_canary():
    kandidaten(9)

    assert plant_lokprofielen() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("soort", "later", "alarm"),
    [
        ("tempo", datetime.timedelta(minutes=10), False),
        ("tempo", datetime.timedelta(minutes=10) - datetime.timedelta(microseconds=1), True),
        # Of days, today is one: the first of thirty days is twenty-nine days ago.
        ("dekking", datetime.timedelta(days=30), False),
        ("dekking", datetime.timedelta(days=29), True),
    ],
)
def test_what_is_exactly_as_old_as_the_window_counts_no_longer(soort, later, alarm, monkeypatch):
    drempel = next(een for een in THRESHOLDS if een.soort == soort)
    monkeypatch.setattr(
        "kandidatenverkenner.privacy.alarms.THRESHOLDS", [replace(drempel, aantal=2)]
    )
    een, ander = kandidaten(2)
    ik = werkgeversaccount()

    kijk(ik, een, NU)
    kijk(ik, ander, NU + later)

    assert Alarm.objects.exists() is alarm
