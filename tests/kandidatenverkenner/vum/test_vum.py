"""The VUM source: questions and profiles as the contract has them."""

import datetime
import json
import uuid

import pytest
from django.db import IntegrityError, transaction

from kandidatenverkenner.api.vum.query import division
from kandidatenverkenner.models import Alarm, Bezoek, Vumvraag
from kandidatenverkenner.privacy.visits import PER_DAG
from tests.kandidatenverkenner.bouwers import lever, profiel, werkgeversaccount
from tests.kandidatenverkenner.vum.vumprogramma import (
    STANDAARD,
    Programma,
    is_fout,
    kwalificatie,
    lees_contract,
    voldoet,
)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_are_shown")]
EEN = uuid.UUID(int=1)


@pytest.fixture
def programma():
    return Programma()


@pytest.fixture
def contract():
    return lees_contract()


def vol_profiel(**velden):
    return profiel(
        rijbewijzen=("AM", "B"),
        vaardigheden=("kassa", "vakken-vullen", "ramen", "heftruck"),
        competenties=("24105", "24120"),
        beschikbaar_vanaf=datetime.date(2026, 3, 1),
        **velden,
    )


def test_answers_have_the_form_of_the_contract(programma, contract):
    lever(vol_profiel(id=EEN), profiel())

    antwoord = programma.vraag({"sector": [{"codeSbi": 47110}]})

    assert antwoord.status_code == 200
    voldoet(contract, "MatchesResponse", antwoord.json())
    for match in antwoord.json()["matches"]:
        heel = programma.lees(match["idWerkzoekende"])
        assert heel.status_code == 200
        assert heel.headers["Cache-Control"] == "private, no-store"
        voldoet(contract, "Werkzoekende", heel.json())
        # The answer to a question says nothing that the profile does not.
        assert set(match) < set(heel.json())


def test_a_profile_has_the_form_of_the_json_schema(programma):
    bestand = STANDAARD / "json-schema-werkzoekendenprofielen-v0.8.2.json"
    if not bestand.exists():
        pytest.skip("de bestanden van de standaard zijn hier niet")
    schema = json.loads(bestand.read_text(encoding="utf-8"))
    namen = set(schema["properties"])
    lever(vol_profiel(id=EEN))

    heel = programma.lees(programma.nummers()[0]).json()

    assert set(heel) - {"idWerkzoekende"} <= namen
    for naam, waarde in heel.items():
        for groep in waarde if isinstance(waarde, list) else [waarde]:
            bekend = _elementen(schema["properties"].get(naam, {}))
            assert set(groep if isinstance(groep, dict) else ()) <= bekend, naam


def _elementen(schema):
    """The names in an object, or in the objects of a list."""
    if "items" in schema:
        return set().union(*(een["properties"] for een in schema["items"]["anyOf"]))
    return set(schema.get("properties", ()))


def test_a_profile_says_what_was_delivered_and_no_more(programma):
    lever(vol_profiel(id=EEN))

    heel = programma.lees(programma.nummers()[0]).json()

    assert heel.pop("idWerkzoekende")
    assert heel == {
        "indicatieLdrRegistratie": 1,
        "indicatieBeschikbaarheidContactgegevens": 2,
        "mobiliteit": {"maximaleReisafstand": 15},
        "werktijden": {"aantalWerkurenPerWeekMinimaal": 16, "aantalWerkurenPerWeekMaximaal": 24},
        "flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": "2026-03-01"},
        "vervoermiddel": [{"codeVervoermiddel": 3}],
        "sector": [{"codeSbi": 47}],
        "arbeidsmarktkwalificatie": {
            "vakvaardigheid": [
                {"omschrijving": "kassa bedienen"},
                {"omschrijving": "vakken vullen"},
                {"omschrijving": "ramen wassen"},
                {"omschrijving": "heftruck rijden"},
            ],
            "rijbewijs": [{"codeSoortRijbewijs": "AM"}, {"codeSoortRijbewijs": "B"}],
            "opleiding": [{"codeNiveauOpleiding": 2, "indicatieDiploma": 1}],
            "taalbeheersing": [
                {
                    "codeTaal": "nld",
                    "codeNiveauTaalbeheersingMondeling": 3,
                    "codeNiveauTaalbeheersingSchriftelijk": 2,
                }
            ],
            "gedragscompetentie": [
                {
                    "codeGedragscompetentie": 24120,
                    "omschrijvingGedragscompetentie": "Kwaliteit leveren",
                },
                {
                    "codeGedragscompetentie": 24105,
                    "omschrijvingGedragscompetentie": "Samenwerken",
                },
            ],
            "interesse": [{"naamInteresse": "dieren"}],
        },
    }


@pytest.mark.parametrize(
    ("vraag", "aantal"),
    [
        ({}, 3),
        ({"sector": [{"codeSbi": 56}]}, 1),
        ({"sector": [{"codeSbi": 56}, {"codeSbi": 47}]}, 3),
        ({"sector": [{"codeSbi": 99}]}, 0),
        ({"sector": [{}]}, 3),
        (kwalificatie(rijbewijs=[{"codeSoortRijbewijs": "B"}]), 1),
        (kwalificatie(gedragscompetentie=[{"codeGedragscompetentie": 24105}]), 1),
        (kwalificatie(opleiding=[{"codeNiveauOpleiding": 4}]), 1),
        (kwalificatie(taalbeheersing=[{"codeTaal": "nld"}]), 3),
        (kwalificatie(taalbeheersing=[{"codeTaal": "eng"}]), 0),
        (kwalificatie(vakvaardigheid=[{"omschrijving": " Ramen  WASSEN"}]), 1),
        (kwalificatie(vakvaardigheid=[{"omschrijving": "goochelen"}]), 0),
        (
            kwalificatie(
                rijbewijs=[{"codeSoortRijbewijs": "B"}],
                gedragscompetentie=[{"codeGedragscompetentie": 24105}],
            ),
            0,
        ),
        # Hours overlap: touching is enough.
        ({"werktijden": {"aantalWerkurenPerWeekMinimaal": 24}}, 3),
        ({"werktijden": {"aantalWerkurenPerWeekMinimaal": 25}}, 1),
        ({"werktijden": {"aantalWerkurenPerWeekMaximaal": 16}}, 2),
        ({"werktijden": {"aantalWerkurenPerWeekMaximaal": 15}}, 0),
        ({"flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": "2026-12-31"}}, 2),
        ({"flexibiliteit": {"datumAanvangBeschikbaarVoorWerk": "2027-01-01"}}, 3),
        ({"indicatieLdrRegistratie": 1, "indicatieBeschikbaarheidContactgegevens": 2}, 3),
        ({"indicatieLdrRegistratie": 2}, 0),
        ({"indicatieBeschikbaarheidContactgegevens": 1}, 0),
        # What we do not know of anybody is not a criterion.
        ({"voorkeursland": [{"landencodeIso": "NL"}], "schoenmaat": 43}, 3),
    ],
)
def test_a_question_finds_who_answers_it(programma, vraag, aantal):
    lever(
        profiel(rijbewijzen=("B",), opleidingsniveau="4"),
        profiel(sectoren=("56", "I"), competenties=("24105",), vaardigheden=("ramen",)),
        profiel(uren_min=20, uren_max=40, beschikbaar_vanaf=datetime.date(2027, 1, 1)),
    )

    antwoord = programma.vraag(vraag).json()

    assert len(antwoord["matches"]) == aantal
    assert antwoord["maximumAantalResultatenBereikt"] is False


def test_who_has_most_of_what_is_named_comes_first(programma):
    lever(
        profiel(id=uuid.UUID(int=1), vaardigheden=("kassa",), uren_max=21),
        profiel(id=uuid.UUID(int=2), vaardigheden=("kassa", "ramen"), uren_max=22),
        profiel(id=uuid.UUID(int=3), competenties=("24105", "24120"), uren_max=23),
        profiel(id=uuid.UUID(int=4), vaardigheden=("heftruck",), uren_max=24),
    )
    vraag = kwalificatie(
        vakvaardigheid=[{"omschrijving": een} for een in ("kassa bedienen", "ramen wassen")],
        gedragscompetentie=[{"codeGedragscompetentie": een} for een in (24105, 24120)],
    )

    matches = programma.vraag(vraag).json()["matches"]

    # A skill is worth 3 and a competentie 2: 2 has 3+3+2, 3 has 3+2+2, 1 has 3+2, 4 has no skill.
    assert [een["werktijden"]["aantalWerkurenPerWeekMaximaal"] for een in matches] == [22, 23, 21]


@pytest.mark.parametrize(("sbi", "code"), [(47, "47"), (47110, "47"), (1, "01"), (471, "47")])
def test_a_code_of_any_length_lies_in_a_division(sbi, code):
    assert division(sbi) == code


def test_a_hundred_is_the_most_and_it_says_that_there_are_more(programma):
    lever(*(profiel() for _ in range(100)))
    antwoord = programma.vraag().json()
    assert (len(antwoord["matches"]), antwoord["maximumAantalResultatenBereikt"]) == (100, False)

    lever(*(profiel() for _ in range(101)))
    antwoord = programma.vraag().json()
    assert (len(antwoord["matches"]), antwoord["maximumAantalResultatenBereikt"]) == (100, True)


def test_ten_profiles_a_question_and_again_is_free(programma):
    lever(*(profiel() for _ in range(12)))
    nummers = programma.nummers()

    for nummer in [*nummers[:10], *nummers[:10]]:
        assert programma.lees(nummer).status_code == 200
    details = is_fout(programma.lees(nummers[10]), 429, "429.01")

    assert "10 profielen" in details
    # A new question opens them again.
    assert programma.lees(programma.nummers()[11]).status_code == 200
    assert Bezoek.objects.values("kandidaat").distinct().count() == 11


def test_the_day_counts_over_everything(programma):
    gebruiker = werkgeversaccount()
    programma = Programma(gebruiker)
    lever(profiel(id=EEN))
    nu = datetime.datetime.now(tz=datetime.UTC)
    werkgever = gebruiker.werkgeversaccount.werkgever
    Bezoek.objects.bulk_create(
        Bezoek(
            werkgever=werkgever,
            account=gebruiker,
            kandidaat=uuid.uuid4(),
            regio="AM19",
            dag=dag,
            moment=nu,
            wijze="pagina",
        )
        for _ in range(PER_DAG)
        # Whatever side of midnight this runs on.
        for dag in (nu.date(), nu.date() + datetime.timedelta(days=1))
    )

    antwoord = programma.lees(programma.nummers()[0])

    assert "vandaag" in is_fout(antwoord, 429, "429.01")
    assert 0 < int(antwoord.headers["Retry-After"]) <= 25 * 3600
    assert Alarm.objects.filter(werkgever=werkgever, soort="limiet").exists()


def test_a_number_is_of_one_organisation_and_one_question(programma):
    lever(profiel(id=EEN))
    (nummer,) = programma.nummers()
    (opnieuw,) = programma.nummers()
    ander = Programma(werkgeversaccount("Ander"))

    assert nummer != opnieuw
    assert str(EEN) not in nummer
    assert set(ander.nummers()).isdisjoint({nummer, opnieuw})
    vreemd = is_fout(ander.lees(nummer), 400, "400.01")
    lever()
    assert is_fout(programma.lees(nummer), 400, "400.01") == vreemd
    assert Bezoek.objects.count() == 0


@pytest.mark.parametrize(
    "nummer", ["12", "x.y", "x" * 300, f"{EEN}", f"{EEN}.{EEN}", f"{EEN}.{EEN}.", "%00", "é"]
)
def test_every_number_that_is_not_there_looks_the_same(programma, nummer):
    details = is_fout(programma.lees(nummer), 400, "400.01")

    assert details == "Dit idWerkzoekende is niet (meer) beschikbaar."


def test_questions_of_before_yesterday_are_forgotten(programma):
    lever(profiel())
    programma.nummers()
    Vumvraag.objects.update(moment=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    programma.nummers()

    assert Vumvraag.objects.count() == 1


def test_the_database_keeps_to_ten(programma):
    lever(profiel())
    programma.nummers()

    with pytest.raises(IntegrityError), transaction.atomic():
        Vumvraag.objects.update(details=[uuid.uuid4() for _ in range(11)])


@pytest.mark.parametrize("aantal", [1, 20])
def test_a_question_takes_the_same_number_of_queries(programma, aantal, django_assert_num_queries):
    lever(*(profiel() for _ in range(aantal)))

    # key with account and employer; the rate; the lists; the candidates; the cards; forget, keep
    with django_assert_num_queries(7):
        programma.vraag({"sector": [{"codeSbi": 47}]})
