"""What somebody at an employer sees, and what anybody else sees."""

import datetime
import uuid

import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given, settings, strategies as st

from kandidatenverkenner.models import Kandidaat
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from tests.kandidatenverkenner.bouwers import (
    CODES,
    aangemeld,
    account,
    codelijsten,
    lever,
    profiel,
)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_are_shown")]
EEN = uuid.UUID(int=1)
VOOR_IEDEREEN = ["/", "/inloggen", "/api/v1/", "/toegankelijkheid"]
VOOR_WERKGEVERS = ["/kandidaten", f"/kandidaten/{EEN}"]
VREEMD = [
    "zoekterm=%00",
    "zoekterm=%ED%A0%80%FF",
    "zoekterm=" + 5_000 * "a",
    "zoekterm=%22onaf",
    "zoekterm=%27%3B+DROP+TABLE",
    "zoekterm=!%26|():*<->",
    "zoekterm=-",
    "zoekterm=de+het+een",
    "zoekterm=%5C%27%5C",
    "pagina=99999999999999999999999",
    "pagina=-1",
    "pagina=1e3",
    "pagina=" + 5_000 * "9",
    "regio=%00&regio=AM19",
    "regio=" + 5_000 * "x",
    "gemeente=GM0546&gemeente=x&afstand=NaN",
    "afstand=15",
    "x=1&=2&&&==&%",
    "regio[]=AM19&regio%5B%24ne%5D=1",
]


@pytest.fixture
def werkgever(client):
    return aangemeld(client)


@pytest.mark.parametrize("adres", VOOR_IEDEREEN)
def test_anybody_may_read_what_this_is(client, adres):
    assert client.get(adres).status_code == 200


def test_every_page_leads_to_what_was_tested_for_accessibility(client):
    assert 'href="/toegankelijkheid"' in client.get("/").text

    pagina = client.get("/toegankelijkheid").text

    # The parts of the government's model: status, what was looked at, exceptions, where to tell.
    for deel in (
        "<h1>Toegankelijkheidsverklaring</h1>",
        "Status C: eerste maatregelen genomen",
        "Wat is onderzocht",
        "Wat nog niet is onderzocht",
        "Wat nog niet toegankelijk is",
        "Werkt iets niet voor u?",
    ):
        assert deel in pagina


@pytest.mark.parametrize("adres", VOOR_WERKGEVERS)
def test_a_visitor_is_asked_to_sign_in_first(client, adres):
    lever(profiel(id=EEN))

    antwoord = client.get(adres + "?regio=AM19")

    assert antwoord.status_code == 302
    assert antwoord.headers["Location"].startswith("/inloggen?next=/kandidaten")


@pytest.mark.parametrize("adres", VOOR_WERKGEVERS)
def test_an_account_without_employer_reads_what_to_do(client, adres):
    lever(profiel(id=EEN))
    client.force_login(account())

    antwoord = client.get(adres)

    assert antwoord.status_code == 403
    assert "Vraag het werkgeversservicepunt" in antwoord.text
    assert "kassa" not in antwoord.text


@pytest.mark.parametrize("adres", VOOR_WERKGEVERS)
def test_pages_with_candidates_are_kept_nowhere(werkgever, adres):
    lever(profiel(id=EEN))

    antwoord = werkgever.get(adres.replace(f"/kandidaten/{EEN}", werkgever.van(EEN)))

    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "private, no-store"


def test_a_form_without_its_token_is_refused_kindly():
    antwoord = Client(enforce_csrf_checks=True).post("/inloggen", {"login": "x"})

    assert antwoord.status_code == 403
    assert "Dit formulier is verlopen" in antwoord.text


def test_results_show_what_a_candidate_can_and_wants(werkgever):
    lever(
        profiel(
            taaksoorten=("inpakken", "keukenwerk"),
            vaardigheden=("kassa", "heftruck"),
            rijbewijzen=("B",),
            beschikbaar_vanaf=datetime.date(2999, 3, 1),
        )
    )

    pagina = werkgever.get("/kandidaten").text

    assert '<h2 id="aantal">1 kandidaat</h2>' in pagina
    assert "Inpakken en keukenwerk</a>" in pagina
    for feit in (
        "Holland Rijnland",
        "16 tot 24 uur per week",
        "Beschikbaar vanaf maart 2999",
        "Reist tot 15 km",
        "Vmbo, met diploma",
        "Rijbewijs B",
        "heftruck rijden",
    ):
        assert feit in pagina, feit


def test_a_filter_is_checked_counted_and_can_be_taken_off(werkgever):
    lever(profiel(), profiel(vaardigheden=("ramen",)), profiel(regio="AM21"))

    pagina = werkgever.get("/kandidaten?regio=AM19&vaardigheid=kassa&pagina=1").text

    assert 'name="regio" value="AM19" checked' in pagina
    assert 'name="regio" value="AM21"><' in pagina  # the other region is still on offer
    assert 'href="/kandidaten?vaardigheid=kassa"' in pagina
    assert 'href="/kandidaten?regio=AM19"' in pagina
    assert "1 kandidaat</h2>" in pagina


def test_distance_is_told_as_what_it_is(werkgever):
    lever(profiel(), profiel(regio="AM21"), profiel(regio="AM01"))

    pagina = werkgever.get("/kandidaten?gemeente=GM0546&afstand=25").text

    assert "2 kandidaten</h2>" in pagina
    assert "Binnen deze afstand: Holland Rijnland, Haaglanden." in pagina
    assert "binnen 25 km van Leiden" in pagina
    assert "Waar iemand woont staat hier niet" in pagina


def test_when_nobody_is_found_the_page_says_what_to_let_go_of(werkgever):
    lever(profiel(vaardigheden=("kassa",)), profiel(vaardigheden=("ramen",), regio="AM21"))

    een = werkgever.get("/kandidaten?regio=AM19&vaardigheid=ramen").text
    geen = werkgever.get("/kandidaten?regio=AM01&vaardigheid=heftruck&zoekterm=dieren").text
    niets = werkgever.get("/kandidaten?zoekterm=xyzxyz").text

    assert '<a href="/kandidaten?regio=AM19">zonder vaardigheden (ramen wassen)</a>' in een
    assert (
        '<a href="/kandidaten?vaardigheid=ramen">zonder arbeidsmarktregio (Holland Rijnland)</a>'
        in een
    )
    assert '<a href="/kandidaten?zoekterm=dieren">alleen zoekterm (dieren)</a>' in geen
    assert '<a href="/kandidaten">zonder zoekterm (xyzxyz)</a>' in niets


def test_an_empty_verkenner_says_so(werkgever):
    assert "Er staan nu geen kandidaten" in werkgever.get("/kandidaten").text


def test_paging_keeps_the_search(werkgever):
    lever(*(profiel() for _ in range(70)))

    pagina = werkgever.get("/kandidaten?regio=AM19&pagina=2").text

    assert 'rel="prev" href="/kandidaten?regio=AM19&amp;pagina=1"' in pagina
    assert 'rel="next" href="/kandidaten?regio=AM19&amp;pagina=3"' in pagina
    assert (
        "Er zijn 4 pagina&#x27;s. Dit is de laatste." in werkgever.get("/kandidaten?pagina=9").text
    )


def test_a_mistake_in_the_address_is_named_and_the_rest_works(werkgever):
    lever(profiel(), profiel(regio="AM21"))

    pagina = werkgever.get("/kandidaten?regio=AM21&sector=<b>").text

    assert "De waarde &quot;&lt;b&gt;&quot; bestaat niet." in pagina
    assert "<b>" not in pagina
    assert "1 kandidaat</h2>" in pagina


def test_a_candidate_is_shown_whole_with_the_way_back(werkgever):
    lever(profiel(id=EEN, vaardigheden=("kassa", "ramen"), rijbewijzen=("B",)))

    pagina = werkgever.get(werkgever.van(EEN) + "?regio=AM19&vaardigheid=ramen").text

    for kop in ("Opleiding", "Soort taken", "Vaardigheden", "Competenties", "Affiniteiten"):
        assert f"<h2>{kop}</h2>" in pagina
    for waarde in ("Schoonmaak", "ramen wassen", "Detailhandel", "Kwaliteit leveren", "Per direct"):
        assert waarde in pagina
    assert 'href="/kandidaten?regio=AM19&amp;vaardigheid=ramen">Terug' in pagina
    assert werkgever.van(EEN).removeprefix("/kandidaten/") in pagina
    assert str(EEN) not in pagina


def test_a_candidate_who_was_withdrawn_is_missed_kindly(werkgever):
    lever(profiel(id=EEN), profiel())
    lever(profiel())

    antwoord = werkgever.get(werkgever.van(EEN) + "?regio=AM19")

    assert antwoord.status_code == 404
    assert "Deze kandidaat is niet beschikbaar" in antwoord.text
    assert 'href="/kandidaten?regio=AM19"' in antwoord.text
    assert werkgever.get("/kandidaten?regio=AM19").status_code == 200


@pytest.mark.parametrize("adres", ["/bestaat-niet", "/kandidaten/", "/kandidaten/12"])
def test_an_unknown_address_gets_a_kind_page(client, adres):
    antwoord = client.get(adres)

    assert antwoord.status_code == 404
    assert "Deze pagina bestaat niet" in antwoord.text


@pytest.mark.parametrize("sjabloon", ["400.html", "403.html", "500.html"])
def test_error_pages_need_nothing(sjabloon):
    assert "Naar het begin" in render_to_string(sjabloon)


@pytest.mark.parametrize("adres", VREEMD)
def test_no_query_string_breaks_a_page(werkgever, adres):
    lever(profiel(id=EEN))

    assert werkgever.get(f"/kandidaten?{adres}").status_code == 200
    assert werkgever.get(werkgever.van(EEN) + f"?{adres}").status_code == 200


@settings(max_examples=60)
@given(
    zoekterm=st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["kassa", "of", "or", '"', "-", "!", "&", ":*", "<->", "'", "\\", "(", "é"]
        ),
        max_size=6,
    ).map(" ".join)
)
def test_no_search_term_breaks_the_search(werkgever, zoekterm):
    if not Kandidaat.objects.exists():
        lever(profiel())

    assert werkgever.get("/kandidaten", {"zoekterm": zoekterm}).status_code == 200


@pytest.mark.parametrize("aantal", [1, 20])
def test_the_results_from_memory_take_the_same_number_of_queries(
    werkgever, aantal, django_assert_num_queries
):
    lever(*(profiel() for _ in range(aantal)))
    werkgever.get("/kandidaten?regio=AM19&vaardigheid=kassa")  # the index is built

    # session, account (2), employer, the search, seen, cards of the day
    with django_assert_num_queries(6):
        werkgever.get("/kandidaten?regio=AM19&vaardigheid=kassa")


@pytest.mark.parametrize("aantal", [1, 20])
@pytest.mark.usefixtures("sql_answers")
def test_the_results_from_sql_take_the_same_number_of_queries(
    werkgever, aantal, django_assert_num_queries
):
    werkgever.get("/")  # the session learns that there is a second factor
    lever(*(profiel() for _ in range(aantal)))

    lees_lijsten()
    # session, account, employer, the search (4), seen, cards of the day
    with django_assert_num_queries(9):
        werkgever.get("/kandidaten?regio=AM19&vaardigheid=kassa")


def test_a_long_list_is_short_at_first_and_holds_every_value_once(werkgever):
    lever(
        *(profiel(vaardigheden=(code,)) for code, *_ in CODES["vaardigheid"]),
        profiel(sectoren=("I", "56")),
    )

    pagina = werkgever.get("/kandidaten").text

    for facet in ("vaardigheid", "sector"):
        for code, *_ in CODES[facet]:
            assert pagina.count(f'name="{facet}" value="{code}"') == 1


def test_the_code_lists_alone_make_no_page_fail(werkgever):
    codelijsten()

    assert werkgever.get("/kandidaten").status_code == 200
