"""What does not belong in free text."""

import pytest

from sonar.rules.vrije_tekst import GEZONDHEID, bevindingen


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
        ("bel (071) 512 34 56", "telefoonnummer"),
        ("bel 06/12345678 of 06.12.34.56.78", "telefoonnummer"),
        ("bel +31 (0)6 12345678", "telefoonnummer"),
        ("mail naar iemand@example.org", "e-mailadres"),
        ("mail naar iemand (at) example.org", "e-mailadres"),
        ("Noëlle Çelik-Jansen belt elke week", "naam van iemand"),
        ("Mevrouw De Vries begint graag vroeg", "naam van iemand"),
        ("Zijn dochter Fatima helpt", "naam van iemand"),
        ("gesproken met J.P. van den Berg", "naam van iemand"),
        ("heeft rugklachten en een angststoornis", "gezondheid (angststoornis, rugklachten)"),
        ("heeft last van zijn knie", "gezondheid (heeft last van zijn)"),
        ("heeft een depressie gehad", "gezondheid (depressie)"),
        ("Autistische trekken", "gezondheid (autistische)"),
        ("is al een jaar ziek", "gezondheid (ziek)"),
        ("Woont bij Jan Jansen", "naam van iemand"),
        ("Werkte bij Karin de Boer in de tuin", "naam van iemand"),
        ("Deed klussen voor Ahmed Yilmaz", "naam van iemand"),
        ("Werkte bij Albert Heijn en bij Piet Bakker", "naam van iemand"),
        ("Werkte in Nieuw Vennep. Jan Jansen kent hem", "naam van iemand"),
        ("heeft een versleten knie", "gezondheid (versleten knie)"),
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
        "Werkte bij Albert Heijn in Den Haag. Spreekt Nederlands en Engels.",
        "Wil werken in een ziekenhuis of in de gehandicaptenzorg.",
        "De klant is stressbestendig en wil geen klachten afhandelen.",
        "Woonde in Bergen op Zoom, wil naar Zuid Holland.",
        "Werkte bij Jan Linders, bij Hans Anders en bij Dirk van den Broek.",
        "Heeft gewerkt bij Tata Steel en bij Van der Valk.",
        "Komt uit Nieuw Vennep en heeft ervaring met Adobe Photoshop.",
        "Kan lichamelijk zwaar werk aan. Pepijn is geen klacht.",
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
