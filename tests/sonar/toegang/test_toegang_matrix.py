"""Who may do what, and with whom: every route x role x relation, against an oracle of its own."""

import copy
import datetime
import itertools

import pytest
from django.urls import URLResolver, reverse

from sonar.admin import sonar_site
from sonar.handelingen.toezicht.noodtoegang import neem_noodtoegang
from sonar.models import Vacature
from sonar.toegang import (
    gronden,
    mag,
    mag_zien,
    zichtbare_werkzoekenden,
)
from tests.bouwers import (
    PEILDATUM,
    gemeente,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import aan_het_werk
from tests.sonar.toegang.toegang_orakel import (
    ADVISEUR,
    DOSSIERRIJEN,
    ELDERS,
    KLANTMANAGER,
    NIET_IN_LIJSTEN,
    NOODTOEGANG_VRAGEN,
    PERSOONSROUTES,
    ROLLEN,
    ROUTES,
    VAN_EEN_RIJ,
    WIE_WIJZIGT,
    WIE_ZIET,
    WIJZIGROUTES,
)


pytestmark = pytest.mark.django_db
NU = datetime.datetime(2020, 12, 31, 12, tzinfo=datetime.UTC)


def routes():
    def van(patronen):
        for patroon in patronen:
            if isinstance(patroon, URLResolver):
                yield from van(patroon.url_patterns)
            elif patroon.name:
                yield patroon.name

    return sorted(set(van(sonar_site.get_urls())))


def rijen():
    """The routes of one row of a list that is of nobody."""
    anders = {*PERSOONSROUTES, *ELDERS, *ROUTES, *DOSSIERRIJEN}
    return [r for r in routes() if r.endswith(VAN_EEN_RIJ) and r not in anders]


def test_every_route_has_a_row():
    bekend = [
        *PERSOONSROUTES,
        *WIJZIGROUTES,
        *NOODTOEGANG_VRAGEN,
        *ROUTES,
        *ELDERS,
        *DOSSIERRIJEN,
        *rijen(),
    ]

    assert sorted(bekend) == routes()


# --- the world: one person for each relation ---


def klant(naam, organisatie, *, code="GM0546", van=None, tot=None, wie=None, **velden):
    persoon = werkzoekende(achternaam=naam, **velden)
    inschrijving(persoon, organisatie, code=code, van=van, tot=tot, klantmanager=wie)
    vaststelling(volledig_klantprofiel(persoon))
    return persoon


def voorgedragen(persoon, regio, stand, *, door):
    """Put forward for a vacature of this region; it stands so."""
    vacature = Vacature.objects.create(
        titel="Vakkenvuller",
        werkgever="Winkel",
        arbeidsmarktregio_id=regio,
        ingevoerd_door=medewerker(door.organisatie, rol=ADVISEUR),
        uren_min=16,
        uren_max=24,
    )
    vacature.voordrachten.create(
        werkzoekende=persoon, medewerker=door, akkoord_op=PEILDATUM, voorgedragen_op=PEILDATUM
    )
    Vacature.objects.filter(pk=vacature.pk).update(stand=stand)


def bouw_wereld(rol):
    """A medewerker of Leiden, and for each relation a person whose surname says which."""
    leiden, katwijk = gemeentelijke_dienst(), gemeentelijke_dienst("GM0537")
    collega = medewerker(leiden)
    ik = medewerker(leiden, rol=rol, bevestigd_tot=datetime.date(2999, 1, 1))
    mijn = ik if rol == KLANTMANAGER else collega
    verder = medewerker(katwijk)
    nood = klant("Znood", katwijk, code="GM0537", wie=verder)
    mensen = {
        "eigen caseload": klant("Zcaseload", leiden, wie=mijn),
        "eigen organisatie": klant("Zorganisatie", leiden, wie=collega),
        "andere organisatie in de regio": klant("Zregio", katwijk, code="GM0537", wie=verder),
        "andere regio": klant("Zverweg", gemeentelijke_dienst("GM0518"), code="GM0518", wie=verder),
        "uitgeschreven": klant("Zuitgeschreven", leiden, tot=PEILDATUM, wie=mijn),
        "overleden": klant("Zoverleden", leiden, wie=mijn, overleden_op=PEILDATUM),
        "afgeschermd, eigen caseload": klant("Zvipmijn", leiden, wie=mijn, afgeschermd=True),
        "afgeschermd, eigen organisatie": klant(
            "Zvipcollega", leiden, wie=collega, afgeschermd=True
        ),
        "noodtoegang": nood,
        "voorgedragen": klant("Zvoorgedragen", katwijk, code="GM0537", wie=verder),
        "voorgedragen, vacature vervuld": klant("Zvervuld", katwijk, code="GM0537", wie=verder),
        "voorgedragen, vacature in een andere regio": klant(
            "Zelders", katwijk, code="GM0537", wie=verder
        ),
        "andere regio, voorgedragen in de eigen regio": klant(
            "Zhaagse", gemeentelijke_dienst("GM0518"), code="GM0518", wie=verder
        ),
    }
    elders = gemeente("GM0518").arbeidsmarktregio_id
    for wie, regio, stand in (
        ("voorgedragen", "AM19", Vacature.Stand.OPEN),
        ("voorgedragen, vacature vervuld", "AM19", Vacature.Stand.VERVULD),
        ("voorgedragen, vacature in een andere regio", elders, Vacature.Stand.OPEN),
        ("andere regio, voorgedragen in de eigen regio", "AM19", Vacature.Stand.OPEN),
    ):
        voorgedragen(mensen[wie], regio, stand, door=verder)
    if rol in NOODTOEGANG_VRAGEN["noodtoegang"]:
        neem_noodtoegang(
            medewerker=ik,
            persoon=nood.pk,
            reden="De klant staat aan de balie.",
            moment=datetime.datetime.now(datetime.UTC),
        )
    return ik, mensen


@pytest.fixture(scope="module", params=ROLLEN)
def rol(request):
    return request.param


@pytest.fixture(scope="module")
def gebouwd(rol, shared_world):
    """One world for all tests of a role: to build it takes as long as to ask everything of it."""
    return bouw_wereld(rol)


@pytest.fixture
def wereld(gebouwd):
    """The people of this test, who remember nothing of what another test asked them."""
    return copy.deepcopy(gebouwd)


def test_the_predicate_and_its_queryset_say_what_the_oracle_says(rol, wereld):
    ik, mensen = wereld
    nu = datetime.datetime.now(datetime.UTC)
    verwacht = {naam for naam, rollen in WIE_ZIET.items() if rol in rollen}

    zichtbaar = set(zichtbare_werkzoekenden(ik, nu))

    assert {naam for naam, mens in mensen.items() if mens in zichtbaar} == verwacht
    assert {naam for naam, mens in mensen.items() if mag_zien(ik, mens, nu)} == verwacht
    grond = gronden(ik, [mens.pk for mens in mensen.values()], nu)
    assert {naam for naam, mens in mensen.items() if grond[mens.pk] != "geen"} == verwacht


def test_a_list_holds_those_through_whom_one_may_leaf(rol, wereld):
    ik, mensen = wereld
    verwacht = {naam for naam, rollen in WIE_ZIET.items() if rol in rollen}
    verwacht -= NIET_IN_LIJSTEN.get(rol, set())

    for route in ("sonar_werkzoekende_changelist", "sonar_klantprofiel_changelist"):
        antwoord = aan_het_werk(ik).get(reverse(f"admin:{route}"))
        genoemd = {naam for naam, mens in mensen.items() if mens.achternaam in antwoord.text}
        assert genoemd == (verwacht if antwoord.status_code == 200 else set()), route


def test_every_route_of_a_person_tells_only_of_whom_one_may_see(rol, wereld):
    ik, mensen = wereld
    client = aan_het_werk(ik)

    for (route, rollen), (relatie, mens) in itertools.product(
        PERSOONSROUTES.items(), mensen.items()
    ):
        is_profiel = route.startswith("sonar_klantprofiel")
        adres = reverse(f"admin:{route}", args=[mens.klantprofiel.pk if is_profiel else mens.pk])
        # A button posts; a page is asked for.
        vraag = client.post if route.endswith(("_bsn", "e_klantprofiel")) else client.get
        antwoord = vraag(adres, follow=True)
        gezien = antwoord.status_code == 200 and mens.achternaam in antwoord.text
        mag_dit = rol in rollen and rol in WIE_ZIET[relatie]
        if not route.endswith("_history"):  # a history is of dates and colleagues
            assert gezien == mag_dit, (route, relatie)
        if not mag_dit:
            assert mens.achternaam not in antwoord.text, (route, relatie)
        else:
            assert antwoord.status_code == 200, (route, relatie)


def test_what_is_done_to_a_person_is_done_by_who_may_change_it(rol, wereld):
    ik, mensen = wereld
    client = aan_het_werk(ik)

    for (route, rollen), (relatie, mens) in itertools.product(WIJZIGROUTES.items(), mensen.items()):
        rij = route.endswith("_add")
        adres = reverse(f"admin:{route}", args=[] if rij else [mens.pk])
        antwoord = client.get(adres, {"klant": mens.pk} if rij else {})
        mag_dit = rol in rollen and relatie in WIE_WIJZIGT.get(rol, set())
        assert (antwoord.status_code == 200) == mag_dit, (route, relatie)
        assert (mens.achternaam in antwoord.text) == mag_dit, (route, relatie)


def test_a_row_of_a_dossier_is_for_who_sees_the_person(rol, wereld):
    ik, mensen = wereld
    client = aan_het_werk(ik)
    rijen_van = {relatie: dossierrijen(mens) for relatie, mens in mensen.items()}

    for (route, rollen), (relatie, rijen_) in itertools.product(
        DOSSIERRIJEN.items(), rijen_van.items()
    ):
        rij = rijen_[route.split("_")[1]]
        antwoord = client.get(reverse(f"admin:{route}", args=[rij.pk]), follow=True)
        gezien = antwoord.status_code == 200 and "Geheimschrift" in antwoord.text
        mag_dit = rol in rollen and rol in WIE_ZIET[relatie]
        if route.endswith("_change"):
            assert gezien == mag_dit, (route, relatie)
        else:
            assert not gezien or mag_dit, (route, relatie)


def dossierrijen(mens):
    organisatie = mens.inschrijvingen.get().organisatie
    begin = {"ingangsdatum": PEILDATUM, "organisatie": organisatie}
    return {
        "traject": mens.trajecten.create(doel="Geheimschrift", **begin),
        "plaatsing": mens.plaatsingen.create(werkgever="Geheimschrift", uren_per_week=20, **begin),
        "contactmoment": mens.contactmomenten.create(
            medewerker=medewerker(organisatie),
            datum=PEILDATUM,
            wijze="gesprek",
            verslag="Geheimschrift",
        ),
    }


def test_every_other_route_opens_for_its_roles_and_names_nobody_else(rol, wereld):
    ik, mensen = wereld
    client = aan_het_werk(ik)

    for route, rollen in ROUTES.items():
        adres = reverse(f"admin:{route}", args=["sonar"] if route == "app_list" else [])
        antwoord = client.get(adres)
        if route == "app_list":
            assert antwoord.status_code in {200, 404}
        else:
            assert (antwoord.status_code == 200) == (rol in rollen), route
        tekst = antwoord.content.decode(errors="replace")  # some routes are files
        for relatie, mens in mensen.items():
            if rol not in WIE_ZIET[relatie]:
                assert f"{mens.achternaam}," not in tekst, (route, relatie)


def test_noodtoegang_is_for_those_who_meet_clients(rol, wereld):
    ik, mensen = wereld

    antwoord = aan_het_werk(ik).get(reverse("admin:noodtoegang", args=[mensen["andere regio"].pk]))

    assert (antwoord.status_code == 200) == (rol in NOODTOEGANG_VRAGEN["noodtoegang"])
    assert "Zverweg" not in antwoord.text


def test_only_a_beheerder_opens_a_row_of_a_list(rol, wereld):
    ik, _ = wereld
    client = aan_het_werk(ik)
    rij_van = {model._meta.label_lower.replace(".", "_"): model for model in sonar_site._registry}

    for route in [*rijen(), "auth_user_password_change"]:
        naam, wat = route.rsplit("_", 1) if route in rijen() else ("auth_user", "change")
        eerste = rij_van[naam].objects.order_by("pk").first()
        if eerste is None:  # nothing in this list
            continue
        antwoord = client.get(reverse(f"admin:{route}", args=[eerste.pk]))
        beheer = naam.removeprefix("sonar_").removeprefix("auth_")
        onderwerp = {"user": "account"}.get(beheer, beheer)
        if antwoord.status_code == 200:
            assert wat != "delete", route
            assert mag(ik, "inzien", onderwerp), route


def test_who_may_not_change_a_person_gets_a_page_without_a_button(rol, wereld):
    ik, mensen = wereld
    client = aan_het_werk(ik)
    mag_wijzigen = WIE_WIJZIGT.get(rol, set())

    for relatie, mens in mensen.items():
        if rol not in WIE_ZIET[relatie]:
            continue
        adres = reverse("admin:sonar_werkzoekende_change", args=[mens.pk])
        assert ('name="_save"' in client.get(adres).text) == (relatie in mag_wijzigen), relatie
        if relatie not in mag_wijzigen:
            assert client.post(adres, {"achternaam": "Anders"}).status_code == 403, relatie


def test_autocomplete_tells_of_code_lists_only():
    ik, mensen = bouw_wereld(KLANTMANAGER)
    client = aan_het_werk(ik)

    for model, veld in [("klantprofiel", "werkzoekende"), ("inschrijving", "werkzoekende")]:
        antwoord = client.get(
            reverse("admin:autocomplete"),
            {"app_label": "sonar", "model_name": model, "field_name": veld, "term": "Zverweg"},
        )
        assert antwoord.status_code in {403, 404}
    assert mensen
