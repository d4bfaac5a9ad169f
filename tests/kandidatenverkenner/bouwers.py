"""Plain functions that deliver what a test needs; say only what matters."""

import datetime
import itertools
import uuid
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.utils import timezone

from kandidatenverkenner.models import Kenmerk, Werkgever, Werkgeversaccount, Zoekteller
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel, Taal
from kandidatenverkenner.ontvangst.receive import (
    Kenmerkwaarde,
    Plaats,
    ontvang,
    ontvang_codelijsten,
)
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.zoeken.filters import FACETTEN
from tests.aanmelden import met_tweede_factor


PEILDATUM = datetime.date(2020, 12, 31)
CODES = {
    "regio": [
        ("AM19", "Holland Rijnland", ""),
        ("AM21", "Haaglanden", ""),
        ("AM01", "Groningen", ""),
    ],
    "opleidingsniveau": [
        ("1", "basisonderwijs", ""),
        ("2", "vmbo", ""),
        ("4", "mbo", ""),
        ("5", "hbo/bachelor", ""),
    ],
    "sector": [
        ("G", "Groot- en detailhandel", ""),
        ("I", "Horeca", ""),
        ("47", "Detailhandel", "G"),
        ("56", "Eet- en drinkgelegenheden", "I"),
    ],
    "taaksoort": [
        ("inpakken", "inpakken", ""),
        ("schoonmaken", "schoonmaken", ""),
        ("keukenwerk", "keukenwerk", ""),
    ],
    "vaardigheid": [
        ("kassa", "kassa bedienen", "Winkel"),
        ("vakken-vullen", "vakken vullen", "Winkel"),
        ("ramen", "ramen wassen", "Schoonmaak"),
        ("heftruck", "heftruck rijden", "Magazijn"),
    ],
    "competentie": [("24120", "Kwaliteit leveren", ""), ("24105", "Samenwerken", "")],
    "affiniteit": [("dieren", "dieren", ""), ("koken", "koken en eten", "")],
    "rijbewijs": [("AM", "AM (bromfiets)", ""), ("B", "B (auto)", "")],
    "vervoermiddel": [("1", "auto", ""), ("3", "fiets", "")],
    "taal": [("nld", "Nederlands", ""), ("eng", "Engels", "")],
}
PLAATSEN = [
    Plaats(code=code, naam=naam, regio=regio, breedtegraad=breedte, lengtegraad=lengte)
    for code, naam, regio, breedte, lengte in [
        ("GM0546", "Leiden", "AM19", 52.158, 4.488),
        ("GM0537", "Katwijk", "AM19", 52.194, 4.415),
        ("GM0518", "'s-Gravenhage", "AM21", 52.078, 4.289),
        ("GM0014", "Groningen", "AM01", 53.216, 6.590),
    ]
]

_teller = itertools.count(1)


def codelijsten(codes=CODES):
    """The lists of this file, and the places."""
    ontvang_codelijsten(
        [
            Kenmerkwaarde(facet=facet, code=code, naam=naam, groep=groep)
            for facet, waarden in codes.items()
            for code, naam, groep in waarden
        ],
        PLAATSEN,
    )


def profiel(**velden):
    """A profile of somebody who works in a shop in Holland Rijnland."""
    standaard: dict[str, Any] = {
        "id": uuid.uuid5(uuid.NAMESPACE_OID, str(next(_teller))),
        "regio": "AM19",
        "opleidingsniveau": "2",
        "diploma": True,
        "vaardigheden": ("kassa",),
        "competenties": ("24120",),
        "affiniteiten": ("dieren",),
        "sectoren": ("47", "G"),
        "taaksoorten": ("inpakken",),
        "uren_min": 16,
        "uren_max": 24,
        "beschikbaar_vanaf": None,
        "reisafstand": 15,
        "vervoermiddelen": ("3",),
        "rijbewijzen": (),
        "talen": (Taal(code="nld", mondeling="3", schriftelijk="2"),),
    }
    return Kandidaatprofiel(**standaard | velden)


def lever(*profielen, peildatum=PEILDATUM, codes=CODES):
    """Code lists and candidates: exactly these are shown from now on."""
    codelijsten(codes)
    return ontvang(profielen, peildatum=peildatum)


def account(wachtwoord=None):
    """An account without an employer. Hashing a password takes time, so only on request."""
    return met_tweede_factor(
        get_user_model().objects.create_user(username=f"iemand{next(_teller)}", password=wachtwoord)
    )


def nummer_van(kandidaat, gebruiker):
    """The number by which the employer of this account knows a candidate today."""
    werkgever = gebruiker.werkgeversaccount.werkgever_id
    return PseudonymCipher.for_day(werkgever, timezone.localdate()).encrypt(kandidaat)


def werkgeversaccount(naam="Bakkerij Bolus", *, wachtwoord=None, email=""):
    """Returns the account that signs in for an employer."""
    gebruiker = account(wachtwoord)
    gebruiker.email = email
    gebruiker.save()
    toen = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    werkgever = Werkgever.objects.create(
        kvk_nummer=f"{next(_teller):08}", naam=naam, gecontroleerd_op=toen
    )
    Werkgeversaccount.objects.create(account=gebruiker, werkgever=werkgever, toegelaten_op=toen)
    return gebruiker


def aangemeld(client):
    """The client, signed in for an employer; `client.van(kandidaat)` is the address of a page."""
    gebruiker = werkgeversaccount()
    client.force_login(gebruiker)
    client.van = lambda kandidaat: f"/kandidaten/{nummer_van(kandidaat, gebruiker)}"
    return client


def gezocht(*facetten, dag):
    """A search of that day that filtered on these."""
    for facet in facetten:
        teller, _ = Zoekteller.objects.get_or_create(dag=dag, facet=facet, defaults={"aantal": 0})
        teller.aantal += 1
        teller.save()


class Keuze(NamedTuple):
    """A value of a facet in the outcome of a search."""

    kenmerk: Kenmerk
    aantal: int
    gekozen: bool


def keuzen(uitkomst):
    """All values of all facets, with how many candidates have them."""
    gekozen = uitkomst.vraag.choices
    return {
        facet: [
            Keuze(
                een, uitkomst.telling.per_kenmerk.get(een.id, 0), een.id in gekozen.get(facet, ())
            )
            for een in uitkomst.codelijsten.per_facet[facet].values()
        ]
        for facet in FACETTEN
    }
