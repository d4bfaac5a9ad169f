"""The words of the publication: what a release says besides its figures and its columns.

A release keeps the words that it came out with. Change a word here, and the next one says it.
"""

from dataclasses import dataclass


Woorden = tuple[tuple[str, str], ...]  # each word with its meaning, in order


@dataclass(frozen=True, slots=True)
class Teksten:
    """Every text that a table needs. `{regio}` and the like are filled in by the table."""

    titel: str
    edities: Woorden
    rijkolommen: Woorden  # the two columns that say of which gemeente a row is
    begrippen: Woorden
    register: str
    register_niet_getoond: str
    register_bekend: str
    toelichting: Woorden
    bron: str


TEKSTEN = Teksten(
    titel="Transparantie van klantprofielen",
    edities=(
        (
            "intern",
            (
                "Interne editie: exacte aantallen. Alleen voor wie daar recht op heeft; niet "
                "doorgeven."
            ),
        ),
        (
            "openbaar",
            (
                "Openbare editie: aantallen van 1 tot en met 9 zijn niet getoond (ook een 0 niet, "
                "tenzij er niemand kan zijn), andere zijn afgerond op 5. Een groter aantal is niet "
                "getoond als het verschil met een eerdere uitgave een kleine groep zou verraden. "
                "Totalen en percentages zijn berekend uit wat getoond is."
            ),
        ),
        (
            "letterlijk",
            (
                "Letterlijke editie: exacte aantallen zoals UWV die over dit kwartaal publiceerde, "
                "ook kleine. Niet beschermd. Alleen om mee te vergelijken."
            ),
        ),
    ),
    rijkolommen=(
        ("gemeentecode", "CBS-code van de gemeente; in de onderste rij de code van de regio."),
        ("gemeente", "Naam van de gemeente; in de onderste rij het totaal van de regio."),
    ),
    begrippen=(
        (
            "wie telt",
            (
                "Wie op de peildatum is ingeschreven in Sonar in een gemeente van de regio en op "
                "die dag in het doelgroepregister banenafspraak staat. Niemand telt twee keer."
            ),
        ),
        ("peildatum", "De laatste dag van het kwartaal."),
        ("gemeente", "De gemeente van de inschrijving op de peildatum."),
        (
            "klantprofiel",
            (
                "Profiel dat op de peildatum is vastgesteld: opleiding, vaardigheden, "
                "competenties, affiniteiten, sectoren, taaksoorten, uren en reisafstand."
            ),
        ),
        (
            "koppen",
            "De kolomkoppen van UWV zijn verloren gegaan en uit de cijfers gereconstrueerd.",
        ),
    ),
    register=(
        "In Sonar zijn niet alle doelgroepers opgenomen. In de arbeidsmarktregio {regio} bevat het "
        "doelgroepregister banenafspraak in totaal {personen} personen."
    ),
    register_niet_getoond=(
        "In Sonar zijn niet alle doelgroepers opgenomen. Hoeveel personen van de arbeidsmarktregio "
        "{regio} in het doelgroepregister banenafspraak staan, is niet getoond."
    ),
    register_bekend="Hiervan is {procent}% bekend binnen Sonar.",
    # As UWV wrote it.
    toelichting=(
        (
            "Transparantie op de arbeidsmarkt",
            (
                "Gemeenten en UWV hebben een gedeelde verantwoordelijkheid om transparantie op de "
                "arbeidsmarkt te realiseren. Speciaal voor werkgevers en intermediairs heeft UWV "
                "daarom de kandidatenverkenner banenafspraak ontwikkeld: een online databank op "
                "werk.nl met de anonieme profielen van mensen die behoren tot de doelgroep van de "
                "banenafspraak. De publicatie \N{LEFT SINGLE QUOTATION MARK}Transparantie van "
                "klantprofielen\N{RIGHT SINGLE QUOTATION MARK} geeft inzicht in de vorderingen op "
                "dit gebied: hoeveel mensen die behoren tot de doelgroep van de banenafspraak "
                "worden door UWV en gemeenten (anoniem) voor het voetlicht gebracht?"
            ),
        ),
        (
            "Sonar",
            (
                "De profielen in de kandidatenverkenner zijn afkomstig uit het landelijke "
                "klantvolgsysteem Sonar. UWV registreert werkzoekenden in Sonar en gebruikt het "
                "systeem voor het vastleggen, monitoren en verantwoorden van de dienstverlening en "
                "re-integratie. Gemeenten kunnen eveneens werkzoekenden in Sonar registreren en "
                "het systeem gebruiken voor het vinden van geschikte kandidaten voor een vacature."
            ),
        ),
        (
            "Klantprofielen",
            (
                "Sonar biedt ook de mogelijkheid om van geregistreerde kandidaten een klantprofiel "
                "op te stellen. Deze profielen in Sonar bevatten gegevens van werkzoekenden, "
                "waaronder opleiding, vaardigheden, competenties, affiniteiten, beroepssectoren en "
                "taaksoorten. Het opstellen van het klantprofiel gebeurt samen met de klant en is "
                "een onderdeel van de reguliere dienstverlening van UWV. Ook gemeenten kunnen "
                "klantprofielen opstellen voor hun doelgroep."
            ),
        ),
        (
            "Banenafspraak",
            (
                "Door de koppeling tussen de kandidatenverkenner banenafspraak en Sonar zijn de "
                "(geanonimiseerde) klantprofielen ook beschikbaar voor werkgevers en "
                "intermediairs. Gemeenten en UWV kunnen op die manier hun klantenbestand "
                "transparant maken. Het is een van de belangrijke instrumenten om er samen met "
                "werkgevers en intermediairs voor te zorgen dat zij de doelstellingen van de "
                "banenafspraak bereiken."
            ),
        ),
    ),
    bron=(
        "Tekst: UWV, \N{LEFT SINGLE QUOTATION MARK}Transparantie van "
        "klantprofielen\N{RIGHT SINGLE QUOTATION MARK}, vierde kwartaal 2020."
    ),
)
