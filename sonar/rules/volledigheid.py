"""What a klantprofiel still misses before an employer can find it.

Employers filter on these parts. Whoever lacks one is not found by anybody who filters on it: so
more than half of the people in the real Kandidatenverkenner could never be found.
"""

from collections.abc import Collection


# The parts in the order of the form, and what to do about each that is missing.
ONDERDELEN: dict[str, str] = {
    "opleiding": "Voeg een opleiding toe, ook als die niet is afgemaakt.",
    "vaardigheden": "Kies ten minste één vaardigheid.",
    "competenties": "Kies ten minste één competentie die goed of voldoende is.",
    "affiniteiten": "Kies ten minste één affiniteit.",
    "beroepssectoren": "Kies ten minste één beroepssector.",
    "taaksoorten": "Kies ten minste één taaksoort.",
    "uren": "Vul in hoeveel uur per week iemand minimaal en maximaal wil werken.",
    "reisafstand": "Vul in hoe ver iemand wil reizen.",
}


def ontbrekende_onderdelen(ingevuld: Collection[str]) -> list[str]:
    """Name the parts that still miss, in the order of the form.

    `ingevuld` holds keys of ONDERDELEN; a key that is none of them raises ValueError.
    """
    if onbekend := set(ingevuld) - set(ONDERDELEN):
        raise ValueError(f"Geen onderdelen van een klantprofiel: {sorted(onbekend)}")
    return [onderdeel for onderdeel in ONDERDELEN if onderdeel not in ingevuld]


def percentage(ingevuld: Collection[str]) -> int:
    """How complete a profile is, 0-100, rounded down: 100 means that nothing misses."""
    compleet = len(ONDERDELEN) - len(ontbrekende_onderdelen(ingevuld))
    return 100 * compleet // len(ONDERDELEN)
