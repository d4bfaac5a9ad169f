"""Kinds of work, and what belongs together in each: sector, tasks, skills, education.

A table to be checked by people who know the work. The codes are those of fixtures/; a test says
that each exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wereld:
    """A kind of work. The first sector, task and group of skills are the most typical."""

    naam: str
    gewicht: int  # how many people, beside the other worlds
    sectoren: Sequence[str]
    taaksoorten: Sequence[str]
    groepen: Sequence[str]  # of vaardigheden
    affiniteiten: Sequence[str]
    niveaus: Mapping[str, int]  # codeNiveauOpleiding: how often
    opleidingen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rijdt: bool = False  # whether people have licences beyond B


PRAKTISCH = {"1": 18, "2": 46, "4": 28, "3": 2, "9": 6}
VAK = {"1": 7, "2": 33, "4": 52, "3": 4, "5": 2, "9": 2}
KANTOOR = {"1": 3, "2": 20, "4": 48, "3": 12, "5": 13, "6": 3, "9": 1}

WERELDEN: tuple[Wereld, ...] = (
    Wereld(
        naam="winkel",
        gewicht=15,
        sectoren=("47", "46", "G"),
        taaksoorten=("vakkenvullen", "kassawerk", "klantcontact", "etaleren", "controleren"),
        groepen=("Winkel", "Omgaan met mensen"),
        affiniteiten=("verkopen", "kleding-en-mode", "mensen-helpen", "orde-en-netheid"),
        niveaus=PRAKTISCH,
        opleidingen={
            "2": ("Vmbo economie en ondernemen", "Praktijkonderwijs winkel"),
            "4": ("Verkoper", "Assistent verkoop/retail", "Verkoopspecialist"),
        },
    ),
    Wereld(
        naam="magazijn",
        gewicht=14,
        sectoren=("52", "46", "H", "53"),
        taaksoorten=("orderpicken", "inpakken", "sorteren", "laden-en-lossen", "controleren"),
        groepen=("Logistiek en magazijn", "Productie"),
        affiniteiten=("reizen-en-vervoer", "orde-en-netheid", "werken-met-mijn-handen"),
        niveaus=PRAKTISCH,
        opleidingen={
            "2": ("Vmbo mobiliteit en transport", "Praktijkonderwijs magazijn"),
            "4": ("Logistiek medewerker", "Assistent logistiek"),
            "9": ("Heftruckcertificaat",),
        },
        rijdt=True,
    ),
    Wereld(
        naam="productie",
        gewicht=11,
        sectoren=("10", "C", "22", "18", "32"),
        taaksoorten=("productiewerk", "inpakken", "assemblage", "controleren", "sorteren"),
        groepen=("Productie", "Logistiek en magazijn"),
        affiniteiten=("werken-met-mijn-handen", "techniek", "rust-om-mij-heen", "orde-en-netheid"),
        niveaus=PRAKTISCH,
        opleidingen={
            "2": ("Praktijkonderwijs productietechniek",),
            "4": ("Assistent operator", "Operator A"),
        },
    ),
    Wereld(
        naam="techniek",
        gewicht=10,
        sectoren=("25", "33", "C", "95", "45", "28"),
        taaksoorten=(
            "montage",
            "assemblage",
            "metaalbewerking",
            "fietsreparatie",
            "wagenparkonderhoud",
        ),
        groepen=("Techniek en montage", "Productie"),
        affiniteiten=("techniek", "metaal", "elektronica", "auto-s-en-motoren", "fietsen"),
        niveaus=VAK,
        opleidingen={
            "2": ("Vmbo produceren, installeren en energie", "Praktijkonderwijs metaal"),
            "4": ("Monteur", "Fietstechnicus", "Basislasser", "Autotechnicus"),
        },
        rijdt=True,
    ),
    Wereld(
        naam="groen",
        gewicht=11,
        sectoren=("81", "01", "A", "02", "93"),
        taaksoorten=("groenonderhoud", "oogsten", "dierverzorging", "recycling"),
        groepen=("Groen en buiten", "Dieren"),
        affiniteiten=("natuur", "buiten-werken", "planten-en-bloemen", "tuinieren", "dieren"),
        niveaus=PRAKTISCH,
        opleidingen={
            "2": ("Vmbo groen", "Praktijkonderwijs groen"),
            "4": (
                "Medewerker hovenier",
                "Assistent plant en groene leefomgeving",
                "Medewerker dierverzorging",
            ),
        },
        rijdt=True,
    ),
    Wereld(
        naam="schoonmaak",
        gewicht=9,
        sectoren=("81", "N", "97", "55"),
        taaksoorten=("schoonmaken", "huishoudelijk-werk", "facilitair-werk", "recycling"),
        groepen=("Schoonmaak",),
        affiniteiten=("orde-en-netheid", "werken-met-mijn-handen", "rust-om-mij-heen"),
        niveaus=PRAKTISCH,
        opleidingen={
            "2": ("Praktijkonderwijs facilitair",),
            "4": ("Assistent dienstverlening en zorg", "Medewerker facilitaire dienstverlening"),
            "9": ("Basisopleiding schoonmaak",),
        },
    ),
    Wereld(
        naam="horeca",
        gewicht=9,
        sectoren=("56", "55", "I"),
        taaksoorten=(
            "keukenwerk",
            "afwassen",
            "bedienen",
            "catering",
            "bakken",
            "gastvrouw-of-gastheer-zijn",
        ),
        groepen=("Horeca en keuken", "Omgaan met mensen"),
        affiniteiten=("eten-en-koken", "nieuwe-mensen-ontmoeten", "mensen-helpen"),
        niveaus=PRAKTISCH,
        opleidingen={
            "2": ("Vmbo horeca, bakkerij en recreatie", "Praktijkonderwijs horeca"),
            "4": ("Keukenassistent", "Kok", "Gastheer/-vrouw"),
        },
    ),
    Wereld(
        naam="kantoor",
        gewicht=9,
        sectoren=("82", "84", "O", "69", "65"),
        taaksoorten=("administratie", "archiveren", "receptiewerk", "helpdesk"),
        groepen=("Administratie", "Omgaan met mensen"),
        affiniteiten=("computers", "werken-met-cijfers", "taal", "schrijven"),
        niveaus=KANTOOR,
        opleidingen={
            "4": ("Medewerker secretariaat en receptie", "Financieel administratief medewerker"),
            "5": ("Bachelor bedrijfskunde", "Bachelor rechten"),
            "6": ("Master bestuurskunde",),
        },
    ),
    Wereld(
        naam="ict",
        gewicht=4,
        sectoren=("62", "63", "J"),
        taaksoorten=("programmeren", "softwaretest", "helpdesk", "administratie"),
        groepen=("ICT", "Administratie"),
        affiniteiten=("computers", "games", "puzzelen-en-uitzoeken", "techniek"),
        niveaus=KANTOOR,
        opleidingen={
            "4": ("ICT-beheerder", "Softwareontwikkelaar"),
            "5": ("Bachelor informatica",),
            "6": ("Master informatica",),
        },
    ),
    Wereld(
        naam="zorg",
        gewicht=7,
        sectoren=("87", "88", "Q", "86", "85"),
        taaksoorten=(
            "zorgondersteuning",
            "kinderopvang-ondersteunen",
            "huishoudelijk-werk",
            "gastvrouw-of-gastheer-zijn",
        ),
        groepen=("Zorg en welzijn", "Omgaan met mensen"),
        affiniteiten=("mensen-helpen", "kinderen", "ouderen", "gezondheid-en-bewegen"),
        niveaus=VAK,
        opleidingen={
            "2": ("Vmbo zorg en welzijn", "Praktijkonderwijs zorg"),
            "4": ("Helpende zorg en welzijn", "Pedagogisch medewerker"),
            "5": ("Bachelor sociaal werk",),
        },
    ),
    Wereld(
        naam="bouw",
        gewicht=5,
        sectoren=("43", "41", "F", "42"),
        taaksoorten=(
            "schilderwerk",
            "onderhoud-van-gebouwen",
            "stratenmaken",
            "houtbewerking",
            "laden-en-lossen",
        ),
        groepen=("Bouw en onderhoud", "Techniek en montage"),
        affiniteiten=("bouwen", "hout", "buiten-werken", "werken-met-mijn-handen"),
        niveaus=VAK,
        opleidingen={
            "2": ("Vmbo bouwen, wonen en interieur", "Praktijkonderwijs bouw"),
            "4": ("Schilder", "Timmerman", "Assistent bouwen, wonen en onderhoud"),
        },
        rijdt=True,
    ),
    Wereld(
        naam="vervoer",
        gewicht=5,
        sectoren=("49", "53", "H"),
        taaksoorten=("bezorgen", "vervoer-van-mensen", "laden-en-lossen", "wagenparkonderhoud"),
        groepen=("Transport en bezorging", "Logistiek en magazijn"),
        affiniteiten=("reizen-en-vervoer", "auto-s-en-motoren", "fietsen", "buiten-werken"),
        niveaus=PRAKTISCH,
        opleidingen={
            "4": ("Chauffeur goederenvervoer", "Taxichauffeur"),
            "2": ("Vmbo mobiliteit en transport",),
            "9": ("Code 95",),
        },
        rijdt=True,
    ),
    Wereld(
        naam="toezicht",
        gewicht=3,
        sectoren=("80", "84", "N"),
        taaksoorten=("toezicht-houden", "receptiewerk", "facilitair-werk", "klantcontact"),
        groepen=("Omgaan met mensen", "Administratie"),
        affiniteiten=("veiligheid", "mensen-helpen", "sport", "nieuwe-mensen-ontmoeten"),
        niveaus=VAK,
        opleidingen={"4": ("Beveiliger", "Handhaver toezicht en veiligheid")},
    ),
    Wereld(
        naam="creatief",
        gewicht=3,
        sectoren=("90", "R", "14", "31", "74"),
        taaksoorten=("textielbewerking", "houtbewerking", "etaleren"),
        groepen=("Creatief", "Winkel"),
        affiniteiten=("handwerk", "kunst", "fotografie", "tekenen", "muziek", "theater", "hout"),
        niveaus=VAK,
        opleidingen={
            "4": ("Mediavormgever", "Medewerker textiel", "Meubelmaker"),
            "5": ("Bachelor vormgeving",),
        },
    ),
)
