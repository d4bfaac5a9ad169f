"""A klantprofiel filled in with nothing but a keyboard, and the keys counted.

The text itself (what one types to say something) is counted apart; every Tab, Enter and arrow is a
key beyond it. Used by the test that holds the number and by benchmarks/profiel_invullen.py.
"""

import re
from dataclasses import dataclass


# What somebody types, from the first search box on, and the keys that lead to the next box.
# '|' ends a choice: wait until the list shows it, then Enter.
STAPPEN = [
    ("Vaardigheden", "vakken vullen|"),
    ("Taaksoorten", "vakkenvullen|"),
    ("Beroepssectoren", "detailhandel|"),
    ("Affiniteiten", "orde en netheid|"),
    ("Niveau", "vmbo"),
    ("Competentie", "kwaliteit leveren|"),
    ("Minimaal aantal uren per week", "16"),
    ("Maximaal aantal uren per week", "24"),
    ("Reisafstand", "15"),
    ("Vervoermiddelen", "fiets|"),
    ("Rijbewijzen", "b (auto|"),
    ("Toelichting", "krijgt begeleiding van een jobcoach"),
    ("Besproken met de klant op", "01-02-2020"),
]
GRENS = 40
IS_DICHT = "() => document.activeElement.getAttribute('role') == 'combobox'"


@dataclass
class Toetsen:
    """How many keys were pressed."""

    tekst: int = 0
    overig: int = 0


def vul_met_toetsen(pagina, per_toets=0):
    """Fill in the open klantprofiel and save it; `per_toets` is milliseconds a key."""
    geteld = Toetsen()

    def druk(toets):
        geteld.overig += 1
        pagina.keyboard.press(toets, delay=per_toets)

    def waar():
        return pagina.evaluate(
            """() => { const a = document.activeElement;
            if (a.tagName == 'A' || a.tagName == 'BODY') return '';
            return (a.getAttribute('aria-label') || a.labels?.[0]?.textContent || a.textContent)
              .replace(':', '').trim(); }"""
        )

    for naam, tekst in STAPPEN:
        _ga_naar(naam, waar, druk)
        kiest = tekst.endswith("|")
        if kiest and pagina.evaluate(IS_DICHT):
            druk("Enter")
        pagina.keyboard.type(tekst.rstrip("|"), delay=per_toets)
        geteld.tekst += len(tekst.rstrip("|"))
        if kiest:
            pagina.locator(".select2-results__option--highlighted").filter(
                has_text=_woord(tekst)
            ).wait_for()
            druk("Enter")
    _ga_naar("Opslaan en vaststellen", waar, druk)
    druk("Enter")
    return geteld


def _woord(tekst):
    return re.compile(re.escape(tekst.rstrip("|")), re.IGNORECASE)


def _ga_naar(naam, waar, druk):
    for _ in range(GRENS):
        if waar() == naam:
            return
        druk("Tab")
    raise AssertionError(f"met Tab niet te bereiken: {naam}")
