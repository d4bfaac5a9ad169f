"""Nonsense in an address or a form gives a page, never a crash: every page, by Hypothesis.

A small number of tries a page here; a long one with `ONZIN=2000` before pytest.
"""

import os
import uuid
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.accounts.aanmelden import ZOUT
from kandidatenverkenner.models import Lijst, Zoekopdracht
from kandidatenverkenner.urls import urlpatterns
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from tests.kandidatenverkenner.bouwers import aangemeld, lever, profiel


pytestmark = pytest.mark.django_db
EEN = uuid.UUID(int=1)
VAAK = settings(max_examples=int(os.environ.get("ONZIN", "15")))
# The pages: what is no part of the API (test_api_alles.py) and no way around for it.
ROUTES = sorted(
    str(route.pattern)
    for route in urlpatterns
    if getattr(route, "name", None) and not str(route.pattern).startswith(("api", "vum"))
)
SCHRIJVEND = [
    "aanmelden",
    "contact",
    "kandidaten/<uuid:nummer>/bewaren",
    "kandidaten/<uuid:nummer>/contact",
    "lijsten",
    "lijsten/<str:nummer>",
    "organisatie",
    "servicepunt",
    "sleutels",
    "wachtwoord-vergeten",
    "wachtwoord-vergeten/<str:uidb64>/<str:token>",
    "zoekopdrachten",
]

NAMEN = st.sampled_from(
    [*Kandidaatfilter.base_filters, "kandidaat", "lijst", "next", "vaardigheidsgroep", "x"]
) | st.text(max_size=8)
WAARDEN = (
    st.sampled_from(
        [
            "AM19",
            "G",
            "kassa",
            "GM0546",
            "15",
            "-1",
            "0",
            "1e99",
            "9" * 30,
            "9223372036854775808",
            "\x00",
            "٣",
            "2027-02-30",
            "0001-01-01",
            "9999-12-31",
            "afstand",
            "match",
            "13-20",
            str(EEN),
            "' OR 1=1 --",
            "<script>",
            "%",
            "é" * 300,
        ]
    )
    | st.text(max_size=30)
    | st.integers().map(str)
)
VRAAGSTUKKEN = st.lists(st.tuples(NAMEN, WAARDEN), max_size=8).map(urlencode) | st.text(
    alphabet="%&=+;?[]0aF\x00é ", max_size=30
)
VELDEN = st.dictionaries(
    st.sampled_from(
        [
            "naam",
            "wat",
            "kandidaat",
            "notitie",
            "lijst",
            "collega",
            "opdracht",
            "met_mail",
            "vacature",
            "bericht",
            "bereik",
            "dagen",
            "trek_in",
            "kvk_nummer",
            "soort",
            "regio",
            "email",
            "wachtwoord",
        ]
    ),
    st.sampled_from(["bewaar", "weg", "notitie", "mail", "toelaten", "zoeken", "30", "1"])
    | WAARDEN,
    max_size=8,
)


@pytest.fixture
def werkgever(client):
    """Somebody with a list, a saved search and a candidate to look at."""
    lever(profiel(id=EEN), profiel(regio="AM21", sectoren=("I", "56")))
    aangemeld(client)
    client.post(client.van(EEN) + "/bewaren", {"naam": "Winkel"})
    client.post("/zoekopdrachten?regio=AM19", {"wat": "bewaar", "naam": "Regio"})
    return client


def adres(client, route, stuk):
    """A path of the route: what exists, or what somebody made up."""
    bestaat = {
        "<uuid:nummer>": client.van(EEN).rsplit("/", 1)[1],
        "<str:bewijs>": stuk,
        "<str:nummer>": stuk,
        "<str:uidb64>": stuk,
        "<str:token>": stuk,
    }
    if stuk == "echt" and route.startswith(("lijsten", "zoekopdrachten")):
        soort = Lijst if route.startswith("lijsten") else Zoekopdracht
        bestaat["<str:nummer>"] = str(soort.objects.order_by("pk").values_list("pk").first()[0])
    for naam, waarde in bestaat.items():
        route = route.replace(naam, quote(waarde.replace("/", "") or "x", safe=""))
    return f"/{route}"


STUKKEN = st.just("echt") | st.text(max_size=20) | st.integers().map(str)


@pytest.mark.parametrize("route", ROUTES)
@VAAK
@given(vraag=VRAAGSTUKKEN, stuk=STUKKEN)
def test_no_query_string_breaks_a_page(werkgever, route, vraag, stuk):
    antwoord = werkgever.get(f"{adres(werkgever, route, stuk)}?{vraag}")

    assert antwoord.status_code < 500
    if antwoord["Content-Type"].startswith("text/html"):
        # What came in, comes back as text.
        assert "<script>" not in antwoord.text.replace('<script src="', "")


@pytest.mark.parametrize("route", SCHRIJVEND)
@VAAK
@given(vraag=VRAAGSTUKKEN, velden=VELDEN)
def test_no_form_breaks_a_page(werkgever, route, vraag, velden):
    weg = adres(werkgever, route, "echt") if Lijst.objects.exists() else "/lijsten"

    antwoord = werkgever.post(f"{weg}?{vraag}", velden)

    assert antwoord.status_code < 500


def test_every_route_that_writes_is_tried():
    assert set(SCHRIJVEND) <= set(ROUTES)
    assert ZOUT  # the links of e-mails are tried as text: nobody can make a good one
