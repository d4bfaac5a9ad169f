"""The menu is made once for a page; where one is and the token to sign out are one's own."""

import re

import pytest
from django.test import Client

from tests.kandidatenverkenner.bouwers import aangemeld


pytestmark = pytest.mark.django_db
UITLOGGEN = re.compile(
    r'action="/uitloggen"><input type="hidden" name="csrfmiddlewaretoken" value="(\w{64})"'
)


def hier(pagina):
    return re.findall(r'<a href="([^"]+)" aria-current="page">', pagina.text)


@pytest.mark.parametrize("adres", ["/kandidaten", "/lijsten", "/zoekopdrachten", "/verzoeken"])
def test_the_menu_says_where_one_is(adres):
    client = aangemeld(Client())

    assert [hier(client.get(adres)) for _ in range(2)] == [[adres], [adres]]


def test_on_a_page_that_is_not_there_one_is_nowhere():
    client = aangemeld(Client())

    assert hier(client.get("/bestaat-niet")) == []
    assert client.get("/bestaat-niet").text.count("Uitloggen") == 1


def test_who_is_not_known_can_sign_in_and_not_out():
    pagina = Client().get("/").text

    assert 'href="/inloggen">Inloggen' in pagina
    assert "Uitloggen" not in pagina
    assert "csrfmiddlewaretoken" not in pagina


def test_everybody_signs_out_with_an_own_token():
    een, ander = (aangemeld(Client(enforce_csrf_checks=True)) for _ in range(2))
    (van_een,), (van_ander,) = (UITLOGGEN.findall(c.get("/lijsten").text) for c in (een, ander))
    assert van_een != van_ander

    assert een.post("/uitloggen", {"csrfmiddlewaretoken": van_ander}).status_code == 403
    assert een.get("/lijsten").status_code == 200
    assert een.post("/uitloggen", {"csrfmiddlewaretoken": van_een}).status_code == 302
    assert een.get("/lijsten").status_code == 302
    assert ander.get("/lijsten").status_code == 200
