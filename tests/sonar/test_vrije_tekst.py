"""What does not belong in free text."""

import pytest

from sonar.vrije_tekst import GEZONDHEID, bevindingen


NAMEN = ["Noor Amber", "Zonderling"]


@pytest.mark.parametrize(
    ("tekst", "woord"),
    [
        ("BSN 999990019 is bekend", "burgerservicenummer"),
        ("nummer 9999.90.019", "burgerservicenummer"),
        ("Noor werkt graag buiten", "naam van de klant"),
        ("de heer zonderling", "naam van de klant"),
        ("Spreek af met Jan van der Berg morgen", "naam van iemand"),
        ("bel 06-12345678", "telefoonnummer"),
        ("bel +31 6 12345678", "telefoonnummer"),
        ("bel 071 5123456", "telefoonnummer"),
        ("mail naar iemand@example.org", "e-mailadres"),
        ("heeft een depressie gehad", "gezondheid (depressie)"),
        ("Autistische trekken", "gezondheid (autistische)"),
        ("is al een jaar ziek", "gezondheid (ziek)"),
    ],
)
def test_it_is_found_and_says_what_to_do(tekst, woord):
    gevonden = bevindingen(tekst, NAMEN)

    assert any(woord in zin for zin in gevonden), gevonden


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "Krijgt begeleiding van een jobcoach.",
        "Werkt graag in een rustige omgeving, 24 uur per week, vanaf 01-02-2021.",
        "Heeft VCA sinds 2019 en rijbewijs B. Kan tillen tot 15 kilo.",
        "Wil in Leiden werken. Houdt van muziek.",
        "klantnummer 123456789",
    ],
)
def test_ordinary_text_is_left_alone(tekst):
    assert bevindingen(tekst, NAMEN) == []


def test_what_was_found_is_not_repeated_but_for_words_of_health():
    zinnen = " ".join(
        bevindingen("Noor 999990019 bel 0612345678 of a@b.nl, heeft epilepsie", NAMEN)
    )

    for geheim in ("Noor", "999990019", "0612345678", "a@b.nl"):
        assert geheim not in zinnen
    assert "epilepsie" in zinnen


def test_every_word_of_the_list_is_found():
    assert all(bevindingen(f"dit gaat over {woord}") for woord in GEZONDHEID)
