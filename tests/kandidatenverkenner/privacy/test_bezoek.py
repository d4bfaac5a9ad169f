"""Nobody empties the Kandidatenverkenner: numbers nobody can join, a hundred a day, alarms."""

import datetime
import re
import threading
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given, strategies as st

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.models import (
    Alarm,
    Bezoek,
    Werkgever,
    Werkgeversaccount,
)
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import (
    PER_DAG,
    DaglimietError,
    count_page,
    open_kandidaat,
    quota_of,
    seconds_until_tomorrow,
)
from tests.kandidatenverkenner.bouwers import (
    PEILDATUM,
    lever,
    nummer_van,
    profiel,
    werkgeversaccount,
)
from tests.kandidatenverkenner.vum.vumprogramma import Programma


NU = datetime.datetime(2021, 3, 1, 12, tzinfo=datetime.UTC)
UUIDS = st.uuids()


@given(UUIDS, st.integers(1, 10_000), st.dates(datetime.date(2020, 1, 1)))
def test_a_number_turns_back_into_its_candidate(kandidaat, werkgever, dag):
    nummering = PseudonymCipher.for_day(werkgever, dag)

    assert nummering.decrypt(nummering.encrypt(kandidaat)) == kandidaat


@given(UUIDS)
def test_another_organisation_and_another_quarter_have_another_number(kandidaat):
    nummers = {
        PseudonymCipher.for_day(werkgever, dag).encrypt(kandidaat)
        for werkgever in (1, 2, 12)
        for dag in (datetime.date(2021, 3, 31), datetime.date(2021, 4, 1))
    }

    assert len(nummers | {kandidaat}) == 7
    assert PseudonymCipher.for_day(1, datetime.date(2021, 1, 1)) == PseudonymCipher.for_day(
        1, datetime.date(2021, 3, 31)
    )


def test_with_another_key_the_numbers_are_others(settings):
    kandidaat = uuid.UUID(int=7)
    eerst = PseudonymCipher.for_day(1, PEILDATUM).encrypt(kandidaat)
    settings.KANDIDAAT_SLEUTEL = "een andere"

    assert PseudonymCipher.for_day(1, PEILDATUM).encrypt(kandidaat) != eerst


def kijk(account, kandidaat, moment=NU):
    return open_kandidaat(
        account=account.werkgeversaccount,
        kandidaat=kandidaat,
        wijze=Bezoek.Wijze.PAGINA,
        moment=moment,
    )


def kandidaten(aantal, **velden):
    ids = [uuid.uuid4() for _ in range(aantal)]
    lever(*(profiel(id=een, **velden) for een in ids))
    return ids


@pytest.mark.django_db
def test_the_number_of_another_looks_like_one_that_never_was(client):
    (een,) = kandidaten(1)
    ik, ander = werkgeversaccount(), werkgeversaccount("Ander")
    client.force_login(ik)
    vorig_kwartaal = PseudonymCipher.for_day(
        ik.werkgeversaccount.werkgever_id, timezone.localdate() - datetime.timedelta(days=100)
    )

    antwoorden = [
        client.get(f"/kandidaten/{nummer}")
        for nummer in (
            nummer_van(een, ander),
            vorig_kwartaal.encrypt(een),
            een,
            uuid.uuid4(),
        )
    ]

    assert {antwoord.status_code for antwoord in antwoorden} == {404}
    assert len({re.sub('value="[^"]+"', "", antwoord.text) for antwoord in antwoorden}) == 1
    assert client.get(f"/kandidaten/{nummer_van(een, ik)}").status_code == 200


@pytest.mark.django_db
def test_a_hundred_different_candidates_a_day_for_all_of_an_organisation():
    ids = kandidaten(PER_DAG + 1)
    ik = werkgeversaccount()
    collega = get_user_model().objects.create_user(username="collega")
    Werkgeversaccount.objects.create(
        account=collega, werkgever=ik.werkgeversaccount.werkgever, toegelaten_op=NU
    )

    for nummer, een in enumerate(ids[:PER_DAG]):
        assert kijk(collega if nummer % 2 else ik, een).pk == een
    for wie in (ik, collega):
        with pytest.raises(DaglimietError, match="100 kandidaten bekeken"):
            kijk(wie, ids[-1])
    assert kijk(ik, ids[0]).pk == ids[0]  # seen before: costs nothing
    assert quota_of(ik.werkgeversaccount.werkgever_id, NU.date()).over == 0
    assert kijk(ik, ids[-1], NU + datetime.timedelta(days=1)).pk == ids[-1]
    assert Alarm.objects.filter(soort="limiet").count() == 1
    assert kijk(werkgeversaccount("Ander"), ids[-1]).pk == ids[-1]


@pytest.mark.django_db
def test_the_limit_is_said_before_it_bites_and_kindly_when_it_does(client):
    ids = kandidaten(PER_DAG + 1)
    ik = werkgeversaccount()
    client.force_login(ik)
    Bezoek.objects.bulk_create(
        Bezoek(
            werkgever=ik.werkgeversaccount.werkgever,
            account=ik,
            kandidaat=een,
            regio="AM19",
            dag=timezone.localdate(),
            moment=timezone.localtime() - datetime.timedelta(hours=1),
            wijze="pagina",
        )
        for een in ids[: PER_DAG - 1]
    )

    laatste = client.get(f"/kandidaten/{nummer_van(ids[-2], ik)}")
    te_veel = client.get(f"/kandidaten/{nummer_van(ids[-1], ik)}?regio=AM19")
    programma = client.get(f"/api/v1/kandidaten/{nummer_van(ids[-1], ik)}")

    assert "vandaag geen andere kandidaten meer bekijken" in laatste.text
    assert (te_veel.status_code, programma.status_code) == (429, 429)
    assert "Morgen kunt u verder" in te_veel.text
    assert "Morgen kunt u verder" in programma.json()["detail"]
    assert 0 < int(programma.headers["Retry-After"]) <= 25 * 3600
    assert 'href="/kandidaten?regio=AM19"' in te_veel.text


@pytest.mark.django_db
def test_the_page_and_every_key_count_together(client):
    ids = kandidaten(3)
    ik = werkgeversaccount()
    client.force_login(ik)
    sleutel = maak_sleutel(account=ik, naam="x", moment=timezone.localtime(), bereik=["kandidaat"])

    client.get(f"/kandidaten/{nummer_van(ids[0], ik)}")
    Client().get(
        f"/api/v1/kandidaten/{nummer_van(ids[1], ik)}",
        headers={"Authorization": f"Bearer {sleutel}"},
    )

    assert quota_of(ik.werkgeversaccount.werkgever_id, timezone.localdate()).gezien == 2
    assert set(Bezoek.objects.values_list("wijze", flat=True)) == {"pagina", "api"}


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_do_not_get_one_more():
    ids = kandidaten(PER_DAG + 5)
    ik = werkgeversaccount()
    for een in ids[: PER_DAG - 1]:
        kijk(ik, een)
    gelukt = []

    def nog_een(een):
        try:
            gelukt.append(kijk(ik, een))
        except DaglimietError:
            pass
        finally:
            connection.close()

    draden = [threading.Thread(target=nog_een, args=[een]) for een in ids[PER_DAG - 1 :]]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert len(gelukt) == 1


@pytest.mark.django_db
def test_a_list_can_be_leafed_through_for_ten_pages(client):
    kandidaten(230)
    client.force_login(werkgeversaccount())

    lijst = client.get("/api/v1/kandidaten?pagina=10").json()

    assert (lijst["totaal"], lijst["paginas"], lijst["_links"]["next"]) == (230, 10, None)
    assert client.get("/api/v1/kandidaten?pagina=11").status_code == 404
    assert "U ziet de eerste 200" in client.get("/kandidaten").text


@pytest.mark.django_db
def test_an_organisation_that_was_shut_out_sees_nothing(client):
    (een,) = kandidaten(1)
    ik = werkgeversaccount()
    client.force_login(ik)
    Werkgever.objects.update(gecontroleerd_op=None)

    for adres in ("/kandidaten", f"/kandidaten/{nummer_van(een, ik)}", "/api/v1/kandidaten"):
        assert client.get(adres).status_code == 403


def test_until_tomorrow():
    assert (
        seconds_until_tomorrow(datetime.datetime(2021, 3, 1, 23, 59, 30, tzinfo=datetime.UTC)) == 30
    )


def lijst_gezien(ik, van, tot, dag=NU):
    count_page(ik.werkgeversaccount.werkgever, [uuid.UUID(int=n) for n in range(van, tot)], dag)


@pytest.mark.django_db
def test_so_many_different_candidates_on_lists_a_day(monkeypatch, caplog):
    monkeypatch.setattr("kandidatenverkenner.privacy.visits.KAARTEN_PER_DAG", 40)
    ik, ander = werkgeversaccount(), werkgeversaccount("Ander")

    lijst_gezien(ik, 0, 19)
    assert not Alarm.objects.exists()
    lijst_gezien(ik, 10, 20)
    assert [een.soort for een in Alarm.objects.all()] == ["bladeren"]
    assert "ALARM bladeren" in caplog.text
    lijst_gezien(ik, 20, 40)
    lijst_gezien(ik, 0, 20)  # seen before: costs nothing
    with pytest.raises(DaglimietError, match="40 verschillende kandidaten op lijsten"):
        lijst_gezien(ik, 40, 41)
    lijst_gezien(ander, 0, 10)
    lijst_gezien(ik, 41, 60, NU + datetime.timedelta(days=1))
    assert Alarm.objects.count() == 1


@pytest.mark.django_db
def test_pages_programs_and_vum_are_refused_when_lists_were_copied(client, monkeypatch):
    kandidaten(3)
    ik = werkgeversaccount()
    client.force_login(ik)
    sleutel = maak_sleutel(account=ik, naam="x", moment=timezone.localtime(), bereik=["zoeken"])
    programma = Client(headers={"Authorization": f"Bearer {sleutel}"})
    monkeypatch.setattr("kandidatenverkenner.privacy.visits.BLADZIJDEN_PER_DAG", 2)

    assert client.get("/kandidaten").status_code == 200
    assert programma.get("/api/v1/kandidaten").status_code == 200
    pagina, lijst = client.get("/kandidaten?regio=AM19"), programma.get("/api/v1/kandidaten")
    vraag = Programma(ik).vraag()

    assert [een.status_code for een in (pagina, lijst, vraag)] == [429, 429, 429]
    assert "2 bladzijden met kandidaten gezien" in pagina.text
    assert pagina.headers["HX-Redirect"] == "/kandidaten?regio=AM19"
    assert "Morgen kunt u verder" in lijst.json()["detail"]
    assert 0 < int(lijst.headers["Retry-After"]) <= 25 * 3600
    assert vraag.json()["code"] == "429.01"
