"""Searches that are kept, and the e-mail of the day."""

import re
import uuid

import pytest
from django.core import mail
from django.core.management import call_command

from kandidatenverkenner.bewaren import zoekopdrachten
from kandidatenverkenner.bewaren.zoekopdrachten import mail_nieuwe
from kandidatenverkenner.models import Zoekopdracht
from tests.kandidatenverkenner.bouwers import aangemeld, lever, profiel, werkgeversaccount


pytestmark = pytest.mark.usefixtures("few_are_shown")
EEN, TWEE = uuid.UUID(int=1), uuid.UUID(int=2)
BASIS = "https://voorbeeld.nl"


@pytest.fixture
def werkgever(client, db):
    lever(profiel(id=EEN, vaardigheden=("ramen",)))
    account = werkgeversaccount(email="wie@bedrijf.example")
    client.force_login(account)
    return client


def bewaar(werkgever, vraag="vaardigheid=ramen", naam="Ramen", **velden):
    return werkgever.post(
        f"/zoekopdrachten?{vraag}", {"wat": "bewaar", "naam": naam, "met_mail": "on"} | velden
    )


def test_a_search_is_kept_as_it_stands_in_the_address(werkgever):
    assert (
        "/zoekopdrachten?vaardigheid=ramen" in werkgever.get("/kandidaten?vaardigheid=ramen").text
    )
    assert "Vaardigheden: ramen wassen" in werkgever.get("/zoekopdrachten?vaardigheid=ramen").text

    bewaar(werkgever, "vaardigheid=ramen&pagina=3&onzin=1")

    opdracht = Zoekopdracht.objects.get()
    assert opdracht.vraag == "vaardigheid=ramen"
    geopend = werkgever.get(f"/zoekopdrachten/{opdracht.pk}")
    assert geopend.url == "/kandidaten?vaardigheid=ramen"


def test_only_what_came_after_is_new(werkgever):
    bewaar(werkgever)
    assert "nieuw</span>" not in werkgever.get("/zoekopdrachten").text

    lever(
        profiel(id=EEN, vaardigheden=("ramen",)),
        profiel(id=TWEE, vaardigheden=("ramen",)),
        profiel(),
    )
    assert "1 nieuw" in werkgever.get("/zoekopdrachten").text

    werkgever.get(f"/zoekopdrachten/{Zoekopdracht.objects.get().pk}")
    assert "nieuw</span>" not in werkgever.get("/zoekopdrachten").text


def test_one_mail_a_day_for_all_searches_and_each_candidate_once(werkgever):
    bewaar(werkgever)
    bewaar(werkgever, "regio=AM19", "Regio")
    bewaar(werkgever, "regio=AM01", "Groningen")
    assert mail_nieuwe(BASIS) == 0

    lever(profiel(id=EEN, vaardigheden=("ramen",)), profiel(id=TWEE, vaardigheden=("ramen",)))
    assert [mail_nieuwe(BASIS), mail_nieuwe(BASIS)] == [1, 0]

    (bericht,) = mail.outbox
    assert bericht.to == ["wie@bedrijf.example"]
    assert "- Ramen: 1" in bericht.body
    assert "- Regio: 1" in bericht.body
    assert "Groningen" not in bericht.body
    assert f"{BASIS}/zoekopdrachten/" in bericht.body
    # A changed profile that fits is news as well.
    lever(profiel(id=EEN, vaardigheden=("ramen",)), profiel(id=TWEE, regio="AM01"))
    assert mail_nieuwe(BASIS) == 1
    assert "- Groningen: 1" in mail.outbox[1].body


def test_the_mail_reads_well_in_text_and_in_html(werkgever):
    bewaar(werkgever, naam="Ramen & <b>vloeren</b>")
    lever(profiel(id=TWEE, vaardigheden=("ramen",)))
    mail_nieuwe(BASIS)
    (bericht,) = mail.outbox
    ((html, soort),) = bericht.alternatives

    assert "- Ramen & <b>vloeren</b>: 1\n" in bericht.body
    assert soort == "text/html"
    assert "Ramen &amp; &lt;b&gt;vloeren&lt;/b&gt;</a>: 1 kandidaat<" in html
    stop = bericht.extra_headers["List-Unsubscribe"].strip("<>")
    opdracht = f"{BASIS}/zoekopdrachten/{Zoekopdracht.objects.get().pk}"
    for tekst in (bericht.body, html):
        assert stop in tekst
        assert opdracht in tekst
        # Nothing of a candidate, and nothing that is fetched when the mail is opened.
        assert str(TWEE) not in tekst
        assert "Holland" not in tekst
    assert not re.findall(r"<(?:img|link|script|style)|url\(", html)
    assert bericht.extra_headers["Auto-Submitted"] == "auto-generated"


def test_one_click_stops_it_and_a_scanner_does_not(werkgever, client):
    bewaar(werkgever)
    lever(profiel(id=TWEE, vaardigheden=("ramen",)))
    mail_nieuwe(BASIS)
    kop = mail.outbox[0].extra_headers
    link = re.fullmatch(f"<{BASIS}(.*)>", kop["List-Unsubscribe"]).group(1)
    client.logout()

    assert "Ramen" in client.get(link).text
    assert Zoekopdracht.objects.get().met_mail
    antwoord = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert (antwoord.status_code, kop["List-Unsubscribe-Post"]) == (
        200,
        "List-Unsubscribe=One-Click",
    )
    assert not Zoekopdracht.objects.get().met_mail
    lever(profiel(vaardigheden=("ramen",)))
    assert mail_nieuwe(BASIS) == 0
    assert client.post(link[:-1] + "_").status_code == 404


def test_who_is_out_gets_no_mail(werkgever):
    bewaar(werkgever)
    lever(profiel(vaardigheden=("ramen",)))
    opdracht = Zoekopdracht.objects.get()
    opdracht.account.werkgeversaccount.werkgever.__class__.objects.update(gecontroleerd_op=None)

    assert mail_nieuwe(BASIS) == 0


def test_the_command_uses_the_address_of_the_site(werkgever, settings, capsys):
    settings.SITE_ADRES = BASIS
    bewaar(werkgever)
    lever(profiel(vaardigheden=("ramen",)))

    call_command("mail_zoekopdrachten")

    assert capsys.readouterr().out == "1 e-mail verstuurd.\n"
    assert BASIS in mail.outbox[0].body


def test_mail_on_mail_off_and_away(werkgever):
    bewaar(werkgever)
    opdracht = Zoekopdracht.objects.get()
    for wat, met_mail in [("geen-mail", False), ("mail", True)]:
        werkgever.post("/zoekopdrachten", {"wat": wat, "opdracht": opdracht.pk})
        assert Zoekopdracht.objects.get().met_mail is met_mail

    werkgever.post("/zoekopdrachten", {"wat": "verwijder", "opdracht": opdracht.pk})
    assert not Zoekopdracht.objects.exists()


def test_somebody_elses_search_is_not_there(werkgever, client):
    bewaar(werkgever)
    opdracht = Zoekopdracht.objects.get()
    client = aangemeld(client)

    assert client.get(f"/zoekopdrachten/{opdracht.pk}").url == "/zoekopdrachten"
    client.post("/zoekopdrachten", {"wat": "verwijder", "opdracht": opdracht.pk})
    assert Zoekopdracht.objects.exists()


def test_what_cannot_be_kept_is_said(werkgever, monkeypatch):
    assert "Geef de zoekopdracht een naam" in bewaar(werkgever, naam=" ").text
    bewaar(werkgever)
    assert "al een zoekopdracht met deze naam" in bewaar(werkgever).text
    monkeypatch.setattr(zoekopdrachten, "MEEST", 1)
    assert "al 1 zoekopdrachten" in bewaar(werkgever, naam="Ander").text


def test_a_code_that_went_away_does_not_break_a_kept_search(werkgever):
    bewaar(werkgever)
    Zoekopdracht.objects.update(vraag="vaardigheid=bestaat-niet&regio=AM19")

    assert werkgever.get("/zoekopdrachten").status_code == 200
