"""The search of the API answers, byte for byte, what DRF makes of its serializers."""

import datetime
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

from kandidatenverkenner.accounts.api_keys import maak_sleutel, sleutel_van
from kandidatenverkenner.api.renderers import OrjsonRenderer
from kandidatenverkenner.api.serializers import KandidatenlijstSerializer, PlainSerializer
from kandidatenverkenner.database.prepared import async_commit
from kandidatenverkenner.models import (
    Apisleutel,
    Kandidaat,
    Kenmerk,
    Werkgever,
    Werkgeversaccount,
)
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from kandidatenverkenner.zoeken.filters import PER_PAGINA, Kandidaatfilter
from kandidatenverkenner.zoeken.results import zoek
from tests.kandidatenverkenner.bouwers import account, keuzen, lever, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db


def sleutel_voor(gebruiker):
    return maak_sleutel(
        account=gebruiker,
        naam="proef",
        bereik=[Apisleutel.Bereik.ZOEKEN],
        moment=timezone.localtime(),
    )


def volgens_drf(adres, werkgever, monkeypatch):
    """The answer as DRF makes it, with a field for every value."""
    nummering = PseudonymCipher.for_day(werkgever, timezone.localdate())
    uitkomst = zoek(Kandidaatfilter.read(QueryDict(adres)), nummering)

    def link(pagina):
        if not 1 <= pagina <= uitkomst.paginas:
            return None
        basis = "http://testserver/api/v1/kandidaten?"
        return {"href": f"{basis}{adres}{'&' if adres else ''}pagina={pagina}"}

    inhoud = {
        "results": uitkomst,
        "paginaGrootte": PER_PAGINA,
        "facetten": {
            facet.value: [een for een in waarden if een.aantal or een.gekozen]
            for facet, waarden in keuzen(uitkomst).items()
        },
        "_links": {
            "self": link(1),
            "first": link(1),
            "prev": link(0),
            "next": link(2),
            "last": link(uitkomst.paginas),
        },
    }

    context = {"address": "http://testserver/api/v1/kandidaten"}
    monkeypatch.setattr(PlainSerializer, "to_representation", Serializer.to_representation)
    return JSONRenderer().render(KandidatenlijstSerializer(inhoud, context=context).data)


@pytest.mark.parametrize(
    "adres",
    [
        "",
        "regio=AM19",
        "regio=AM01",
        "zoekterm=%C3%A9t%C3%A9",
        "uren=1-12",
        "wens=rijbewijs%3AB&wens=sector%3AI",
    ],
)
def test_a_page_is_what_drf_makes_of_the_serializers(adres, monkeypatch):
    lever(
        *(profiel(id=uuid.UUID(int=nummer), rijbewijzen=("AM", "B")) for nummer in range(1, 24)),
        profiel(id=uuid.UUID(int=99), vaardigheden=()),
        profiel(regio="AM21", beschikbaar_vanaf=datetime.date(2027, 3, 1), diploma=False),
    )
    # As it stands where too few have the same.
    verborgen = Kandidaat.objects.get(id=uuid.UUID(int=99))
    niveaus = Kenmerk.objects.filter(facet="opleidingsniveau").values_list("id", flat=True)
    verborgen.kenmerken = [nummer for nummer in verborgen.kenmerken if nummer not in niveaus]
    verborgen.opleidingsniveau, verborgen.diploma = "", None
    verborgen.save(update_fields=["kenmerken", "opleidingsniveau", "diploma"])
    gebruiker = werkgeversaccount()
    sleutel = sleutel_voor(gebruiker)
    vraag = f"/api/v1/kandidaten?{adres}"

    antwoord = Client().get(vraag, headers={"authorization": f"Bearer {sleutel}"})

    verwacht = volgens_drf(adres, gebruiker.werkgeversaccount.werkgever_id, monkeypatch)
    assert antwoord.content == verwacht
    assert antwoord.headers["Content-Type"] == "application/json"


def test_a_form_that_is_asked_for_is_given():
    sleutel = sleutel_voor(werkgeversaccount())
    koppen = {"authorization": f"Bearer {sleutel}", "accept": "application/json; indent=2"}
    lever(profiel())

    assert b'\n  "totaal": 1,\n' in Client().get("/api/v1/kandidaten", headers=koppen).content


@pytest.mark.parametrize(
    "inhoud", [{"a": [1, 2.5, None, True, 'é"\\\n<&>']}, [], "x", {"leeg": {}}, None]
)
def test_orjson_writes_what_drf_writes(inhoud):
    assert OrjsonRenderer().render(inhoud) == JSONRenderer().render(inhoud)


def test_a_key_brings_its_account_and_employer_in_one_query(django_assert_num_queries):
    gebruiker = werkgeversaccount()
    sleutel = sleutel_voor(gebruiker)
    vandaag = timezone.localdate()

    with django_assert_num_queries(1):
        gevonden = sleutel_van(sleutel, vandaag)
        hij = gevonden.account.werkgeversaccount
        assert hij.is_toegelaten
        assert hij.account == gebruiker

    for soort, een in (
        (Apisleutel, gevonden),
        (get_user_model(), gevonden.account),
        (Werkgeversaccount, hij),
        (Werkgever, hij.werkgever),
    ):
        uit_de_databank = soort.objects.get(pk=een.pk)
        for veld in soort._meta.concrete_fields:
            assert getattr(een, veld.attname) == getattr(uit_de_databank, veld.attname)


def test_the_key_of_somebody_without_employer_opens_nothing():
    iemand = account()
    sleutel = sleutel_voor(iemand)

    assert not hasattr(sleutel_van(sleutel, timezone.localdate()).account, "werkgeversaccount")
    koppen = {"authorization": f"Bearer {sleutel}"}
    assert Client().get("/api/v1/kandidaten", headers=koppen).status_code == 403


def test_a_program_asks_seven_queries():
    lever(*(profiel() for _ in range(3)))
    koppen = {"authorization": f"Bearer {sleutel_voor(werkgeversaccount())}"}
    lees_lijsten()

    with CaptureQueriesContext(
        connection,
    ) as vragen:
        assert Client().get("/api/v1/kandidaten?regio=AM19", headers=koppen).status_code == 200

    # key with account and employer, the rate, the search (4), the cards of the day
    assert len(vragen) == 7


@pytest.mark.django_db(transaction=True)
def test_only_a_counter_does_not_wait_for_the_disk():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {async_commit()}, current_setting('synchronous_commit')")
        assert cursor.fetchone()[0] == "off"
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
        with transaction.atomic():
            cursor.execute(f"SELECT {async_commit()}")
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
