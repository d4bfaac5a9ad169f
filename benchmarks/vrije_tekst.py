"""How well does the check of free text see what does not belong there?

    .venv/bin/python benchmarks/vrije_tekst.py

Sentences as caseworkers write them, each with a label: whose name, a BSN, a telephone number, an
address for mail, something about health, or nothing. Names come from Faker's Dutch lists, numbers
from a seed. The words of health and the innocent sentences are two lists each: those the check was
made with, and `NIET_GEZIEN`, written down after it was finished and never tuned on: those figures
are the honest ones.
"""

import itertools
import random
import sys
from collections import Counter
from pathlib import Path


sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from faker import Faker
from stdnum.nl import bsn as elfproef

from sonar.vrije_tekst import bevindingen


TOEVAL = random.Random(3)  # noqa: S311 - sentences, not secrets
NEP = Faker("nl_NL")
NEP.seed_instance(3)

NAAM_ZINNEN = [
    "Overleg altijd eerst met {n}.",
    "Jobcoach {n} gaat mee naar het gesprek.",
    "{n} belt elke week.",
    "Werkte eerder samen met {n} in de kas.",
    "De vorige begeleider was {n}, nu nog niemand.",
    "Woont bij {n}.",
    "Afgesproken met {n} dat een halve dag goed is",
]
AANSPREEK_ZINNEN = [
    "Mevrouw {a} begint graag vroeg.",
    "Dhr. {a} zoekt werk in het groen.",
    "Contact loopt via mw. {a}.",
    "Zijn dochter {v} helpt met reizen.",
    "De jobcoach {v} is op dinsdag bereikbaar.",
    "Gesproken met {i} {a}.",
]
NUMMER_ZINNEN = ["Nummer {x} staat in het dossier.", "Bekend als {x}", "Heeft {x}, zie map."]
MAIL_ZINNEN = ["Mail naar {x} voor een afspraak.", "Bereikbaar op {x}", "Stuur het aan {x}, graag."]
GEZOND_ZINNEN = [
    "Is bekend met {x}.",
    "Kan door {x} niet lang staan.",
    "Heeft {x} en werkt daarom rustig.",
    "Na {x} weer aan het opbouwen.",
]
GEZIEN = """
adhd, een angststoornis, autisme, borderline, een burn-out, een depressie, epilepsie, kanker,
medicijnen, psychische klachten, reuma, een verslaving, een trauma, diabetes, een hernia,
rugklachten, migraine, astma, copd, een beroerte, niet-aangeboren hersenletsel, een lvb,
slechthorendheid, doofheid, slechtziendheid, een rolstoel, een hartinfarct, alcoholproblemen,
drugsgebruik, een psycholoog, de ggz, therapie, chronische pijn, vermoeidheidsklachten, een
operatie, een bipolaire stoornis, pdd-nos, ziekte, zwangerschap, een ernstige blessure,
schizofrenie, fibromyalgie, artrose, dwangklachten, paniekaanvallen, anorexia, een gebroken
heup, het syndroom van Down, longproblemen, een nierziekte, een dwarslaesie, whiplash,
parkinson, ms, een herseninfarct, long covid, long-covid, hartklachten, overspannenheid, een
psychose, stress, slaapproblemen, methadon, antidepressiva, een prothese, een hoortoestel,
evenwichtsstoornissen, spierziekte, bloedarmoede, kniepijn, lupus, endometriose, scoliose,
obesitas, hepatitis, staar, glaucoom, lymfeklierkanker, jicht, de ziekte van Bechterew,
eczeem, psoriasis, de ziekte van Lyme, pfeiffer, tinnitus, duizelingen, flauwvallen, een
manie, wanen, het horen van stemmen, zelfbeschadiging, een polsbreuk, incontinentie, dialyse,
een pacemaker, hoofdpijn, een slechte concentratie, obstipatie, vergeetachtigheid, rouw
"""
NIET_GEZIEN = """
een maagzweer, sarcoïdose, vitiligo, het karpaletunnelsyndroom, een sportblessure, spataderen,
nierfalen, anosmie, een leverziekte, stotteren, autistische trekken, een eetstoornis,
verslavingsgevoeligheid, hyperventilatie, een knieoperatie, een slechte rug, zware medicatie,
een liesbreuk, dwanggedachten, een schildklieraandoening, kortademigheid, pleinvrees, een
hersenschudding, een lage spierspanning, een verstandelijke beperking
"""
ONSCHULDIG = """Wil graag in de groenvoorziening werken.
Werkte drie jaar bij Albert Heijn als vakkenvuller.
Reist met de bus naar Den Haag of Leiden.
Zoekt werk in Noordwijk aan Zee of Katwijk.
Heeft ervaring met Microsoft Word en Excel.
Spreekt Nederlands en Engels.
Heeft een certificaat VCA Basis en een heftruckbewijs.
Kan 24 uur per week werken, op maandag en dinsdag.
Werkt het best in de ochtend, met vaste taken.
Heeft hulp nodig bij het plannen van de dag.
Krijgt begeleiding van een jobcoach.
Kan 20 kilo tillen en lang staan.
Wil werken in een ziekenhuis als schoonmaker.
Heeft een opleiding Helpende Zorg en Welzijn gevolgd.
Wil stage lopen in de gehandicaptenzorg.
Zoekt een rustige werkplek zonder veel prikkels.
Heeft een eigen fiets en rijbewijs B.
Werkte bij de Hema, de Action en de Blokker.
Is op 12 mei 2020 begonnen met een proefplaatsing.
Het salaris is 2.150 euro per maand.
Houdt van dieren, vooral van honden.
Leest en schrijft op niveau 1F.
De klant wil graag leren lassen.
Kan zelfstandig reizen, maximaal 45 minuten.
Kan goed omgaan met klanten aan de kassa.
Wil niet in ploegendienst werken.
Werkte in Bergen op Zoom en in Alphen aan den Rijn.
Is bereikbaar via de klantmanager.
Heeft de cursus Veilig Werken Langs de Weg gedaan.
Wordt blij van buiten werken in Zuid Holland.
Volgde de opleiding doktersassistent, maar maakte die niet af.
Vond het werk op Schiphol fijn.
Doet vrijwilligerswerk bij het Rode Kruis.
Werkt graag met Jumbo als opdrachtgever.
Postcodegebied 2311 tot 2334 is goed te bereiken.
Heeft om 10.30 uur de meeste energie.
Artikel 7 van de regeling loonkostensubsidie geldt.
Contractnummer 2020 11 24 staat op papier.
Vraagt uitleg stap voor stap, liefst met plaatjes.
Wil werken als medewerker huishouding in een verpleeghuis.
Is in 2019 verhuisd van Utrecht naar Oegstgeest.
Kan werken met SAP en Google Agenda."""
ONSCHULDIG_NIET_GEZIEN = """Heeft gewerkt bij Tata Steel en bij Van der Valk.
Wil het liefst in Wassenaar of Voorschoten werken.
Gaat in september naar de opleiding Entree.
Volgt een taalcursus bij de Volksuniversiteit Leiden.
Werkt graag met oude auto's, bijvoorbeeld van Volkswagen.
Kan de kassa bedienen en retouren verwerken.
Wil graag gastheer worden bij Landal Greenparks.
Bakte brood bij bakkerij Us Bertus.
Heeft een klus gehad bij de Efteling.
Stond op de markt in Hoek van Holland.
Heeft een vast ritme nodig en duidelijke afspraken.
Kan niet op hoogte werken.
Werkt sneller met een hoofdtelefoon op.
Wil de was doen in een zorginstelling.
Kwam via Werkzaak Rivierenland bij ons.
Zoekt een baan vanaf 1 januari 2021.
Heeft zwemdiploma A, B en C.
Haalde in 2018 het diploma Logistiek Medewerker.
Spreekt een beetje Arabisch en Tigrinya.
Wil geen klachten van klanten aan de telefoon afhandelen."""
SOORTEN = {
    "naam": "naam van",
    "bsn": "burgerservicenummer",
    "telefoon": "telefoonnummer",
    "mail": "e-mailadres",
    "gezondheid": "gezondheid",
}


def een_bsn():
    while not elfproef.is_valid(nummer := f"{TOEVAL.randrange(10**8, 10**9)}"):
        pass
    vormen = [nummer, f"{nummer[:4]} {nummer[4:6]} {nummer[6:]}"]
    vormen += [
        f"{nummer[:3]}.{nummer[3:6]}.{nummer[6:]}",
        f"{nummer[:4]}.{nummer[4:6]}.{nummer[6:]}",
    ]
    return TOEVAL.choice(vormen)


def een_telefoon():
    c = [str(TOEVAL.randrange(1, 10)) for _ in range(8)]
    alles, paren = "".join(c), " ".join("".join(c[i : i + 2]) for i in (0, 2, 4, 6))
    net = f"{TOEVAL.choice(['071', '070', '020'])}"
    vormen = [f"06{alles}", f"06-{alles}", f"06 {paren}", f"06.{paren.replace(' ', '.')}"]
    vormen += [f"+31 6 {alles}", f"+31 (0)6 {alles}", f"0031 6 {alles}", f"06/{alles}"]
    vormen += [f"{net}-5{alles[:6]}", f"({net}) 5{alles[:2]} {alles[2:4]} {alles[4:6]}"]
    return TOEVAL.choice(vormen)


def een_mail():
    naam = f"{NEP.first_name()}.{NEP.last_name().split()[-1]}".lower()
    huis = TOEVAL.choice(["gmail.com", "leiden.nl", "ziggo.nl"])
    return TOEVAL.choice([f"{naam}@{huis}"] * 3 + [f"{naam}(at){huis}", f"{naam} @ {huis}"])


def zinnen():
    """Every labelled sentence: the kind (empty: nothing), the text."""
    for zin, _ in itertools.product(NAAM_ZINNEN, range(30)):
        yield "naam", zin.format(n=f"{NEP.first_name()} {NEP.last_name()}")
    for zin, _ in itertools.product(AANSPREEK_ZINNEN, range(20)):
        voornaam, achternaam = NEP.first_name(), NEP.last_name()
        yield (
            "naam",
            zin.format(a=achternaam[0].upper() + achternaam[1:], v=voornaam, i=f"{voornaam[0]}."),
        )
    for maak, lijst, soort in (
        (een_bsn, NUMMER_ZINNEN, "bsn"),
        (een_telefoon, NUMMER_ZINNEN, "telefoon"),
        (een_mail, MAIL_ZINNEN, "mail"),
    ):
        for zin, _ in itertools.product(lijst, range(40)):
            yield soort, zin.format(x=maak())
    for soort, woorden in (("gezondheid", GEZIEN), ("gezondheid, niet gezien", NIET_GEZIEN)):
        for zin, woord in itertools.product(GEZOND_ZINNEN, woorden.split(",")):
            yield soort, zin.format(x=" ".join(woord.split()))
    yield from (("", zin) for zin in ONSCHULDIG.splitlines())
    yield from ((", niet gezien", zin) for zin in ONSCHULDIG_NIET_GEZIEN.splitlines())


def main():
    goed, totaal = Counter(), Counter()
    vals, fouten = Counter(), []
    for soort, zin in zinnen():
        gezegd = " ".join(bevindingen(zin))
        gevonden = {naam for naam, woord in SOORTEN.items() if woord in gezegd}
        echt = soort.split(",")[0]
        juist = echt in gevonden if echt else not gevonden
        totaal[soort] += 1
        goed[soort] += juist
        vals.update(gevonden - {echt})
        if not juist or gevonden - {echt}:
            fouten.append((soort, zin, gevonden))
    for soort, aantal in totaal.items():
        wat = f"{soort:26} recall " if soort.split(",")[0] else f"onschuldig{soort:16} stil   "
        sys.stdout.write(f"{wat} {goed[soort] / aantal:6.1%}  n={aantal}\n")
    for naam in SOORTEN:
        raak = sum(aantal for soort, aantal in goed.items() if soort.split(",")[0] == naam)
        sys.stdout.write(f"{naam:26} precisie {raak / max(raak + vals[naam], 1):6.1%}\n")
    if "-v" in sys.argv:
        sys.stdout.writelines(f"{fout}\n" for fout in fouten)


main()
