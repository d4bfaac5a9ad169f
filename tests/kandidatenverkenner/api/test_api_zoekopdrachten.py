"""Saved searches through the API."""

import uuid

import pytest

from kandidatenverkenner.models import Zoekopdracht
from tests.kandidatenverkenner.api.programma import Programma
from tests.kandidatenverkenner.bouwers import lever, profiel


pytestmark = pytest.mark.django_db
EEN, TWEE = uuid.UUID(int=1), uuid.UUID(int=2)
PAD = "/api/v1/zoekopdrachten"


class Zoekprogramma(Programma):
    """A program that keeps searches."""

    def vraag(self, methode, pad=PAD, inhoud=None):
        meer = {} if inhoud is None else {"data": inhoud, "content_type": "application/json"}
        return getattr(self, methode)(pad, **meer)


@pytest.fixture
def programma():
    lever(profiel(id=EEN), profiel(id=TWEE, regio="AM21"))
    return Zoekprogramma("zoeken")


def test_a_search_is_kept_read_and_removed(programma):
    inhoud = {"naam": "Alles", "zoekvraag": "regio=AM19&pagina=2", "metMail": True}
    nieuw = programma.vraag("post", inhoud=inhoud)
    lever(profiel(id=EEN), profiel(id=TWEE))

    assert nieuw.status_code == 201
    adres = "/api/v1/" + nieuw.headers["Location"].partition("/api/v1/")[2]
    gelezen = programma.vraag("get", adres).json()
    assert (gelezen["zoekvraag"], gelezen["nieuw"], gelezen["metMail"]) == ("regio=AM19", 1, True)
    assert programma.vraag("get").json() == {"zoekopdrachten": [gelezen]}
    assert programma.vraag("post", inhoud=inhoud).status_code == 409
    assert programma.vraag("delete", adres).status_code == 204
    assert programma.vraag("get", adres).status_code == 404
    assert not Zoekopdracht.objects.exists()


@pytest.mark.parametrize("zoekvraag", ["regio=AM99", "onzin=1", "afstand=5"])
def test_a_search_that_cannot_be_asked_is_not_kept(programma, zoekvraag):
    antwoord = programma.vraag("post", inhoud={"naam": "x", "zoekvraag": zoekvraag})

    assert antwoord.status_code == 400
    assert {een["name"] for een in antwoord.json()["invalidParams"]} == {"zoekvraag"}


def test_somebody_elses_search_is_not_there(programma):
    adres = programma.vraag("post", inhoud={"naam": "x", "zoekvraag": ""}).json()
    ander = Zoekprogramma("zoeken")

    assert ander.vraag("get").json() == {"zoekopdrachten": []}
    for methode in ("get", "delete"):
        assert ander.vraag(methode, f"{PAD}/{adres['id']}").status_code == 404
    assert Zoekprogramma("contact").vraag("get").status_code == 403
