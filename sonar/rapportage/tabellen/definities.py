"""What every figure means, in words: the same text in each format and in the manifest."""

from sonar.rapportage.tabellen.tabel import WAT_IS_HET, Tabel, in_moment


KOLOMDEFINITIES = {
    "gemeentecode": "CBS-code van de gemeente; in de onderste rij de code van de regio.",
    "gemeente": "Naam van de gemeente; in de onderste rij het totaal van de regio.",
    "gemeente_met_profiel": (
        "Mensen voor wie een gemeente verantwoordelijk is, met een vastgesteld klantprofiel."
    ),
    "gemeente_zonder_profiel": (
        "Mensen voor wie een gemeente verantwoordelijk is, zonder vastgesteld klantprofiel."
    ),
    "uwv_met_profiel": "Mensen voor wie UWV verantwoordelijk is, met een vastgesteld klantprofiel.",
    "uwv_zonder_profiel": (
        "Mensen voor wie UWV verantwoordelijk is, zonder vastgesteld klantprofiel."
    ),
    "totaal": "De som van de vier kolommen ervoor.",
}
BEGRIPPEN = {
    "wie telt": (
        "Wie op de peildatum is ingeschreven in Sonar in een gemeente van de regio en op die dag "
        "in het doelgroepregister banenafspraak staat. Niemand telt twee keer."
    ),
    "peildatum": "De laatste dag van het kwartaal.",
    "gemeente": "De gemeente van de inschrijving op de peildatum.",
    "klantprofiel": (
        "Profiel dat op de peildatum is vastgesteld: opleiding, vaardigheden, competenties, "
        "affiniteiten, sectoren, taaksoorten, uren en reisafstand."
    ),
    "koppen": "De kolomkoppen van UWV zijn verloren gegaan en uit de cijfers gereconstrueerd.",
}


def definities(tabel: Tabel) -> list[tuple[str, str]]:
    """Every word of the table with its meaning, what edition it is first."""
    return [("editie", WAT_IS_HET[tabel.editie]), *KOLOMDEFINITIES.items(), *BEGRIPPEN.items()]


def beschrijving(tabel: Tabel) -> list[tuple[str, str]]:
    """What table this is: for the head of a file."""
    return [
        ("titel", tabel.titel),
        ("regio", f"{tabel.regio} ({tabel.regio_code})"),
        ("kwartaal", f"{tabel.kwartaal.omschrijving} ({tabel.kwartaal.code})"),
        ("peildatum", tabel.peildatum.isoformat()),
        *([("zoals bekend op", in_moment(tabel.bekend_op))] if tabel.bekend_op else []),
        ("editie", tabel.editie),
        ("noot", tabel.noot),
    ]
