"""The explanation of the publication, as UWV wrote it: on the pages and in the PDF."""

TOELICHTING = (
    (
        "Transparantie op de arbeidsmarkt",
        (
            "Gemeenten en UWV hebben een gedeelde verantwoordelijkheid om transparantie op de "
            "arbeidsmarkt te realiseren. Speciaal voor werkgevers en intermediairs heeft UWV "
            "daarom de kandidatenverkenner banenafspraak ontwikkeld: een online databank op "
            "werk.nl met de anonieme profielen van mensen die behoren tot de doelgroep van de "
            "banenafspraak. De publicatie \N{LEFT SINGLE QUOTATION MARK}Transparantie van "
            "klantprofielen\N{RIGHT SINGLE QUOTATION MARK} geeft inzicht in de "
            "vorderingen op dit gebied: hoeveel mensen die behoren tot de doelgroep van de "
            "banenafspraak worden door UWV en gemeenten (anoniem) voor het voetlicht gebracht?"
        ),
    ),
    (
        "Sonar",
        (
            "De profielen in de kandidatenverkenner zijn afkomstig uit het landelijke "
            "klantvolgsysteem Sonar. UWV registreert werkzoekenden in Sonar en gebruikt het "
            "systeem voor het vastleggen, monitoren en verantwoorden van de dienstverlening en "
            "re-integratie. Gemeenten kunnen eveneens werkzoekenden in Sonar registreren en het "
            "systeem gebruiken voor het vinden van geschikte kandidaten voor een vacature."
        ),
    ),
    (
        "Klantprofielen",
        (
            "Sonar biedt ook de mogelijkheid om van geregistreerde kandidaten een klantprofiel "
            "op "
            "te stellen. Deze profielen in Sonar bevatten gegevens van werkzoekenden, waaronder "
            "opleiding, vaardigheden, competenties, affiniteiten, beroepssectoren en "
            "taaksoorten. "
            "Het opstellen van het klantprofiel gebeurt samen met de klant en is een onderdeel "
            "van de reguliere dienstverlening van UWV. Ook gemeenten kunnen klantprofielen "
            "opstellen voor hun doelgroep."
        ),
    ),
    (
        "Banenafspraak",
        (
            "Door de koppeling tussen de kandidatenverkenner banenafspraak en Sonar zijn de "
            "(geanonimiseerde) klantprofielen ook beschikbaar voor werkgevers en intermediairs. "
            "Gemeenten en UWV kunnen op die manier hun klantenbestand transparant maken. Het is "
            "een van de belangrijke instrumenten om er samen met werkgevers en intermediairs "
            "voor "
            "te zorgen dat zij de doelstellingen van de banenafspraak bereiken."
        ),
    ),
)
BRON = (
    "Tekst: UWV, \N{LEFT SINGLE QUOTATION MARK}Transparantie van klantprofielen"
    "\N{RIGHT SINGLE QUOTATION MARK}, vierde kwartaal 2020."
)
