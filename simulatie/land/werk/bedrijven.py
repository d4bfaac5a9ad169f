"""Invented employers, per region and kind of work, and what their jobs are called.

A table to be checked by people who know the work; a test says that every kind of work has a row.
Faker is asked once, for surnames.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulatie.bulk.copy_writer import as_bytes
from simulatie.land.verdeling import Array, proportional
from simulatie.regio.personen import name_pools
from simulatie.regio.werelden import Wereld


# Employers in the country: an assumption.
WERKGEVERS = 12_000
VORMEN = ("", " B.V.", " Groep", " & Zonen", " Nederland")
# Kind of work: what such a firm is called, and what the work is called.
BRANCHES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "winkel": (
        ("Supermarkt", "Bouwmarkt", "Tuincentrum", "Kringloopwinkel"),
        ("Vakkenvuller", "Verkoopmedewerker", "Kassamedewerker", "Winkelassistent"),
    ),
    "magazijn": (
        ("Magazijnbedrijf", "Groothandel", "Distributie", "Logistiek"),
        ("Orderpicker", "Magazijnmedewerker", "Inpakker", "Heftruckchauffeur"),
    ),
    "productie": (
        ("Voedingsbedrijf", "Verpakkingen", "Productiebedrijf", "Drukkerij"),
        ("Productiemedewerker", "Inpakker productie", "Operator", "Assemblagemedewerker"),
    ),
    "techniek": (
        ("Metaalbedrijf", "Installatiebedrijf", "Garage", "Rijwielhandel"),
        ("Assistent-monteur", "Metaalbewerker", "Fietsenmaker", "Assemblagemonteur"),
    ),
    "groen": (
        ("Hoveniersbedrijf", "Kwekerij", "Groenvoorziening", "Boerderij"),
        ("Medewerker groen", "Assistent-hovenier", "Medewerker kwekerij", "Dierverzorger"),
    ),
    "schoonmaak": (
        ("Schoonmaakbedrijf", "Glazenwasserij", "Facilitair", "Wasserij"),
        ("Schoonmaker", "Interieurverzorger", "Medewerker facilitair", "Medewerker wasserij"),
    ),
    "horeca": (
        ("Restaurant", "Hotel", "Cateraar", "Lunchroom"),
        ("Keukenhulp", "Afwasser", "Medewerker bediening", "Cateringmedewerker"),
    ),
    "kantoor": (
        ("Administratiekantoor", "Accountants", "Verzekeringen", "Makelaardij"),
        ("Administratief medewerker", "Receptionist", "Medewerker archief", "Telefonist"),
    ),
    "ict": (
        ("Software", "Computerservice", "Netwerken", "Webbureau"),
        ("Softwaretester", "Medewerker helpdesk", "Programmeur", "Medewerker ICT-beheer"),
    ),
    "zorg": (
        ("Zorgcentrum", "Thuiszorg", "Kinderopvang", "Woonzorg"),
        ("Zorgassistent", "Gastvrouw of gastheer", "Huishoudelijke hulp", "Groepshulp"),
    ),
    "bouw": (
        ("Bouwbedrijf", "Schildersbedrijf", "Stratenmakers", "Timmerfabriek"),
        ("Schilder", "Opperman", "Stratenmaker", "Medewerker onderhoud"),
    ),
    "vervoer": (
        ("Transport", "Koeriers", "Taxibedrijf", "Verhuizingen"),
        ("Bezorger", "Bijrijder", "Chauffeur", "Postbezorger"),
    ),
    "toezicht": (
        ("Beveiliging", "Parkeerbeheer", "Toezicht", "Stadsbeheer"),
        ("Toezichthouder", "Parkeerwachter", "Medewerker beveiliging", "Portier"),
    ),
    "creatief": (
        ("Atelier", "Meubelmakerij", "Theater", "Ontwerpbureau"),
        ("Medewerker atelier", "Assistent-meubelmaker", "Naaister of kleermaker", "Decorbouwer"),
    ),
}


@dataclass(frozen=True, slots=True)
class Bedrijven:
    """Names of employers, sorted by region and kind of work."""

    naam: Array
    begin: Array  # (regions, kinds of work)
    aantal: Array
    functie: Array  # (kinds of work, 4)

    def kies(self, regio: Array, wereld: Array, kans: np.random.Generator) -> Array:
        """An employer for each of these jobs, by number: some take on many, most a few."""
        plek = kans.random(len(regio)) ** 2 * self.aantal[regio, wereld]
        gekozen: Array = self.begin[regio, wereld] + plek.astype(np.int64)
        return gekozen


def invent_bedrijven(
    regiogewicht: Array, werelden: Sequence[Wereld], schaal: float, kans: np.random.Generator
) -> Bedrijven:
    """At least one per region and kind of work, each with a name of its own."""
    gewicht = np.outer(regiogewicht, [wereld.gewicht for wereld in werelden])
    vorm = gewicht.shape
    erbij = proportional(round(WERKGEVERS * schaal), gewicht.ravel()).reshape(vorm)
    achternamen = [
        f"{voor} {naam}".strip().capitalize() if voor else naam
        for voor, naam in name_pools(random.Random(int(kans.integers(2**32)))).achternamen
    ]
    aantal = np.maximum(erbij, 1)
    per_wereld = []
    for nummer, wereld in enumerate(werelden):
        soorten, _ = BRANCHES[wereld.naam]
        alle = [
            f"{soort} {naam}{rechtsvorm}"
            for soort in soorten
            for naam in achternamen
            for rechtsvorm in VORMEN
        ]
        meest = len(alle) // len(regiogewicht)
        aantal[:, nummer] = np.minimum(aantal[:, nummer], meest)
        per_wereld.append(iter(kans.permutation(np.array(alle)).tolist()))
    lijst = [
        next(per_wereld[wereld])
        for regio in range(vorm[0])
        for wereld in range(vorm[1])
        for _ in range(int(aantal[regio, wereld]))
    ]
    einde = np.cumsum(aantal.ravel()).reshape(vorm)
    functies = [BRANCHES[wereld.naam][1] for wereld in werelden]
    breed = as_bytes(functie for rij in functies for functie in rij)
    return Bedrijven(as_bytes(lijst), einde - aantal, aantal, breed.reshape(len(functies), -1))
