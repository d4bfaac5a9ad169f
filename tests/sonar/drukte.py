"""An office with work in every list of Sonar, `aantal` of each; and the screens of each role."""

import datetime
import uuid

from django.urls import reverse

from kandidatenverkenner.models import Alarm, Contactverzoek, Werkgever, Werkgeversaccount
from sonar.handelingen.dossier.overdragen import bied_aan
from sonar.models import (
    Affiniteit,
    Medewerker,
    Noodtoegang,
    Overdracht,
    Taaksoort,
    Taal,
    Uitvoer,
    Vaardigheid,
    Vacature,
    versleutel,
)
from sonar.models.toezicht.noodtoegang import DUUR
from tests.bouwers import (
    PEILDATUM,
    een_bsn,
    gemeentelijke_dienst,
    inschrijving,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.kandidatenverkenner.bouwers import account
from tests.sonar.toegang.toegang_orakel import (
    ADVISEUR,
    DOSSIERRIJEN,
    KLANTMANAGER,
    NOODTOEGANG_VRAGEN,
    PERSOONSROUTES,
    ROUTES,
    TEAMLEIDER,
    WIJZIGROUTES,
)


NU = datetime.datetime.now(datetime.UTC)
KNOPPEN = ("_bsn", "e_klantprofiel")  # a button posts; there is no page behind the address
GEEN_PAGINA = (
    {"jsi18n", "app_list", "password_change", "password_change_done"}
    | {f"cijfers_{vorm}" for vorm in ("csv", "xlsx", "ods", "json", "parquet", "pdf")}
    | {"cijfers_lijst_bestand", "profielkwaliteit_bestand"}
)


def werkplek(rol):
    """A medewerker in this role, whose access does not end."""
    return medewerker(gemeentelijke_dienst(), rol=rol, bevestigd_tot=datetime.date(2999, 1, 1))


def druk(ik, aantal):
    """Adds `aantal` rows to every list of this medewerker. Returns one of their clients."""
    leiden = gemeentelijke_dienst()
    klantmanager = ik if ik.rol == KLANTMANAGER else werkplek(KLANTMANAGER)
    buurman = medewerker(gemeentelijke_dienst("GM0537"))
    vacature = een_vacature(ik if ik.rol == ADVISEUR else werkplek(ADVISEUR))
    for _ in range(aantal):
        klant = een_klant(leiden, klantmanager)
        een_dossier(klant, klantmanager)
        vacature.voordrachten.create(
            werkzoekende=klant,
            medewerker=vacature.ingevoerd_door,
            akkoord_op=PEILDATUM,
            voorgedragen_op=PEILDATUM,
        )
        een_vacature(vacature.ingevoerd_door)
        elders = een_klant(buurman.organisatie, buurman, code="GM0537")
        noodgeval = een_klant(buurman.organisatie, buurman, code="GM0537")
        bied_aan(werkzoekende=elders, naar=leiden, reden="verhuisd", medewerker=buurman, moment=NU)
        # More than one may take before a teamleider has looked.
        Noodtoegang.objects.create(
            medewerker=klantmanager,
            werkzoekende=noodgeval,
            reden="De klant staat aan de balie.",
            ingangsmoment=NU,
            eindmoment=NU + DUUR,
        )
        een_antwoord(klant, klantmanager, buurman)
        een_lijst(klantmanager)
        werkplek(KLANTMANAGER)
        van_een_werkgever(klant)
        woorden()
        if ik.rol == TEAMLEIDER:  # a klantmanager may propose one
            een_ander_nummer(klant, klantmanager)
    return klant


def verdiep(klant, ik, aantal):
    """Adds `aantal` rows to each part of the dossier of one client."""
    profiel = klant.klantprofiel
    adviseur = werkplek(ADVISEUR)
    klantmanager = ik if ik.rol == KLANTMANAGER else werkplek(KLANTMANAGER)
    eerste = profiel.versies.count()
    for nummer in range(aantal):
        een_dossier(klant, klantmanager)
        traject = klant.trajecten.first()
        for soort in ("jobcoaching", "training"):
            traject.activiteiten.create(soort=soort, ingangsdatum=PEILDATUM)
        een_vacature(adviseur).voordrachten.create(
            werkzoekende=klant,
            medewerker=adviseur,
            akkoord_op=PEILDATUM,
            voorgedragen_op=PEILDATUM,
        )
        vaardigheid = woorden()
        profiel.vaardigheden.add(vaardigheid)
        profiel.opleidingen.create(niveau="2")
        profiel.versies.create(
            nummer=eerste + nummer + 1,
            moment=NU,
            medewerker=werkplek(KLANTMANAGER),
            inhoud={"uren": str(nummer)},
        )


def een_klant(organisatie, klantmanager, code="GM0546"):
    persoon = werkzoekende()
    inschrijving(persoon, organisatie, code=code, klantmanager=klantmanager)
    vaststelling(volledig_klantprofiel(persoon), door=klantmanager)
    return persoon


def een_dossier(klant, klantmanager):
    begin = {"ingangsdatum": PEILDATUM, "organisatie": klantmanager.organisatie}
    traject = klant.trajecten.create(doel="Werken in het groen", **begin)
    traject.activiteiten.create(soort="training", ingangsdatum=PEILDATUM)
    klant.plaatsingen.create(werkgever="Kwekerij", uren_per_week=20, **begin)
    klant.contactmomenten.create(
        medewerker=klantmanager, datum=PEILDATUM, wijze="gesprek", verslag="Wil graag beginnen."
    )


def een_antwoord(klant, klantmanager, buurman):
    """An overdracht that was refused and a rectificatie that was not done."""
    klant.overdrachten.create(
        van=klantmanager.organisatie,
        naar=buurman.organisatie,
        reden="verhuisd",
        stand="geweigerd",
        antwoord="woont hier niet",
        aangeboden_door=klantmanager,
        aangeboden_op=NU,
        beantwoord_door=buurman,
        beantwoord_op=NU,
    )
    klant.rectificaties.create(
        gevraagd_op=PEILDATUM,
        vraag="Mijn telefoonnummer klopt niet.",
        vastgelegd_door=klantmanager,
        stand="afgewezen",
        antwoord="Dit nummer gaf u vandaag op.",
        beantwoord_door=klantmanager,
        beantwoord_op=NU,
    )


def een_ander_nummer(klant, klantmanager):
    klant.bsncorrecties.create(
        bsn_versleuteld=versleutel(een_bsn()),
        register_mee=True,
        reden="Twee cijfers verwisseld.",
        voorgesteld_door=klantmanager,
        voorgesteld_op=NU,
    )


def een_vacature(adviseur):
    return Vacature.objects.create(
        titel="Vakkenvuller",
        werkgever="Winkel",
        arbeidsmarktregio=adviseur.arbeidsmarktregio,
        ingevoerd_door=adviseur,
        uren_min=16,
        uren_max=24,
    )


def een_lijst(klantmanager):
    Uitvoer.objects.create(
        medewerker=klantmanager,
        doel="uitnodigen voor de banenmarkt",
        vorm="csv",
        kolommen=["nummer"],
        aantal=99,
        aangevraagd_op=NU,
    )


def van_een_werkgever(klant):
    """A request for this client, an employer who waits to be let in, and an alarm."""
    gebruiker = account()
    werkgever = Werkgever.objects.create(
        kvk_nummer=f"{uuid.uuid4().int % 10**8:08}", naam="Bakkerij Bolus", regio="AM19"
    )
    Werkgeversaccount.objects.create(account=gebruiker, werkgever=werkgever, toegelaten_op=NU)
    verzoek = Contactverzoek.objects.create(
        werkgever=werkgever,
        account=gebruiker,
        kandidaat=klant.klantprofiel.kandidaatnummer,
        regio="AM19",
        vacature="Inpakker",
        ingediend_op=NU,
        uiterlijk_op=NU.date(),
        stand="in-behandeling",
    )
    wie = werkplek(ADVISEUR)
    for soort in ("in-behandeling", "klant-gevraagd"):
        klant.verzoekstappen.create(
            contactverzoek=verzoek.pk, soort=soort, dag=NU.date(), medewerker=wie, moment=NU
        )
    Alarm.objects.create(werkgever=werkgever, soort="tempo", dag=NU.date(), moment=NU)


def woorden():
    nummer = Vaardigheid.objects.count()
    naam = {"code": f"woord-{nummer}", "naam": f"woord {nummer}"}
    vaardigheid = Vaardigheid.objects.create(**naam, groep="Winkel")
    Affiniteit.objects.create(**naam)
    Taaksoort.objects.create(**naam, omschrijving="Iets doen.")
    Taal.objects.create(code=f"q{chr(97 + nummer // 26)}{chr(97 + nummer % 26)}", naam=naam["naam"])
    return vaardigheid


# --- the screens ---


def lijsten(rol):
    """Every screen that is not about one thing: its route, its address."""
    return [
        (route, reverse(f"admin:{route}"))
        for route, rollen in sorted(ROUTES.items())
        if rol in rollen and route not in GEEN_PAGINA
    ]


def van_een_klant(rol, klant):
    """Every screen about this client, and about a row of the dossier: route and address."""
    routes = PERSOONSROUTES | (WIJZIGROUTES if rol in {KLANTMANAGER, TEAMLEIDER} else {})
    for route, rollen in sorted(routes.items()):
        if rol not in rollen or route.endswith(KNOPPEN):
            continue
        if route.endswith("_add"):
            yield route, f"{reverse(f'admin:{route}')}?klant={klant.pk}"
            continue
        profiel = route.startswith("sonar_klantprofiel")
        yield (
            route,
            reverse(f"admin:{route}", args=[klant.klantprofiel.pk if profiel else klant.pk]),
        )
    for route, rollen in sorted(DOSSIERRIJEN.items()):
        if rol in rollen:
            lijst = {"traject": "trajecten", "plaatsing": "plaatsingen"}.get(
                route.split("_")[1], "contactmomenten"
            )
            rij = getattr(klant, lijst).first()
            yield route, reverse(f"admin:{route}", args=[rij.pk])


def van_een_rij(rol, klant):
    """The other screens of one thing: route and address."""
    for route in ("profiel_voorbeeld", "profiel_versies"):
        if rol in {KLANTMANAGER, TEAMLEIDER, ADVISEUR}:
            yield route, reverse(f"admin:{route}", args=[klant.klantprofiel.pk])
    if rol in NOODTOEGANG_VRAGEN["noodtoegang"]:
        verder = Overdracht.objects.order_by("pk").first().werkzoekende_id
        yield "noodtoegang", reverse("admin:noodtoegang", args=[verder])
    if rol == ADVISEUR:
        vacature = klant.voordrachten.last().vacature_id
        yield "bemiddelen", reverse("admin:bemiddelen", args=[vacature])
        yield "sonar_vacature_change", reverse("admin:sonar_vacature_change", args=[vacature])
    if rol == "functioneel-beheerder":
        for model in (Vaardigheid, Taaksoort, Medewerker):
            route = f"sonar_{model._meta.model_name}_change"
            yield route, reverse(f"admin:{route}", args=[model.objects.order_by("pk").first().pk])
        een = Medewerker.objects.order_by("pk").first().account_id
        yield "auth_user_change", reverse("admin:auth_user_change", args=[een])


def schermen(rol, klant):
    """Every screen that this role has."""
    return [*lijsten(rol), *van_een_klant(rol, klant), *van_een_rij(rol, klant)]
