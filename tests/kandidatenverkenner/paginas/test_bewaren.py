"""What employers keep: lists with notes, comparing, and more than one request at a time."""

import html
import uuid

import pytest

from kandidatenverkenner.bewaren import lijsten as bewaren
from kandidatenverkenner.models import Bezoek, Contactverzoek, Lijst, Lijstregel
from tests.kandidatenverkenner.bouwers import (
    aangemeld,
    lever,
    nummer_van,
    profiel,
    werkgeversaccount,
)


pytestmark = pytest.mark.usefixtures("few_are_shown")
EEN, TWEE, DRIE = (uuid.UUID(int=nummer) for nummer in (1, 2, 3))


@pytest.fixture
def werkgever(client, db):
    lever(
        profiel(id=EEN, vaardigheden=("kassa", "ramen")),
        profiel(id=TWEE, vaardigheden=("ramen",)),
        profiel(id=DRIE, regio="AM21"),
    )
    return aangemeld(client)


def bewaar(werkgever, *kandidaten, naam="Winkel"):
    for kandidaat in kandidaten:
        antwoord = werkgever.post(werkgever.van(kandidaat) + "/bewaren", {"naam": naam})
        assert antwoord.status_code == 302
    return f"/lijsten/{Lijst.objects.get(naam=naam).pk}"


def nummer(werkgever, kandidaat):
    return werkgever.van(kandidaat).rpartition("/")[2]


def test_from_the_candidate_onto_a_new_list_and_back(werkgever):
    adres = bewaar(werkgever, EEN)
    blad = werkgever.get(adres).text

    assert "Winkel" in blad
    assert f"{werkgever.van(EEN)}?lijst=" in blad
    kandidaat = werkgever.get(werkgever.van(EEN)).text
    assert f'Staat op: <a href="{adres}">Winkel</a>' in kandidaat
    assert "1 kandidaat" in werkgever.get("/lijsten").text


def test_who_keeps_a_candidate_goes_on_where_the_search_was(werkgever):
    zoekvraag = "?vaardigheid=ramen&volgorde=match"
    blad = werkgever.get(werkgever.van(EEN) + zoekvraag).text
    actie = f"{werkgever.van(EEN)}/bewaren{zoekvraag}"
    assert f'action="{actie.replace("&", "&amp;")}"' in blad

    terug = werkgever.post(actie, {"naam": "Winkel"})

    assert terug.url == f"{werkgever.van(EEN)}{zoekvraag}#bewaren"
    assert "Staat op:" in werkgever.get(terug.url).text


def test_a_candidate_stands_on_a_list_once(werkgever):
    bewaar(werkgever, EEN, EEN)

    assert Lijstregel.objects.count() == 1


def test_a_note_stays_and_is_read_by_colleagues_only(werkgever, client):
    adres = bewaar(werkgever, EEN)
    werkgever.post(
        adres, {"wat": "notitie", "kandidaat": nummer(werkgever, EEN), "notitie": "Belt maandag"}
    )

    assert "Belt maandag" in werkgever.get(adres).text
    client.force_login(werkgeversaccount("Ander"))
    assert client.get(adres).status_code == 404
    assert "Winkel" not in client.get("/lijsten").text
    assert client.post(adres, {"wat": "verwijder"}).status_code == 404
    assert Lijst.objects.exists()


def test_off_the_list_and_the_list_away(werkgever):
    adres = bewaar(werkgever, EEN, TWEE)

    werkgever.post(adres, {"wat": "weg", "kandidaat": nummer(werkgever, EEN)})
    assert [regel.kandidaat for regel in Lijstregel.objects.all()] == [TWEE]
    assert werkgever.post(adres, {"wat": "verwijder"}).url == "/lijsten"
    assert not Lijst.objects.exists()


def test_who_was_withdrawn_is_missed_kindly_on_a_list(werkgever):
    adres = bewaar(werkgever, EEN, TWEE)
    lever(profiel(id=TWEE))

    blad = werkgever.get(adres)

    assert blad.status_code == 200
    assert blad.text.count("Niet meer beschikbaar") == 1
    assert werkgever.post(werkgever.van(EEN) + "/bewaren", {"naam": "x"}).status_code == 404


@pytest.mark.parametrize("adres", ["/lijsten/0", "/lijsten/x", "/lijsten/99999999999999999999"])
def test_a_list_that_is_not_there_says_so(werkgever, adres):
    assert "Deze lijst is er niet" in werkgever.get(adres).text


def test_a_sign_that_cannot_be_kept_is_told(werkgever):
    antwoord = werkgever.post("/lijsten", {"naam": "Win\0kel"})

    assert antwoord.status_code == 422
    assert "Typ de tekst opnieuw" in antwoord.text


def test_a_list_needs_a_name_and_there_is_an_end_to_them(werkgever, monkeypatch):
    assert "Geef de lijst een naam" in werkgever.post("/lijsten", {"naam": " "}).text
    monkeypatch.setattr(bewaren, "MEESTE_LIJSTEN", 1)
    monkeypatch.setattr(bewaren, "MEESTE_REGELS", 1)
    bewaar(werkgever, EEN)

    assert "al 1 lijsten" in werkgever.post("/lijsten", {"naam": "Nog een"}).text
    vol = werkgever.post(werkgever.van(TWEE) + "/bewaren", {"naam": "Winkel"})
    assert (vol.status_code, "Deze lijst is vol" in vol.text) == (422, True)
    te_lang = werkgever.post(
        "/lijsten/" + str(Lijst.objects.get().pk),
        {"wat": "notitie", "kandidaat": nummer(werkgever, EEN), "notitie": 501 * "a"},
    )
    assert "hoogstens 500 tekens" in te_lang.text


def test_a_list_costs_the_same_queries_for_one_and_for_two(
    werkgever, django_assert_max_num_queries
):
    adres = bewaar(werkgever, EEN)
    with django_assert_max_num_queries(10) as bij_een:
        werkgever.get(adres)
    aantal = len(bij_een)
    bewaar(werkgever, TWEE)
    with django_assert_max_num_queries(aantal):
        werkgever.get(adres)


def test_comparing_opens_each_of_them(werkgever):
    gekozen = f"kandidaat={nummer(werkgever, EEN)}&kandidaat={nummer(werkgever, DRIE)}"

    blad = werkgever.get(f"/vergelijken?{gekozen}").text

    assert "Kassa bedienen" in blad
    assert "Holland Rijnland" in blad
    assert "Haaglanden" in blad
    assert set(Bezoek.objects.values_list("kandidaat", flat=True)) == {EEN, DRIE}


def test_comparing_shows_what_one_has_and_the_others_have_not(werkgever):
    gekozen = "&".join(f"kandidaat={nummer(werkgever, een)}" for een in (EEN, TWEE))

    blad = werkgever.get(f"/vergelijken?{gekozen}").text

    assert "<strong>Kassa bedienen</strong>" in blad
    assert "<li>Ramen wassen</li>" in blad
    assert "<strong>Ramen wassen</strong>" not in blad


def test_the_note_at_somebody_who_left_stays_to_be_read(werkgever):
    adres = bewaar(werkgever, EEN, TWEE)
    werkgever.post(
        adres, {"wat": "notitie", "kandidaat": nummer(werkgever, TWEE), "notitie": "Op zaterdag"}
    )
    assert "De notitie is opgeslagen" in werkgever.get(adres).text
    lever(profiel(id=EEN))

    blad = werkgever.get(adres).text

    assert "Niet meer beschikbaar" in blad
    assert "Uw notitie: Op zaterdag" in blad
    assert f"{werkgever.van(EEN)}?lijst=" in blad


@pytest.mark.parametrize(
    "vraag", ["", "kandidaat=x", f"kandidaat={EEN}", f"kandidaat={EEN}&kandidaat={TWEE}"]
)
def test_who_is_not_ours_cannot_be_compared(werkgever, vraag):
    blad = werkgever.get(f"/vergelijken?{vraag}")

    assert (blad.status_code, "Kies op een lijst 2 tot 4" in blad.text) == (200, True)
    assert not Bezoek.objects.exists()


def test_a_request_for_more_than_one_goes_to_each_region(werkgever):
    nummers = [nummer(werkgever, kandidaat) for kandidaat in (EEN, DRIE)]
    adres = "/contact?" + "&".join(f"kandidaat={een}" for een in nummers)
    assert "contact met 2 kandidaten" in werkgever.get(adres).text

    werkgever.post(adres, {"vacature": "Inpakker"})

    assert set(Contactverzoek.objects.values_list("kandidaat", "regio")) == {
        (EEN, "AM19"),
        (DRIE, "AM21"),
    }


def test_more_than_one_request_is_all_or_none(werkgever):
    werkgever.post(werkgever.van(DRIE) + "/contact", {"vacature": "Inpakker"})
    nummers = [nummer(werkgever, kandidaat) for kandidaat in (EEN, DRIE)]

    antwoord = werkgever.post(
        "/contact?" + "&".join(f"kandidaat={een}" for een in nummers), {"vacature": "Inpakker"}
    )

    assert "al gevraagd voor deze vacature" in antwoord.text
    assert Contactverzoek.objects.count() == 1


def test_who_found_nobody_asks_the_servicepunt(werkgever):
    vraag = "regio=AM21&vaardigheid=heftruck&beschikbaar=2027-03-01"
    niemand = html.unescape(werkgever.get(f"/kandidaten?{vraag}").text)
    assert "/servicepunt?" in niemand
    assert "vaardigheid=heftruck" in niemand.split("/servicepunt?")[1].split('"')[0]

    blad = werkgever.post(f"/servicepunt?{vraag}", {"vacature": "Chauffeur"}, follow=True).text

    verzoek = Contactverzoek.objects.get()
    assert (verzoek.kandidaat, verzoek.regio) == (None, "AM21")
    assert "heftruck rijden" in verzoek.zoekvraag
    assert "aan het werkgeversservicepunt" in blad


def test_previous_and_next_follow_the_order_of_the_search(werkgever):
    adressen = [werkgever.van(een) + "?regio=AM19" for een in (EEN, TWEE)]

    eerste, tweede = (werkgever.get(adres).text for adres in adressen)

    assert "1 van 2" in eerste
    assert f'href="{adressen[1]}" rel="next"' in eerste
    assert 'rel="prev"' not in eerste
    assert f'href="{adressen[0]}" rel="prev"' in tweede
    assert "Terug naar de resultaten" in tweede


def test_the_page_says_why_and_who_is_like(werkgever):
    blad = werkgever.get(werkgever.van(EEN) + "?vaardigheid=ramen&zoekterm=winkel&regio=AM19").text

    redenen = blad.split("Past bij uw zoekvraag")[1].split("</section>")[0]
    assert "Holland Rijnland" in redenen
    assert "Kassa bedienen, ramen wassen" in redenen
    anderen = blad.split("Kandidaten die hierop lijken")[1]
    assert werkgever.van(TWEE) in anderen
    assert werkgever.van(DRIE) not in anderen  # of another region


def test_what_was_opened_is_marked(werkgever):
    assert "bekeken" not in werkgever.get("/kandidaten").text

    werkgever.get(werkgever.van(EEN))

    assert werkgever.get("/kandidaten").text.count(">bekeken<") == 1


def test_two_organisations_do_not_share_a_mark(werkgever, client):
    werkgever.get(werkgever.van(EEN))
    ander = werkgeversaccount("Ander")
    client.force_login(ander)

    assert str(nummer_van(EEN, ander)) in client.get("/kandidaten").text
    assert "bekeken" not in client.get("/kandidaten").text
