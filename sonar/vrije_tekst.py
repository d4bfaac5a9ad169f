"""What does not belong in free text: who somebody is, and how ill.

A warning, never a verdict: the patterns are plain, and whoever typed it decides. Pure.
"""

import re
from collections.abc import Collection

from stdnum.nl import bsn as elfproef


# Words that tell of health. Stems: 'depress' finds depressie and depressief.
GEZONDHEID = (
    "adhd",
    "angststoornis",
    "arts",
    "autis",
    "beperking",
    "borderline",
    "burn-out",
    "burnout",
    "depress",
    "diagnose",
    "epilep",
    "gehandicapt",
    "handicap",
    "huisarts",
    "kanker",
    "medicatie",
    "medicijn",
    "ptss",
    "psychiat",
    "psycho",
    "reuma",
    "schizofren",
    "trauma",
    "verslaafd",
    "verslaving",
    "verstandelijk",
    "zwanger",
    "ziek",
)
_GEZONDHEID = re.compile(rf"\b(?:{'|'.join(map(re.escape, GEZONDHEID))})\w*", re.IGNORECASE)
_CIJFERS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?!\d)")
_TELEFOON = re.compile(r"(?<!\d)(?:\+31|0031|0)[ \-]?[1-9](?:[ \-]?\d){8}(?!\d)")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")
# Two capitalised words on end, not at the beginning of a sentence: 'met Jan Jansen'.
_NAAM = re.compile(
    r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]+ (?:van |de |der |den |ten |ter )*[A-Z][a-z]+\b"
)


def bevindingen(tekst: str, namen: Collection[str] = ()) -> list[str]:
    """Sentences that say what to take out, in the order of weight; empty when nothing was found.

    `namen` are the names of the client. The sentences do not repeat what was found, but for
    words of health, so that one knows which word is meant.
    """
    uit = []
    if any(elfproef.is_valid(re.sub(r"\D", "", treffer)) for treffer in _CIJFERS.findall(tekst)):
        uit.append("Hier staat een burgerservicenummer. Haal het weg.")
    woorden = {woord.lower() for woord in re.findall(r"\w+", tekst)}
    eigen = {deel.lower() for naam in namen for deel in naam.split() if len(deel) > 2}
    if eigen & woorden:
        uit.append("Hier staat de naam van de klant. Schrijf 'de klant'.")
    elif _NAAM.search(tekst):
        uit.append("Hier lijkt een naam van iemand te staan. Schrijf een rol, zoals 'de jobcoach'.")
    if _TELEFOON.search(tekst):
        uit.append("Hier staat een telefoonnummer. Zet het bij Contact.")
    if _MAIL.search(tekst):
        uit.append("Hier staat een e-mailadres. Zet het bij Contact.")
    if gezond := sorted({treffer.lower() for treffer in _GEZONDHEID.findall(tekst)}):
        uit.append(
            f"Hier staat iets over gezondheid ({', '.join(gezond)}). Schrijf op wat iemand nodig "
            "heeft om te werken, niet waarom."
        )
    return uit
