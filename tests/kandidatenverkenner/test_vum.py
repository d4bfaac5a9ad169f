"""The VUM source: contract 1.0.0 of the bron side."""

import datetime
import uuid
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from kandidatenverkenner.models import Bezoek
from kandidatenverkenner.sleutels import maak_sleutel
from tests.kandidatenverkenner.bouwers import lever, nummer_van, profiel, werkgeversaccount


pytestmark = pytest.mark.django_db
CONTRACT = Path(__file__).parents[3] / (
    "shared/vum/VUM-Bron-WerkzoekendeProfielen-1.0.0.RECONSTRUCTED.yaml"
)
KOPPEN = {
    "X-VUM-berichtVersie": "1.0.0",
    "X-VUM-fromParty": "00000001",
    "X-VUM-toParty": "00000002",
    "X-VUM-SUWIparty": "true",
}
PAD = "/vum/v1/werkzoekendeProfielen"


class Vrager:
    def __init__(self, client, *bereik):
        self.client, self.account = client, werkgeversaccount()
        toen = datetime.datetime.now(datetime.UTC)
        sleutel = maak_sleutel(account=self.account, naam="x", moment=toen, bereik=bereik)
        self.koppen = KOPPEN | {"Authorization": f"Bearer {sleutel}"}

    def matches(self, vraag, **koppen):
        return self.client.post(
            f"{PAD}/matches",
            data={"vraagObject": vraag},
            content_type="application/json",
            headers=self.koppen | koppen,
        )

    def lees(self, nummer):
        return self.client.get(f"{PAD}/{nummer}", headers=self.koppen)

    def gevonden(self, vraag):
        antwoord = self.matches(vraag)
        assert antwoord.status_code == 200, antwoord.text
        return {een["idWerkzoekende"] for een in antwoord.json()["matches"]}

    def nummers(self, *kandidaten):
        return {str(nummer_van(uuid.UUID(int=een), self.account)) for een in kandidaten}


@pytest.fixture
def vrager(client):
    lever(
        profiel(id=uuid.UUID(int=1), rijbewijzen=("B",), uren_min=10, uren_max=20),
        profiel(
            id=uuid.UUID(int=2),
            vaardigheden=("ramen",),
            sectoren=("56", "I"),
            opleidingsniveau="4",
            uren_min=30,
            uren_max=36,
            beschikbaar_vanaf=datetime.date(2027, 3, 1),
        ),
    )
    return Vrager(client, "vum")


def voldoet(naam, inhoud):
    if not CONTRACT.exists():
        pytest.skip("../shared is er niet")
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    vorm = {**document["components"]["schemas"][naam], "components": document["components"]}
    Draft4Validator(vorm).validate(inhoud)


WERK = "arbeidsmarktkwalificatie"


@pytest.mark.parametrize(
    ("vraag", "wie"),
    [
        ({}, {1, 2}),
        ({"contractvorm": [{"codeTypeArbeidscontract": "B"}], "onbekend": 1}, {1, 2}),
        ({WERK: {"rijbewijs": [{"codeSoortRijbewijs": "B"}]}}, {1}),
        ({WERK: {"rijbewijs": [{"codeSoortRijbewijs": "DE"}]}}, set()),
        ({"sector": [{"codeSbi": 56}]}, {2}),
        ({"sector": [{"codeSbi": 47}, {"codeSbi": 56}]}, {1, 2}),
        ({WERK: {"vakvaardigheid": [{"omschrijving": "Ramen wassen"}]}}, {2}),
        ({WERK: {"vakvaardigheid": [{"omschrijving": "toveren"}]}}, set()),
        ({WERK: {"gedragscompetentie": [{"codeGedragscompetentie": 24120}]}}, {1, 2}),
        ({WERK: {"opleiding": [{"codeNiveauOpleiding": 4}]}, "sector": [{"codeSbi": 47}]}, set()),
        ({"werktijden": {"aantalWerkurenPerWeekMinimaal": 21}}, {2}),
        ({"werktijden": {"aantalWerkurenPerWeekMaximaal": 30}}, {1, 2}),
        ({"werktijden": {"aantalWerkurenPerWeekMaximaal": 29}}, {1}),
        ({"flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": "2027-02-28"}}, {1}),
    ],
)
def test_who_answers_the_question(vrager, vraag, wie):
    assert vrager.gevonden(vraag) == vrager.nummers(*wie)


def test_the_answers_are_of_the_contract(vrager):
    antwoord = vrager.matches({})
    (nummer,) = vrager.nummers(2)
    detail = vrager.lees(nummer)

    voldoet("MatchesResponse", antwoord.json())
    voldoet("Werkzoekende", detail.json())
    assert antwoord.headers["X-VUM-toParty"] == KOPPEN["X-VUM-fromParty"]
    assert antwoord.json()["maximumAantalResultatenBereikt"] is False
    assert detail.json()["sector"] == [{"codeSbi": 56}]
    verborgen = {"persoonlijkePresentatie", "emailadres", "telefoonnummer", "contactpersoon"}
    assert not verborgen & set(detail.json())
    assert Bezoek.objects.get().wijze == "vum"


def test_at_most_a_hundred_matches_and_ten_details(client):
    lever(*(profiel(id=uuid.UUID(int=n)) for n in range(1, 103)))
    vrager = Vrager(client, "vum")
    antwoord = vrager.matches({}).json()
    assert (len(antwoord["matches"]), antwoord["maximumAantalResultatenBereikt"]) == (100, True)

    nummers = [een["idWerkzoekende"] for een in antwoord["matches"]]
    assert [vrager.lees(een).status_code for een in nummers[:11]] == [200] * 10 + [429]
    assert vrager.lees(nummers[0]).status_code == 200  # seen already
    vol = vrager.lees(nummers[10])
    voldoet("Error", vol.json())
    assert vol.json()["code"] == "429.01"
    vrager.matches({})
    assert vrager.lees(nummers[10]).status_code == 200


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        ("{", "400.01"),
        ("[]", "400.01"),
        ("{}", "400.02"),
        ('{"vraagObject": []}', "400.01"),
        ('{"vraagObject": {"sector": {}}}', "200"),
        ('{"vraagObject": {"sector": [1]}}', "400.01"),
        ('{"vraagObject": {"sector": [{"codeSbi": "56"}]}}', "400.01"),
        ('{"vraagObject": {"werktijden": {"aantalWerkurenPerWeekMinimaal": -1}}}', "400.01"),
        ('{"vraagObject": {"flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": 1}}}', "400.01"),
    ],
)
def test_a_body_that_is_not_of_the_contract(vrager, inhoud, code):
    antwoord = vrager.client.post(
        f"{PAD}/matches", data=inhoud, content_type="application/json", headers=vrager.koppen
    )

    assert antwoord.status_code == int(code.partition(".")[0])
    if code != "200":
        assert antwoord.json()["code"] == code
        voldoet("Error", antwoord.json())


@pytest.mark.parametrize("kop", list(KOPPEN))
def test_without_a_header_of_the_contract_there_is_no_answer(vrager, kop):
    antwoord = vrager.matches({}, **{kop: ""})

    assert (antwoord.status_code, antwoord.json()["code"]) == (400, "400.02")
    assert kop in antwoord.json()["details"]


def test_foreign_withdrawn_and_invented_numbers_look_the_same(vrager, client):
    (mijn,) = vrager.nummers(1)
    ander = Vrager(client, "vum")
    antwoorden = [ander.lees(mijn), ander.lees(uuid.uuid4()), ander.lees("x")]
    lever()
    antwoorden.append(vrager.lees(mijn))

    assert {antwoord.status_code for antwoord in antwoorden} == {400}
    assert len({antwoord.text for antwoord in antwoorden}) == 1


def test_only_with_a_key_for_it(client, vrager):
    assert Vrager(client, "zoeken").matches({}).status_code == 403
    zonder = client.post(f"{PAD}/matches", data={}, content_type="application/json")
    assert (zonder.status_code, zonder.json()["code"]) == (401, "401.01")
