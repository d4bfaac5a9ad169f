"""See somebody outside one's own clients: with a reason, for some hours, and looked at after."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from sonar.handelingen.toezicht.noodtoegang import (
    MEEST_ONBEOORDEELD,
    GeenNoodtoegangError,
    beoordeel,
    neem_noodtoegang,
)
from sonar.models import Medewerker, Noodtoegang, Verwerking
from sonar.toegang import mag_zien
from sonar.toezicht.inzage import wie_keek
from sonar.toezicht.misbruik import Drempels, meldingen
from tests.bouwers import gemeentelijke_dienst, inschrijving, medewerker, werkzoekende
from tests.sonar.schermen import aan_het_werk, klant_adres


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2020, 12, 31, 12, tzinfo=datetime.UTC)
REDEN = "De klant staat aan de balie zonder geld."
EEUWIG = (NU - datetime.timedelta(weeks=5_000), NU + datetime.timedelta(weeks=5_000))
STRENG = Drempels(tempo=0, breedte=0, bekend_persoon=0)
UUR = datetime.timedelta(hours=1)


def iemand(**velden):
    persoon = werkzoekende(**velden)
    inschrijving(persoon, gemeentelijke_dienst("GM0537"), code="GM0537")
    return persoon


def teamleider(organisatie=None):
    return medewerker(organisatie, rol=Medewerker.Rol.TEAMLEIDER)


def neem(wie, persoon, *, reden=REDEN, moment=NU):
    return neem_noodtoegang(medewerker=wie, persoon=persoon.pk, reden=reden, moment=moment)


def test_it_opens_a_person_for_four_hours():
    wie, persoon = medewerker(), iemand()
    assert not mag_zien(wie, persoon, NU)

    neem(wie, persoon)

    assert mag_zien(wie, persoon, NU)
    assert mag_zien(wie, persoon, NU + 3 * UUR)
    assert not mag_zien(wie, persoon, NU + 4 * UUR)
    assert not mag_zien(wie, persoon, NU - UUR)
    assert not mag_zien(medewerker(), persoon, NU)
    assert Verwerking.objects.get().handeling == "noodtoegang"


@pytest.mark.parametrize("reden", ["", "even kijken", " " * 40, "x" * 1001])
def test_a_reason_is_a_reason(reden):
    with pytest.raises(ValidationError):
        neem(medewerker(), iemand(), reden=reden)
    assert not Noodtoegang.objects.exists()


@pytest.mark.parametrize(
    "velden", [{"afgeschermd": True}, {"overleden_op": datetime.date(2020, 1, 1)}]
)
def test_some_people_are_opened_by_nobody_and_the_try_is_written(velden):
    persoon = iemand(**velden)

    with pytest.raises(GeenNoodtoegangError, match="Overleg met uw teamleider"):
        neem(medewerker(), persoon)

    assert Verwerking.objects.get().handeling == "geweigerd"


@pytest.mark.parametrize("rol", ["auditor", "privacy-officer", "functioneel-beheerder", "adviseur"])
def test_who_meets_no_clients_opens_nobody(rol):
    with pytest.raises(GeenNoodtoegangError):
        neem(medewerker(rol=rol), iemand())


def test_the_teamleider_says_what_was_right_and_what_was_not():
    wie, leider = medewerker(), teamleider()
    goed, fout = neem(wie, iemand()), neem(wie, iemand())

    beoordeel(noodtoegang=goed, medewerker=leider, oordeel="terecht", moment=NU + UUR)
    beoordeel(noodtoegang=fout, medewerker=leider, oordeel="onterecht", moment=NU + UUR)

    assert mag_zien(wie, goed.werkzoekende, NU + 2 * UUR)
    assert not mag_zien(wie, fout.werkzoekende, NU + 2 * UUR)  # what is not right, ends


def test_what_was_not_right_is_not_taken_again():
    wie, persoon = medewerker(), iemand()
    genomen = neem(wie, persoon)
    beoordeel(noodtoegang=genomen, medewerker=teamleider(), oordeel="onterecht", moment=NU)

    with pytest.raises(GeenNoodtoegangError, match="Overleg met uw teamleider"):
        neem(wie, persoon)
    neem(wie, iemand())
    neem(medewerker(), persoon)


def test_so_many_times_before_a_teamleider_has_looked():
    wie = medewerker()
    genomen = [neem(wie, iemand()) for _ in range(MEEST_ONBEOORDEELD)]

    with pytest.raises(ValidationError, match="nog niet heeft beoordeeld"):
        neem(wie, iemand())
    beoordeel(noodtoegang=genomen[0], medewerker=teamleider(), oordeel="terecht", moment=NU)
    neem(wie, iemand())


@pytest.mark.parametrize("wie", ["zichzelf", "ander team", "klantmanager", "twee keer", "onzin"])
def test_nobody_else_says_so(wie):
    leider = teamleider()
    genomen = neem(leider if wie == "zichzelf" else medewerker(), iemand())
    rechter = {
        "ander team": lambda: teamleider(gemeentelijke_dienst("GM0537")),
        "klantmanager": medewerker,
    }.get(wie, lambda: leider)()
    if wie == "twee keer":
        beoordeel(noodtoegang=genomen, medewerker=leider, oordeel="terecht", moment=NU)

    oordeel = "misschien" if wie == "onzin" else "onterecht"
    with pytest.raises(ValidationError):
        beoordeel(noodtoegang=genomen, medewerker=rechter, oordeel=oordeel, moment=NU)


@pytest.mark.parametrize(
    ("velden", "regel"),
    [
        ({"eindmoment": NU + 25 * UUR}, "noodtoegang_ten_hoogste_een_dag"),
        ({"eindmoment": NU}, "noodtoegang_ten_hoogste_een_dag"),
        ({"reden": "kort"}, "noodtoegang_met_reden"),
        ({"oordeel": "terecht"}, "noodtoegang_oordeel_heeft_een_beoordelaar"),
    ],
)
def test_the_database_holds_to_it(velden, regel):
    standaard = {"reden": REDEN, "ingangsmoment": NU, "eindmoment": NU + UUR}
    with pytest.raises(IntegrityError, match=regel):
        Noodtoegang.objects.create(
            medewerker=medewerker(), werkzoekende=iemand(), **standaard | velden
        )


def test_the_database_lets_nobody_judge_themselves():
    wie = teamleider()
    with pytest.raises(IntegrityError, match="niet_door_zichzelf"):
        Noodtoegang.objects.create(
            medewerker=wie,
            werkzoekende=iemand(),
            reden=REDEN,
            ingangsmoment=NU,
            eindmoment=NU + UUR,
            oordeel="terecht",
            beoordeeld_door=wie,
            beoordeeld_op=NU,
        )


def test_what_the_teamleider_reads_is_written_for_each_person():
    wie, leider = medewerker(), teamleider()
    genomen = [neem(wie, iemand()) for _ in range(2)]
    neem(wie, genomen[0].werkzoekende, moment=NU + 5 * UUR)
    beoordeel(noodtoegang=genomen[1], medewerker=leider, oordeel="terecht", moment=NU + UUR)
    neem(medewerker(gemeentelijke_dienst("GM0537")), elders := iemand())

    assert REDEN in aan_het_werk(leider).get("/sonar/noodtoegangen/").text

    regels = Verwerking.objects.filter(medewerker=leider).order_by("persoon")
    assert [(regel.persoon, regel.handeling, regel.grond) for regel in regels] == [
        (een.werkzoekende_id, "lijst", "beoordeling") for een in genomen
    ]
    assert "om te beoordelen" in wie_keek(genomen[0].werkzoekende_id)[0]["waarom"]
    assert "beoordelen" not in wie_keek(elders.pk)[0]["waarom"]
    # To judge is not to look at strangers.
    assert leider.pk not in {melding.medewerker for melding in meldingen(*EEUWIG, STRENG)}


def test_without_the_line_the_teamleider_reads_no_reason(als_eigenaar):
    leider = teamleider()
    Noodtoegang.objects.create(
        medewerker=medewerker(),
        werkzoekende=iemand(),
        reden=REDEN,
        ingangsmoment=NU,
        eindmoment=NU + UUR,
    )
    client = aan_het_werk(leider)
    client.raise_request_exception = False
    als_eigenaar()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sonar_verwerking ADD CONSTRAINT vol CHECK (false) NOT VALID")

    antwoord = client.get("/sonar/noodtoegangen/")

    assert antwoord.status_code == 500
    assert REDEN not in antwoord.text


def test_on_the_screens_from_the_search_to_the_verdict():
    persoon = iemand(achternaam="Balie")
    wie, leider = medewerker(), teamleider()
    client, aan_de_leiding = aan_het_werk(wie), aan_het_werk(leider)
    adres = f"/sonar/personen/{persoon.pk}/noodtoegang/"

    kort = client.post(adres, {"reden": "even"})
    assert "ten minste 20 tekens" in kort.text
    assert client.post(adres, {"reden": REDEN}).url == klant_adres(persoon)
    assert "Balie" in client.get(klant_adres(persoon)).text
    assert client.get(adres).url == klant_adres(persoon)

    posten = aan_de_leiding.get("/sonar/").context["werkvoorraad"]
    assert {post.wat: post.aantal for post in posten}["Noodtoegang te beoordelen"] == 1
    lijst = aan_de_leiding.get("/sonar/noodtoegangen/")
    assert REDEN in lijst.text
    assert "Balie" not in lijst.text
    nummer = Noodtoegang.objects.get().pk
    antwoord = aan_de_leiding.post(
        "/sonar/noodtoegangen/", {"noodtoegang": nummer, "oordeel": "onterecht"}, follow=True
    )
    assert "Uw oordeel is opgeslagen" in antwoord.text
    assert "Balie" not in client.get(klant_adres(persoon), follow=True).text
    nog_eens = aan_de_leiding.post(
        "/sonar/noodtoegangen/", {"noodtoegang": nummer, "oordeel": "terecht"}, follow=True
    )
    assert "niet (meer) beoordelen" in nog_eens.text
    assert aan_de_leiding.post("/sonar/noodtoegangen/", {"noodtoegang": "x"}).status_code == 404
