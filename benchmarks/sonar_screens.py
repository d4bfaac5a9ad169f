"""Sonar at a million clients and 2.000 users: how long does a screen take?

    PGDATA=/tmp/pg-schaal .venv/bin/python -m benchmarks.sonar_screens [clients] [requests] [text]

Fills an empty database of its own with set-based SQL (and uses it again the next time). It asks
each screen as each role does, with log and access rules on, for UWV in its largest region too.
It prints p50, p95 and p99; what the processor did (Python and the database), which does not depend
on what else the machine does; the number of queries; the load; what a line of the log costs; and
the plan of the person search. With a text it asks only the screens with that text in their name.
Goal: p95 <= 150 ms.
"""

import datetime
import gc
import os
import statistics
import sys
import time
from pathlib import Path

import psutil
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import get_resolver

from benchmarks.runner.machine import databank, machine
from config.database_roles import SONAR, create_roles
from kandidatenverkenner.models import Werkgever
from sonar.admin.client_list import AANDACHT, PROFIELSTATUS
from sonar.admin.dossier.personen_zoeken import ZoekForm
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import (
    Arbeidsmarktregio,
    Grond,
    Handeling,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Organisatie,
    Traject,
    Vacature,
    Werkzoekende,
    versleutel,
    zoeksleutel,
)
from sonar.toegang import zichtbare_werkzoekenden
from sonar.uitwisseling.fixtures import load_fixtures


KLANTEN = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
VRAGEN = int(sys.argv[2]) if len(sys.argv) > 2 else 100
ALLEEN = sys.argv[3] if len(sys.argv) > 3 else ""
MEDEWERKERS = 2_000
BIJ_UWV = 700  # of the medewerkers; UWV serves one in three clients
BSN = "999990019"
ZOEK = "/sonar/personen-zoeken/"
LIJST = "/sonar/sonar/werkzoekende/"
VOORBEELD = "/sonar/klantprofielen/{}/voorbeeld/"
VERSIES = "/sonar/klantprofielen/{}/versies/"


def sql(naam):
    return (Path(__file__).parent / "schaal" / f"{naam}.sql").read_text()


def zeg(tekst):
    sys.stdout.write(f"{tekst}\n")
    sys.stdout.flush()


def vul():
    load_fixtures()
    organisaties = list(
        Medewerker._meta.get_field("organisatie")
        .related_model.objects.filter(soort="gemeente")
        .select_related("gemeente")
    )
    accounts = get_user_model().objects.bulk_create(
        get_user_model()(username=f"m{n}", is_staff=True) for n in range(MEDEWERKERS)
    )
    rollen = ["klantmanager"] * 2 + ["teamleider", "adviseur"]
    Medewerker.objects.bulk_create(
        Medewerker(
            account=account,
            organisatie=(bij := organisaties[n % len(organisaties)]),
            arbeidsmarktregio_id=bij.gemeente.arbeidsmarktregio_id,
            rol=rollen[(n // len(organisaties)) % len(rollen)],
        )
        for n, account in enumerate(accounts[BIJ_UWV:])
    )
    uwv, regios = Organisatie.objects.get(soort="uwv"), list(Arbeidsmarktregio.objects.all())
    anders = ["auditor", "privacy-officer", "functioneel-beheerder", "teamleider"]
    Medewerker.objects.bulk_create(
        Medewerker(
            account=account,
            organisatie=uwv,
            arbeidsmarktregio=regios[n % len(regios)],
            rol=(anders + ["klantmanager"] * 16)[n // len(regios)],
        )
        for n, account in enumerate(accounts[:BIJ_UWV])
    )
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql("vul"), {"klanten": KLANTEN})
        cursor.execute("SELECT setval('sonar_werkzoekende_id_seq', %s)", [KLANTEN])
        cursor.execute("VACUUM ANALYZE")
    Werkzoekende.objects.filter(pk=7).update(
        bsn_versleuteld=versleutel(BSN), bsn_zoeksleutel=zoeksleutel(BSN)
    )
    zeg(f"gevuld: {KLANTEN:,} klanten in {time.perf_counter() - begin:.0f} s")


def aangemeld(wie):
    """A browser of this medewerker."""
    Authenticator.objects.get_or_create(user=wie.account, type="totp", defaults={"data": {}})
    client = Client(raise_request_exception=True, SERVER_NAME="localhost")
    client.force_login(wie.account)
    client.get("/sonar/")
    return client


def meet(naam, vraag):
    if ALLEEN not in naam:
        return
    # Not CaptureQueriesContext: Django empties its log of queries when a request begins.
    vragen = []
    with connection.execute_wrapper(lambda doe, *rest: (vragen.append(1), doe(*rest))[1]):
        antwoord = vraag()
    if antwoord.status_code != 200:
        sys.exit(f"{naam}: antwoord {antwoord.status_code}")
    tijden, gewerkt = [], rekentijd()
    for _ in range(VRAGEN):
        begin = time.perf_counter()
        vraag()
        tijden.append(1000 * (time.perf_counter() - begin))
    python, database = ((na - voor) / VRAGEN for na, voor in zip(rekentijd(), gewerkt, strict=True))
    deciel = statistics.quantiles(tijden, n=100)
    oordeel = "" if deciel[94] <= 150 else "  BOVEN HET DOEL"
    zeg(
        f"{naam:34} p50 {deciel[49]:6.1f}  p95 {deciel[94]:6.1f}  p99 {deciel[98]:6.1f} ms"
        f"  processor {python:5.1f} + {database:5.1f} ms  {len(vragen):3} vragen"
        f"  druk {os.getloadavg()[0]:4.1f}{oordeel}"
    )


def rekentijd():
    """Processor milliseconds of this process and of its server process of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        nummers = os.getpid(), cursor.fetchone()[0]
    tijden = (psutil.Process(nummer).cpu_times() for nummer in nummers)
    return [1000 * (tijd.user + tijd.system) for tijd in tijden]


def kies(rol, bij_uwv):
    """Who works in this role: at a gemeente, or for UWV in the region with the most clients."""
    wie = Medewerker.objects.filter(rol=rol).order_by("pk")
    if not bij_uwv:
        return wie.exclude(organisatie__soort="uwv").first()
    regio = (
        Inschrijving.objects.order_by()
        .filter(organisatie__soort="uwv", einddatum=None)
        .values_list("gemeente__arbeidsmarktregio")
        .annotate(aantal=Count("pk"))
        .order_by("-aantal", "gemeente__arbeidsmarktregio")[0][0]
    )
    return wie.filter(arbeidsmarktregio=regio).order_by("-organisatie__soort", "pk").first()


def met_klanten(rol, *, bij_uwv):
    """The screens of a role that sees clients; the answer is what finds one of them."""
    nu = datetime.datetime.now(datetime.UTC)
    wie = kies(rol, bij_uwv)
    client = aangemeld(wie)
    klanten = zichtbare_werkzoekenden(wie, nu, lijst=True)
    klant = klanten.filter(klantprofiel__isnull=False).order_by("achternaam", "pk").first()
    aantal = klanten.count()
    zeg(f"-- {rol}, {wie.organisatie}: {aantal:,} klanten in de lijst")

    def pagina(naam, adres):
        meet(naam, lambda: client.get(adres))

    pagina("eerste pagina", "/sonar/")
    pagina("klantenlijst", LIJST)
    if (laatste := (aantal - 1) // 50 + 1) > 1:
        pagina("klantenlijst, tweede bladzijde", f"{LIJST}?p=2")
        pagina("klantenlijst, laatste bladzijde", f"{LIJST}?p={laatste}")
    for status in PROFIELSTATUS:
        pagina(f"klantenlijst, profiel {status}", f"{LIJST}?profiel={status}")
    for aandacht in AANDACHT:
        pagina(f"klantenlijst, {aandacht}", f"{LIJST}?aandacht={aandacht}")
    client.post(LIJST, {"zoekterm": klant.achternaam})
    pagina("klantenlijst, gezocht op naam", LIJST)
    client.post(LIJST, {"zoekterm": "", "wis": "ja"})
    pagina("dossier", f"{LIJST}{klant.pk}/change/")
    pagina("klantprofiel", f"/sonar/sonar/klantprofiel/{klant.klantprofiel.pk}/change/")
    pagina("voorbeeld voor de werkgever", VOORBEELD.format(klant.klantprofiel.pk))
    if met_versies := klanten.filter(klantprofiel__versies__nummer=2).order_by("pk").first():
        pagina("versies van een profiel", VERSIES.format(met_versies.klantprofiel.pk))
    VAN_EEN_ROL[rol](pagina, wie, klanten)
    return klant if rol == "adviseur" else zoek_personen(client, pagina, klant)


def van_een_adviseur(pagina, wie, _):
    vacature = Vacature.objects.filter(arbeidsmarktregio=wie.arbeidsmarktregio).first()
    pagina("vacatures", "/sonar/sonar/vacature/")
    pagina("vacature", f"/sonar/sonar/vacature/{vacature.pk}/change/")
    pagina("bemiddelen", f"/sonar/vacatures/{vacature.pk}/bemiddelen/")
    pagina("contactverzoeken", "/sonar/contactverzoeken/")
    pagina("contactverzoeken, te laat", "/sonar/contactverzoeken/?wacht=te-laat")


def van_een_klantmanager(pagina, _, klanten):
    traject = Traject.objects.filter(werkzoekende__in=klanten).order_by("pk").first()
    pagina("nieuwe klant", f"{LIJST}add/")
    pagina("contact vastleggen", f"/sonar/sonar/contactmoment/add/?klant={traject.werkzoekende_id}")
    pagina("traject", f"/sonar/sonar/traject/{traject.pk}/change/")
    zoek = "app_label=sonar&model_name=klantprofiel&field_name=vaardigheden&term=va"
    pagina("zoeken in een codelijst", f"/sonar/autocomplete/?{zoek}")


def van_een_teamleider(pagina, *_):
    pagina("mijn team", "/sonar/team/")
    pagina("noodtoegang beoordelen", "/sonar/noodtoegangen/")
    pagina("verantwoording", "/sonar/verantwoording/")
    pagina("kwaliteit van de profielen", "/sonar/profielkwaliteit/")


def zoek_personen(client, pagina, klant):
    """What a klantmanager and a teamleider both have."""
    for naam, adres in {
        "dienstverlening": "dienstverlening",
        "inzage en rechten": "rechten",
        "overdragen": "overdragen",
    }.items():
        pagina(naam, f"/sonar/personen/{klant.pk}/{adres}/")
    pagina("aangeboden klanten", "/sonar/overdrachten/")
    pagina("lijst in een bestand", "/sonar/uitvoer/")
    sleutels = {
        "achternaam": klant.achternaam,
        "geboortedatum": f"{klant.geboortedatum:%d-%m-%Y}",
    }
    meet("personen zoeken, BSN", lambda: client.post(ZOEK, {"bsn": BSN}))
    meet("personen zoeken, naam en datum", lambda: client.post(ZOEK, sleutels))
    adres = {"postcode": klant.postcode, "huisnummer": klant.huisnummer}
    meet(
        "personen zoeken, naam en adres",
        lambda: client.post(ZOEK, adres | {"achternaam": klant.achternaam}),
    )
    return klant


VAN_EEN_ROL = {
    "klantmanager": van_een_klantmanager,
    "teamleider": van_een_teamleider,
    "adviseur": van_een_adviseur,
}


def zonder_klanten():
    """The lists of those who see no client."""
    for rol, lijsten in {
        "privacy-officer": ["sonar/verwerking/", "sonar/verwerking/?handeling=inzien", "alarmen/"],
        "functioneel-beheerder": ["sonar/medewerker/", "auth/user/", "sonar/vaardigheid/"],
        "auditor": ["uitgaven/"],
    }.items():
        client = aangemeld(kies(rol, bij_uwv=True))
        zeg(f"-- {rol}")
        meet(f"eerste pagina, {rol}", lambda c=client: c.get("/sonar/"))
        for lijst in lijsten:
            meet(lijst, lambda c=client, a=f"/sonar/{lijst}": c.get(a))


def meet_log(naam: str, aantal: int, per_keer: int) -> None:
    """Write `aantal` times `per_keer` lines of the log, each time in a transaction of its own.

    Print p50, p95, p99 and lines a second. The log cannot forget them: this is a scratch database.
    """
    medewerker = Medewerker.objects.order_by("pk")[0]
    tijden = []
    for _ in range(aantal):
        begin = time.perf_counter()
        leg_vast(
            medewerker=medewerker,
            personen=dict.fromkeys(range(per_keer), Grond.EIGEN_KLANT),
            handeling=Handeling.LIJST,
        )
        tijden.append(1000 * (time.perf_counter() - begin))
    delen = statistics.quantiles(tijden, n=100)
    tempo = 1000 * aantal * per_keer / sum(tijden)
    sys.stdout.write(
        f"{naam}: n={aantal} p50={delen[49]:.2f} p95={delen[94]:.2f} p99={delen[98]:.2f} ms, "
        f"{tempo:.0f} regels/s\n"
    )


def main():
    call_command("migrate", verbosity=0)
    if not Werkzoekende.objects.exists():
        vul()
    elif Werkzoekende.objects.count() != KLANTEN:
        sys.exit("In deze database staat iets anders. Kies een eigen, lege PGDATA.")
    if not Klantprofiel.vaardigheden.through.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(sql("vaardigheden"))
            cursor.execute("VACUUM ANALYZE")
    if not Traject.objects.exists():
        with connection.cursor() as cursor:
            werkgever = Werkgever.objects.create(kvk_nummer="00000000", naam="Winkel", regio="AM01")
            cursor.execute(sql("dossiers"), {"werkgever": werkgever.pk})
            cursor.execute("VACUUM ANALYZE")
    create_roles()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {SONAR}")
    zeg(machine(databank(), f"{KLANTEN:,} klanten, {MEDEWERKERS:,} medewerkers, n={VRAGEN}"))
    # As config/wsgi.py does for a web process.
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    for bij_uwv in (False, True):
        for rol in ("klantmanager", "teamleider", "adviseur"):
            klant = met_klanten(rol, bij_uwv=bij_uwv)
    zonder_klanten()
    meet_log("een regel", VRAGEN, 1)
    meet_log("een lijst van 50", max(2, VRAGEN // 5), 50)
    for sleutels in (
        {"bsn": BSN},
        {"achternaam": klant.achternaam, "geboortedatum": f"{klant.geboortedatum:%d-%m-%Y}"},
        {
            "achternaam": klant.achternaam,
            "postcode": klant.postcode,
            "huisnummer": klant.huisnummer,
        },
    ):
        form = ZoekForm(sleutels)
        form.is_valid()
        zeg(f"-- personen zoeken op {', '.join(sleutels)}")
        zeg(Werkzoekende.objects.filter(form.voorwaarde()).explain())


if __name__ == "__main__":
    main()
