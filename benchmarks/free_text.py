"""How well does the check of free text see what does not belong there?

    .venv/bin/python -m benchmarks.free_text

Sentences as caseworkers write them, each with a label: whose name, a BSN, a telephone number, an
address for mail, something about health, or nothing. Names come from Faker's Dutch lists, numbers
from a seed. The words of health and the innocent sentences are lists of three ages: those the check
was made with, `EERST_NIET_GEZIEN` that judged it and has been learnt from since, and `NIET_GEZIEN`,
written down before the check was changed and never tuned on: those figures are the honest ones.
"""

import itertools
import random
import sys
from collections import Counter

from faker import Faker
from stdnum.nl import bsn as elfproef

from benchmarks.runner.machine import machine
from sonar.rules.vrije_tekst import bevindingen


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
EERST_NIET_GEZIEN = """
een maagzweer, sarcoïdose, vitiligo, het karpaletunnelsyndroom, een sportblessure, spataderen,
nierfalen, anosmie, een leverziekte, stotteren, autistische trekken, een eetstoornis,
verslavingsgevoeligheid, hyperventilatie, een knieoperatie, een slechte rug, zware medicatie,
een liesbreuk, dwanggedachten, een schildklieraandoening, kortademigheid, pleinvrees, een
hersenschudding, een lage spierspanning, een verstandelijke beperking
"""
NIET_GEZIEN = """
de ziekte van Crohn, suikerziekte, een hoge bloeddruk, hartfalen, een amputatie, galstenen,
een gescheurde meniscus, tennisarm, een slijmbeursontsteking, peesklachten, reumatische klachten,
slijtage in de knie, een kunstheup, een nekhernia, spit, stijve gewrichten, jeuk, huidproblemen,
een latexallergie, hooikoorts, benauwdheid, een longontsteking, tuberculose, een nieroperatie,
een niertransplantatie, blaasontsteking, darmklachten, buikgriep, een stoma, misselijkheid,
duizeligheid, een hersentumor, borstkanker, chemotherapie, bestralingen, een oogziekte,
oorsuizen, gehoorverlies, nachtblindheid, een spraakstoornis, dyslexie, een autismespectrumstoornis,
ADD, een lichte verstandelijke beperking, een licht verstandelijke handicap, een laag IQ,
Gilles de la Tourette, somberheid, een winterdepressie, rouwverwerking, angstaanvallen,
smetvrees, stemmingswisselingen, slapeloosheid, nachtmerries, een suïcidepoging, een opname,
een gesprek met de psychiater, een afspraak bij de huisarts, de fysiotherapeut, pijnstillers,
slaappillen, insuline, een gokverslaving, een alcoholverleden, cannabisgebruik, afkicken,
een zwangerschapsvergiftiging, een miskraam, bekkenklachten, de overgang, corona, een trauma uit
de oorlog, een posttraumatische stressstoornis, een zenuwinzinking, evenwichtsproblemen
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
ONSCHULDIG_NIET_GEZIEN = """Werkte in de keuken van Van der Valk in Sassenheim.
Heeft bij Post NL pakketten bezorgd.
Liep stage bij Stichting Ipse de Bruggen.
Wil graag bij Hoogvliet of Dirk van den Broek werken.
Heeft ervaring met de robotmaaier en de Husqvarna Automower.
Volgde een cursus bij ROC Mondriaan in Den Haag.
Kan overweg met Adobe Photoshop.
Werkt graag met een John Deere.
Maakte schoon in het Kurhaus in Scheveningen.
Heeft een tijd geholpen in Museum Boerhaave.
Woont vlak bij station Leiden Lammenschans.
Reist met Arriva of met de Qliner van Qbuzz.
Komt uit Nieuw Vennep en wil niet verder dan Lisse.
Was vrijwilliger bij Dierentehuis Stevenshage.
Heeft gewerkt voor Randstad en Tempo Team.
Wil les krijgen in het Engels.
Ging in mei met goed gevolg op voor VCA.
Praat rustig en luistert goed.
Is handig met een schroefmachine.
Kan tegen drukte, maar niet de hele dag.
Neemt graag initiatief als de uitleg duidelijk is.
Tilt zonder moeite dozen van 15 kilo.
Heeft een vaste werkplek nodig, en iemand die af en toe kijkt.
Kan op woensdag niet werken, want dan is er geen opvang.
Werkt graag met oudere mensen in een woonzorgcentrum.
Zoekt iets in de thuiszorg, bijvoorbeeld als huishoudelijke hulp.
Wil koken voor bewoners van een hospice.
Zou in een apotheek kunnen werken als bezorger.
Heeft affiniteit met paarden en wil op een manege werken.
Wil geen nachtdienst draaien.
Begint het liefst om 9 uur en stopt om 13 uur.
Verdiende vorig jaar 11.250 euro.
Heeft 3 jaar in Polen op een scheepswerf gewerkt.
Is in Syrië timmerman geweest.
Spreekt Turks en leert Nederlands op niveau A2.
Wil kapper worden en zoekt een leerwerkplek.
Past het best in een klein team.
Zet graag een tandje bij als het druk is.
Houdt de hoofden koel in de spits.
Heeft oog voor detail bij het inpakken.
Staat met beide benen op de grond.
Is sterk en kan goed tegen kou.
Legt makkelijk contact en heeft gevoel voor humor.
Heeft een vrachtwagenrijbewijs en een code 95.
Werkte als kok in Hotel Bosch en Duin.
Heeft een half jaar in de Westlandse kassen gestaan.
Wil in de richting van Zoetermeer of Alphen werken.
Deed een assessment bij Werk en Inkomen Lekstroom.
Heeft het diploma Assistent Horeca.
Bediende de Hobart vaatwasmachine."""
ONSCHULDIG_EERST_NIET_GEZIEN = """Heeft gewerkt bij Tata Steel en bij Van der Valk.
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
# Names that Faker does not have, as people in the Netherlands have them: nobody in particular.
NAMEN_NIET_GEZIEN = """
Fatima el Idrissi, Mohammed Benali, Ayşe Yildiz, Emre Kaya, Soraya Ramdin, Rishi Baldew,
Tomasz Wójcik, Agnieszka Nowak, Abdi Warsame, Saron Tesfay, Hamid Karimi, Xin Yi Chen,
Gerrit-Jan Hoekstra, Truus van der Ploeg, Sjoukje Wiersma, Kees 't Hart, Anneloes op den Kamp,
Jan Willem de Graaff, Wiebe Dijkstra, Hennie Bos, Roel Aerts, Ludo Vermeulen, Dagmar Sikkema,
Chantal Emanuelson, Jaydee Martina, Radj Gopal, Oksana Kovalenko, Bilal Ouali, Nour Haddad, Bep Kok
"""
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
    for zin, naam in itertools.product(NAAM_ZINNEN, NAMEN_NIET_GEZIEN.split(",")):
        yield "naam, niet gezien", zin.format(n=" ".join(naam.split()))
    for maak, lijst, soort in (
        (een_bsn, NUMMER_ZINNEN, "bsn"),
        (een_telefoon, NUMMER_ZINNEN, "telefoon"),
        (een_mail, MAIL_ZINNEN, "mail"),
    ):
        for zin, _ in itertools.product(lijst, range(40)):
            yield soort, zin.format(x=maak())
    for soort, woorden in (
        ("gezondheid", GEZIEN),
        ("gezondheid, eerst niet", EERST_NIET_GEZIEN),
        ("gezondheid, niet gezien", NIET_GEZIEN),
    ):
        for zin, woord in itertools.product(GEZOND_ZINNEN, woorden.split(",")):
            yield soort, zin.format(x=" ".join(woord.split()))
    yield from (("", zin) for zin in ONSCHULDIG.splitlines())
    yield from ((", eerst niet", zin) for zin in ONSCHULDIG_EERST_NIET_GEZIEN.splitlines())
    yield from ((", niet gezien", zin) for zin in ONSCHULDIG_NIET_GEZIEN.splitlines())


def main():
    sys.stdout.write(f"{machine()}\n")
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


if __name__ == "__main__":
    main()
