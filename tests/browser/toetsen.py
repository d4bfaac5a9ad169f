"""A klantprofiel filled in with nothing but a keyboard, and the keys counted.

The characters of the text are counted separately; every Tab, Enter and arrow counts as a
key. Used by the test that holds the number and by benchmarks/profile_form.py.
"""

import re
from dataclasses import dataclass


# What somebody types of a client as clients are, from the first search box on: two or three of each
# list. '|' ends a choice: wait until the list shows it, then Enter, or Tab after the last.
STAPPEN = [
    ("Vaardigheden", "vakken vullen|goederen inpakken|werken met de kassa|"),
    ("Taaksoorten", "vakkenvullen|inpakken|"),
    ("Beroepssectoren", "detailhandel|opslag|"),
    ("Affiniteiten", "orde en netheid|mensen helpen|"),
    ("Niveau", "vmbo"),
    ("Naam van de opleiding", "vmbo techniek"),
    ("Status", "succesvol"),
    ("Diploma behaald", " "),
    ("Voeg een competentie toe", "kwaliteit leveren|instructies|samenwerken|"),
    ("Voeg een taal toe", "nederlands|"),
    ("Mondeling", "goed"),
    ("Schriftelijk", "redelijk"),
    ("Voeg een taal toe", "engels|"),
    ("Mondeling", "redelijk"),
    ("Schriftelijk", "geen"),
    ("Minimaal aantal uren per week", "16"),
    ("Maximaal aantal uren per week", "24"),
    ("Reisafstand", "15"),
    ("Vervoermiddelen", "fiets|openbaar|"),
    ("Rijbewijzen", "b (auto|"),
    ("Toelichting", "krijgt begeleiding van een jobcoach"),
    ("Besproken met de klant op", "01-02-2020"),
]
GRENS = 40


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

    # As somebody does: the page has put the cursor in the first box.
    pagina.locator(".select2-search__field:focus").wait_for()
    for naam, tekst in STAPPEN:
        _ga_naar(naam, waar, druk)
        keuzes, kiest = tekst.removesuffix("|").split("|"), tekst.endswith("|")
        for keuze in keuzes:
            pagina.keyboard.type(keuze, delay=per_toets)
            geteld.tekst += len(keuze)
            if kiest:
                opties = pagina.locator(".select2-results__option--highlighted")
                opties.filter(has_text=_woord(keuze)).wait_for()
                druk("Tab" if keuze == keuzes[-1] else "Enter")
    druk("Enter")  # in the last box: the first button
    return geteld


def _woord(tekst):
    return re.compile(re.escape(tekst), re.IGNORECASE)


def _ga_naar(naam, waar, druk):
    for _ in range(GRENS):
        if waar() == naam:
            return
        druk("Tab")
    raise AssertionError(f"met Tab niet te bereiken: {naam}")
