"""An employer says what must be and what would be nice, and reads who fits and why."""

import datetime
import re
import uuid
from html import unescape

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from kandidatenverkenner.models import Facet
from kandidatenverkenner.search_index.query import FacetCounts, SearchQuery
from kandidatenverkenner.views.zoeken.facets import facet_block
from kandidatenverkenner.zoeken.codelists import lees_lijsten
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from kandidatenverkenner.zoeken.results import SearchResults
from tests.kandidatenverkenner.bouwers import aangemeld, codelijsten, lever, profiel


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_are_shown")]
BEIDE, EEN, GEEN = (uuid.UUID(int=nummer) for nummer in (3, 2, 1))
WENSEN = "wens=rijbewijs:B&wens=beschikbaar:2021-03-01"


@pytest.fixture
def werkgever(client):
    lever(
        profiel(id=GEEN, beschikbaar_vanaf=datetime.date(2099, 1, 1)),
        profiel(id=EEN, rijbewijzen=("B",), beschikbaar_vanaf=datetime.date(2099, 1, 1)),
        profiel(id=BEIDE, rijbewijzen=("B",), taaksoorten=("keukenwerk", "inpakken")),
        profiel(regio="AM21"),
    )
    return aangemeld(client)


def tekst(stuk):
    """What is read, a tag counting as a space."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", stuk)).split())


def kaarten(pagina):
    return [tekst(stuk) for stuk in pagina.text.split('<article class="kaart">')[1:]]


def adres_van(pagina, woorden):
    """Where the link with these words goes."""
    voor = next(
        deel.rpartition('href="')[2]
        for deel in pagina.text.split("</a>")
        if tekst(deel.rpartition("<a ")[2].partition(">")[2]) == woorden
    )
    return voor.partition('"')[0].replace("&amp;", "&")


def test_who_fits_best_comes_first_and_the_card_says_why(werkgever):
    pagina = werkgever.get(f"/kandidaten?regio=AM19&{WENSEN}")

    beide, een, geen = kaarten(pagina)
    assert "Past bij uw zoekvraag: B (auto) beschikbaar op 1 maart 2021" in beide
    assert "Niet in dit profiel" not in beide
    assert "Past bij uw zoekvraag: B (auto)" in een
    assert "Niet in dit profiel: beschikbaar op 1 maart 2021." in een
    assert "Past bij uw zoekvraag" not in geen
    assert "Niet in dit profiel: B (auto), beschikbaar op 1 maart 2021." in geen
    # Who sends the form keeps the wishes.
    assert '<input type="hidden" name="wens" value="rijbewijs:B">' in pagina.text


def test_a_must_becomes_a_wish_and_a_must_again(werkgever):
    eis = werkgever.get("/kandidaten?regio=AM19&rijbewijs=B&pagina=1")
    assert len(kaarten(eis)) == 2

    als_wens = adres_van(eis, "als wens (B (auto))")
    wens = werkgever.get(als_wens)
    assert (len(kaarten(wens)), "wens=rijbewijs%3AB" in als_wens) == (3, True)

    als_eis = adres_van(wens, "als eis (B (auto))")
    assert als_eis == "/kandidaten?regio=AM19&rijbewijs=B"
    weg = adres_van(wens, "Verwijder wens: B (auto) \N{MULTIPLICATION SIGN}")
    assert weg == "/kandidaten?regio=AM19"


@pytest.mark.parametrize(
    ("eis", "wens", "woorden"),
    [
        ("gemeente=GM0546&afstand=25", "gemeente%3AGM0546", "regio op reisafstand van Leiden"),
        ("beschikbaar=2021-03-01", "beschikbaar%3A2021-03-01", "beschikbaar op 1 maart 2021"),
    ],
)
def test_a_place_and_a_day_can_be_wishes_too(werkgever, eis, wens, woorden):
    pagina = werkgever.get(f"/kandidaten?{eis}")
    chip = next(chip for chip in pagina.context["zoekpagina"].chips)
    pagina = werkgever.get(chip.anders)

    assert chip.anders == f"/kandidaten?wens={wens}"
    assert woorden in tekst(pagina.text)
    assert len(kaarten(pagina)) == 4
    (terug,) = pagina.context["zoekpagina"].wensen
    assert werkgever.get(terug.anders).context["zoekpagina"].wensen == []


@pytest.mark.parametrize(("afstand", "regios", "wensen"), [(5, 1, []), (25, 2, [("GM0546",)])])
def test_by_match_a_place_is_a_wish_too_where_two_regions_are_in_reach(
    werkgever, afstand, regios, wensen
):
    adres = f"gemeente=GM0546&afstand={afstand}&volgorde=match"
    filterset = Kandidaatfilter.read(QueryDict(adres))
    assert not filterset.fouten, filterset.fouten

    assert len(filterset.regios_in_bereik) == regios
    assert [wens.codes for wens in filterset.vraag.wensen] == wensen


def test_the_page_of_a_candidate_gives_the_reasons(werkgever):
    pagina = werkgever.get(werkgever.van(EEN) + f"?regio=AM19&taaksoort=inpakken&{WENSEN}")

    _, _, na = pagina.text.partition("<h2>Past bij uw zoekvraag</h2>")
    redenen = tekst(na.partition("</dl>")[0])
    assert "Rijbewijs B (auto)" in redenen
    assert "Niet in dit profiel Beschikbaar op 1 maart 2021" in redenen
    # Leafed through in the order of the match.
    assert "2 van 3" in tekst(pagina.text)


def test_without_a_wish_there_is_nothing_about_wishes(werkgever):
    pagina = werkgever.get("/kandidaten?regio=AM19")

    assert "<h3>Graag</h3>" not in pagina.text
    assert "Niet in dit profiel" not in pagina.text
    assert werkgever.get("/api/v1/kandidaten").json()["kandidaten"][0]["wensen"] == {
        "past": [],
        "ontbreekt": [],
    }


def test_the_newest_first_can_be_asked_with_wishes(werkgever):
    pagina = werkgever.get(f"/kandidaten?regio=AM19&{WENSEN}")
    assert adres_van(pagina, "Beste match") == (
        "/kandidaten?regio=AM19&wens=rijbewijs%3AB&wens=beschikbaar%3A2021-03-01"
    )

    nieuwste = werkgever.get(adres_van(pagina, "Nieuwste"))

    assert "Niet in dit profiel: B (auto)" in kaarten(nieuwste)[0]


def test_the_api_says_the_same(werkgever):
    antwoord = werkgever.get(f"/api/v1/kandidaten?regio=AM19&{WENSEN}&wens=opleidingsniveau:4")

    eerste = antwoord.json()["kandidaten"][0]["wensen"]
    assert eerste == {
        "past": [
            {"sleutel": "rijbewijs", "codes": ["B"], "naam": "B (auto)"},
            {
                "sleutel": "beschikbaar",
                "codes": ["2021-03-01"],
                "naam": "beschikbaar op 1 maart 2021",
            },
        ],
        "ontbreekt": [{"sleutel": "opleidingsniveau", "codes": ["4"], "naam": "mbo of hoger"}],
    }


def test_a_wish_that_cannot_be_is_named_and_the_rest_goes_on(werkgever):
    pagina = werkgever.get("/kandidaten?regio=AM19&wens=heftruck&wens=rijbewijs:B")
    antwoord = werkgever.get("/api/v1/kandidaten?wens=heftruck&wens=")

    assert "De wens &quot;heftruck&quot; bestaat niet." in pagina.text
    assert "Past bij uw zoekvraag: B (auto)" in kaarten(pagina)[0]
    assert antwoord.status_code == 400
    assert [fout["name"] for fout in antwoord.json()["invalidParams"]] == ["wens"]


@pytest.mark.parametrize("aantal", [0, 1, 2, 999, 1000, 98_765])
@pytest.mark.parametrize("gekozen", [True, False])
def test_a_value_with_its_number_put_in_is_what_the_template_makes(aantal, gekozen):
    codelijsten()
    uitkomst = uitkomst_met(aantal, gekozen=gekozen)

    blok = facet_block(Facet.UREN, uitkomst)  # a scale: all values, in their own order

    verwacht = [
        render_to_string(
            "kandidatenverkenner/_keuze.html",
            {
                "kenmerk": kenmerk,
                "aantal": aantal,
                "gekozen": gekozen,
                "leeg": not aantal,
                "een": aantal == 1,
            },
        )
        for kenmerk in uitkomst.codelijsten.per_facet[Facet.UREN].values()
    ]
    assert verwacht
    assert blok.kort == "".join(verwacht)


def uitkomst_met(aantal, *, gekozen):
    """Every value of the hours has so many candidates, and is chosen or is not."""
    lijsten = lees_lijsten().codelijsten
    uren = [kenmerk.id for kenmerk in lijsten.per_facet[Facet.UREN].values()]
    return SearchResults(
        totaal=aantal,
        pagina=1,
        paginas=1,
        kandidaten=[],
        telling=FacetCounts(aantal, dict.fromkeys(uren, aantal) if aantal else {}),
        vraag=SearchQuery(choices={Facet.UREN: frozenset(uren)} if gekozen else {}),
        codelijsten=lijsten,
    )


def test_one_place_is_chosen_or_none(werkgever):
    def opties(adres):
        return werkgever.get(adres).text.partition('id="gemeente"')[2].partition("</select>")[0]

    gekozen, geen = opties("/kandidaten?gemeente=GM0518"), opties("/kandidaten")

    assert '<option value="GM0518" selected>&#x27;s-Gravenhage</option>' in gekozen
    assert gekozen.count(" selected") == 1
    assert geen.count("<option") == len(lees_lijsten().plaatsen) + 1
    assert "selected" not in geen
