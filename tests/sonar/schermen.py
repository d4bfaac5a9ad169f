"""What a caseworker does on the screens, as functions."""

import datetime

from django.test import Client

from tests.aanmelden import met_tweede_factor
from tests.bouwers import een_bsn, gemeente


LIJST = "/sonar/sonar/werkzoekende/"
NIEUW = f"{LIJST}add/"


def aan_het_werk(medewerker):
    """A browser in which this medewerker has signed in."""
    client = Client()
    client.force_login(met_tweede_factor(medewerker.account))
    return client


def klant_adres(klant):
    return f"{LIJST}{klant.pk}/change/"


def profiel_adres(klantprofiel):
    return f"/sonar/sonar/klantprofiel/{klantprofiel.pk}/change/"


def nieuwe_klant(**anders):
    """The form of a new client, filled in as it should be."""
    gemeente()
    return {
        "bsn": een_bsn(),
        "voornamen": "Amber",
        "voorvoegsel": "de",
        "achternaam": "Proefpersoon",
        "geboortedatum": "01-05-1990",
        "geslacht": "2",
        "straat": "Breestraat",
        "huisnummer": "1",
        "toevoeging": "",
        "postcode": "2311AA",
        "plaats": "Leiden",
        "telefoon": "",
        "email": "",
        "inschrijvingen-TOTAL_FORMS": "1",
        "inschrijvingen-INITIAL_FORMS": "0",
        "inschrijvingen-MIN_NUM_FORMS": "1",
        "inschrijvingen-MAX_NUM_FORMS": "1000",
        "inschrijvingen-0-gemeente": "GM0546",
        "inschrijvingen-0-ingangsdatum": "01-02-2020",
        "inschrijvingen-0-einddatum": "",
        "doelgroepregistraties-TOTAL_FORMS": "1",
        "doelgroepregistraties-INITIAL_FORMS": "0",
        "doelgroepregistraties-MIN_NUM_FORMS": "0",
        "doelgroepregistraties-MAX_NUM_FORMS": "1000",
        "doelgroepregistraties-0-grondslag": "wajong",
        "doelgroepregistraties-0-ingangsdatum": "01-01-2020",
        "doelgroepregistraties-0-einddatum": "",
    } | anders


def profielformulier(klantprofiel, **anders):
    """The form of a profile as it stands, ready to be posted again."""
    velden = {
        "vaardigheden": [v.pk for v in klantprofiel.vaardigheden.all()],
        "affiniteiten": [a.pk for a in klantprofiel.affiniteiten.all()],
        "sectoren": [s.pk for s in klantprofiel.sectoren.all()],
        "taaksoorten": [t.pk for t in klantprofiel.taaksoorten.all()],
        "uren_min": klantprofiel.uren_min or "",
        "uren_max": klantprofiel.uren_max or "",
        "beschikbaar_vanaf": "",
        "reisafstand": klantprofiel.reisafstand,
        "vervoermiddelen": klantprofiel.vervoermiddelen,
        "rijbewijzen": klantprofiel.rijbewijzen,
        "besproken_op": "01-12-2019",
        "toelichting": klantprofiel.toelichting,
    }
    for naam, regels in {
        "opleidingen": klantprofiel.opleidingen.all(),
        "competenties": klantprofiel.competenties.all(),
        "talen": klantprofiel.talen.all(),
    }.items():
        velden |= {
            f"{naam}-TOTAL_FORMS": len(regels),
            f"{naam}-INITIAL_FORMS": len(regels),
            f"{naam}-MIN_NUM_FORMS": 0,
            f"{naam}-MAX_NUM_FORMS": 1000,
        }
        for nummer, regel in enumerate(regels):
            voor = f"{naam}-{nummer}"
            velden |= {f"{voor}-id": regel.pk, f"{voor}-klantprofiel": klantprofiel.pk}
            velden |= {
                f"{voor}-{veld.name}": veld.value_from_object(regel)
                for veld in regel._meta.concrete_fields
                if veld.name not in {"id", "klantprofiel", "diploma"}
            }
            if getattr(regel, "diploma", False):
                velden[f"{voor}-diploma"] = "on"
    return velden | anders


def datum(tekst):
    return datetime.datetime.strptime(tekst, "%d-%m-%Y").date()  # noqa: DTZ007
