"""Plain functions that build what a test needs. Each gives a valid thing; say only what matters."""

import datetime
import itertools

from django.contrib.auth import get_user_model
from stdnum.nl import bsn as elfproef

from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Organisatie,
    Postcodegebied,
    Sector,
    Taaksoort,
    Taal,
    Vaardigheid,
    Werkzoekende,
    zoeksleutel,
)


PEILDATUM = datetime.date(2020, 12, 31)
GEMEENTEN = {
    # code: name, regio, PC4
    "GM0546": ("Leiden", "AM19", 2311),
    "GM0537": ("Katwijk", "AM19", 2221),
    "GM0518": ("'s-Gravenhage", "AM21", 2511),
}
REGIOS = {"AM19": "Holland Rijnland", "AM21": "Haaglanden"}

_teller = itertools.count(1)


def een_bsn():
    """A number that passes the elfproef; each call gives another one."""
    while True:
        nummer = f"9{next(_teller):08}"
        if elfproef.is_valid(nummer):
            return nummer


def gemeente(code="GM0546"):
    naam, regio, pc4 = GEMEENTEN[code]
    gevonden = Gemeente.objects.filter(code=code).first()
    if gevonden:
        return gevonden
    amr, _ = Arbeidsmarktregio.objects.get_or_create(code=regio, defaults={"naam": REGIOS[regio]})
    nieuw = Gemeente.objects.create(
        code=code, naam=naam, arbeidsmarktregio=amr, breedtegraad="52.158", lengtegraad="4.488"
    )
    Postcodegebied.objects.create(gemeente=nieuw, van=pc4, tot=pc4)
    return nieuw


def uwv():
    return Organisatie.objects.get_or_create(soort="uwv", defaults={"naam": "UWV"})[0]


def gemeentelijke_dienst(code="GM0546"):
    van = gemeente(code)
    return Organisatie.objects.get_or_create(
        soort="gemeente", gemeente=van, defaults={"naam": f"Gemeente {van.naam}"}
    )[0]


def medewerker(organisatie=None, *, rol=Medewerker.Rol.KLANTMANAGER, regio="AM19", **velden):
    """A klantmanager takes on the clients of the organisation that have no klantmanager yet."""
    organisatie = organisatie or gemeentelijke_dienst()
    gemeente()
    amr, _ = Arbeidsmarktregio.objects.get_or_create(code=regio, defaults={"naam": REGIOS[regio]})
    account = get_user_model().objects.create_user(
        username=f"medewerker{next(_teller)}", is_staff=True
    )
    nieuw = Medewerker.objects.create(
        pk=4000 + next(_teller),
        account=account,
        organisatie=organisatie,
        arbeidsmarktregio=amr,
        rol=rol,
        **velden,
    )
    if rol == Medewerker.Rol.KLANTMANAGER:
        Inschrijving.objects.filter(
            organisatie=organisatie, gemeente__arbeidsmarktregio=amr, klantmanager=None
        ).update(klantmanager=nieuw)
    return nieuw


def werkzoekende(**velden):
    standaard = {
        # A number of four digits and more: on a page it must not become 4.001.
        "pk": 4000 + next(_teller),
        "bsn": een_bsn(),
        "voornamen": "Noor",
        "achternaam": "Testpersoon",
        "geboortedatum": datetime.date(1990, 5, 1),
        "straat": "Breestraat",
        "huisnummer": 1,
        "postcode": "2311AA",
        "plaats": "Leiden",
    }
    return Werkzoekende.objects.create(**standaard | velden)


def inschrijving(
    persoon=None, organisatie=None, *, code="GM0546", van=None, tot=None, klantmanager=None
):
    """Without a `klantmanager`, the first one who works there."""
    organisatie = organisatie or gemeentelijke_dienst(code)
    waar = gemeente(code)
    return Inschrijving.objects.create(
        werkzoekende=persoon or werkzoekende(),
        organisatie=organisatie,
        gemeente=waar,
        klantmanager=klantmanager
        or Medewerker.objects.filter(
            organisatie=organisatie,
            rol=Medewerker.Rol.KLANTMANAGER,
            arbeidsmarktregio=waar.arbeidsmarktregio_id,
        ).first(),
        ingangsdatum=van or datetime.date(2019, 1, 1),
        einddatum=tot,
    )


def doelgroepregistratie(bsn, *, code="GM0546", van=None, tot=None, grondslag="participatiewet"):
    return Doelgroepregistratie.objects.create(
        werkzoekende_id=zoeksleutel(bsn),
        gemeente=gemeente(code),
        grondslag=grondslag,
        ingangsdatum=van or datetime.date(2018, 1, 1),
        einddatum=tot,
    )


def codelijsten():
    """One value of every list that is a table."""
    Sector.objects.get_or_create(code="G", defaults={"naam": "Groot- en detailhandel"})
    Sector.objects.get_or_create(code="47", defaults={"naam": "Detailhandel", "sectie_id": "G"})
    Competentie.objects.get_or_create(code="24120", defaults={"naam": "Kwaliteit leveren"})
    Vaardigheid.objects.get_or_create(
        code="vakken-vullen", defaults={"naam": "vakken vullen", "groep": "Winkel"}
    )
    Affiniteit.objects.get_or_create(code="dieren", defaults={"naam": "dieren"})
    Taaksoort.objects.get_or_create(
        code="inpakken", defaults={"naam": "inpakken", "omschrijving": "Spullen inpakken."}
    )
    Taal.objects.get_or_create(code="nld", defaults={"naam": "Nederlands"})


def leeg_klantprofiel(persoon=None):
    return Klantprofiel.objects.create(werkzoekende=persoon or inschrijving().werkzoekende)


def volledig_klantprofiel(persoon=None, **velden):
    """A complete profile that is not yet vastgesteld."""
    codelijsten()
    profiel = Klantprofiel.objects.create(
        werkzoekende=persoon or inschrijving().werkzoekende,
        **{
            "uren_min": 16,
            "uren_max": 24,
            "reisafstand": "3",
            "besproken_op": datetime.date(2019, 12, 1),
        }
        | velden,
    )
    profiel.opleidingen.create(niveau="4", naam="Verkoper", status="1", diploma=True)
    profiel.competenties.create(competentie_id="24120", beheersing="1")
    profiel.talen.create(taal_id="nld", mondeling="3", schriftelijk="2")
    profiel.vaardigheden.add("vakken-vullen")
    profiel.affiniteiten.add("dieren")
    profiel.sectoren.add("47")
    profiel.taaksoorten.add("inpakken")
    return profiel


def vaststelling(profiel, *, van=None, tot=None, door=None):
    return profiel.vaststellingen.create(
        ingangsdatum=van or datetime.date(2020, 1, 1),
        einddatum=tot,
        vastgesteld_door=door or medewerker(),
    )


def zichtbare_klant(**velden):
    """Somebody registered, in the doelgroep, with a complete profile that is vastgesteld."""
    persoon = werkzoekende(**velden)
    inschrijving(persoon)
    doelgroepregistratie(persoon.bsn)
    vaststelling(volledig_klantprofiel(persoon))
    return persoon
