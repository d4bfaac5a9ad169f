"""What does not belong in free text: who somebody is, and how ill.

A warning, never a verdict: the patterns are plain, and whoever typed it decides. Pure.
"""

import re
from collections.abc import Collection

from stdnum.nl import bsn as elfproef


# Beginnings of words that tell of health: 'depress' finds depressie and depressief.
_KWALEN = """
aambei abces ademnood adhd aids alcohol allergi alzheimer amput angsta angsten angsts anorexia
antidepress apneu arbeidsongeschikt artritis artrose arts asperger astma autis automutil
bechterew bekkeninstab beperking beroerte besmet bewusteloos bezwijm bipol bipolair blessure
blind bloedarm bloeddruk borderline boulimi braken bronchit burn-out burnout carpaal celiac
chemo chronisch coeliak coma concentratieprobl constipat copd crohn cva cvs darmontst
decompens delier dement depersonal depress diabet diagnos dialys dokter doof doven downsyndr
drugs duizel dwang dwarsl dyscalcul dysfas dyslect dyslex dyspraxie eczeem eetprobl
eetstoornis embolie emfyseem endometrio epilep fibromyal flauwval galst geestelijk gehandic
gehandicapt geheugenverl gehoor gewrichts ggz glaucoom gordelroos griep hallucin handicap
hartaanval hartfalen hartinfarct hartkwaal hartpat hartritme hepatitis hernia herpes hersen
hersens hersts hiv hoofdpijn huisarts hyperactief hypervent immuun incontin infectie infuus
insulin invalid ischias jicht kanker katheter keelont koorts krukken kwaal leukemie lithium
longem longkw lupus lvb lvg lyme lymfoom manie manisch medicament medicatie medicijn medisch
menstru methadon migraine misbruik mishandel miskraam morfine narcolep nervositeit neurolog
neuropat niersten obees obesitas obsess onderprikkel ongeneeslijk ongesteld operatie osteoporo
overgewicht overprikkel overspannen pacemaker paniek parano parkinson pdd pfeiffer poliep
polio posttraum prothese psoriasis psychiat psychisch psycho psychose ptsd ptss reuma revalid
ritalin rolstoel rouw rsi schizofr scoliose seniel slaapapneu slapeloos slechthor slechtzi
spasti spierdys spraakgebrek staaroperatie stoma stotter stress suicid suïcid syndroom tbc
therapeut therapie tinnitus tourette tranquil trauma tremor trombose tumor vaatlijden
vergeetacht verlamd verlamming vermagerd verminkt vermoeid verslaafd verslaving verstandelijk
verward waanb wanen wervel whiplash zelfbesch zelfdoding zelfmoord zenuw ziek zorgmijd
zwakbegaafd zwakzinnig zwanger
aanval afkick afasie agressieregulatie anemie anosmie antistol artritis ataxie bestral bijnier
blaasontst blowen cannabis cholesterol cirrose clusterhoofd cocaïn crohn cystic delirium dyspepsie
encefal fysiotherap geestesz gespalkt gips hallux heroïn hielspoor hoogsensit hyperten hypochond
jeuk katarakt kliniek krampen lepra lichamelijk listeria lymf macula malaria menopauz ménière
mutisme narcis neurodiver nierdial nierfal oogarts ontwenn opiaat oxycodon oxazepam paraplegie
parese piekergedr pijnstill pijnklacht pleinvr pols-breuk prednison prikkelgevoel psoas rachit
refluks reflux rouwverw sarcoïd schimmelinf sikkelcel slaapmidd slaappill smetvr somber spatader
staar-operatie suikerz temazepam tic-stoor tuberc uitputting uitzaai verkrampt vitiligo
waterhoofd zelfmut zuurstoffles hoortoestel obstip staaroog
"""
GEZONDHEID = tuple(_KWALEN.split())
# And the ends of words that do: 'rugklachten', 'angststoornis', 'nekpijn', 'spierziekte'.
STAARTEN = (
    "klachten?|stoornis|stoornissen|ziekte|ziekten|letsel|aandoening|aandoeningen|pijn|pijnen|"
    "infarct|verlamming|ontsteking|ontstekingen|infectie|allergie|fobie|vrees|neurose|psychose|"
    "plegie|kanker|breuk|itis|ectomie|algie|cirrose|fibrose|sclerose|carcinoom|tumor|gezwel|"
    "blessure|handicap|patiënt|syndroom|verslaving|verslaafde?|therapie|therapeut|gebruiker|"
    "pillen|tabletten|stillers?|medicijnen|vergiftiging|transplantatie|amputatie|zweer|zweren"
)
# A part of the body or of the mind, and what can be wrong with it: 'nierfalen', 'spataderen'.
_LICHAAM = (
    "hart|vaat|bloed|long|adem|rug|nek|hals|hoofd|hersen|knie|heup|bekken|been|enkel|voet|teen|"
    "hiel|schouder|arm|elleboog|pols|hand|vinger|borst|maag|darm|buik|nier|lever|gal|blaas|alvlees|"
    "milt|huid|haar|bot|spier|pees|band|gewrichts?|zenuw|oog|oor|neus|keel|kaak|tand|slaap|gehoor|"
    "zicht|spraak|evenwichts|gedrags|gewichts|stemmings|geheugen|angst|paniek|dwang|schildklier|"
    "prostaat|baarmoeder|eetlust|alcohol|gok|drank|drugs|wiet|cannabis|game|seks"
)
_MIS = (
    "problem|patiën|revalid|operat|falen|zwakte|slijtage|kramp|vernauwing|afwijking|verlies|verkalk|"
    "verzuring|spanning|stenen|ruis|suiz|afhankelijk|misbruik|verleden|aanval|gedachte|wisseling|"
    "vermind|ampu|transplant|specialist|arts|uitval|schade|trauma|moe|nood"
)
# How one says it without a name for it.
_GEZEGD = (
    r"(?:gebroken|versleten|gescheurde?|zwakke|slechte|kapotte|stijve|pijnlijke) "
    rf"(?:{_LICHAAM}|\w*(?:gewricht|meniscus|band|wervel|botten|ogen|oren|gehoor|zicht|conditie|nieren))\w*|"
    r"lijdt aan \w+|(?:heeft|had) last van \w+|kampt met \w+|behandeld (?:voor|tegen) \w+|"
    r"ziekte van \w+|opgenomen (?:geweest|in een kliniek)|(?:in|onder) behandeling (?:bij|voor)|"
    r"(?:hoge|lage) (?:bloeddruk|spierspanning|bloedsuiker)|(?:laag|lage) (?:iq|intelligentie)|"
    r"(?:kort|lang)ademig\w*|niet[- ]aangeboren \w+|"
    r"(?:slaapt|eet|hoort|ziet) (?:heel |erg )?slecht|hoort stemmen|"
    r"stemmen (?:horen|in zijn|in haar)|horen van stemmen|staar|slechte concentratie|"
    r"(?:is|was|werd) (?:ernstig |chronisch |langdurig )?ziek"
)
_GEZONDHEID = re.compile(
    rf"\b(?:(?:{'|'.join(map(re.escape, GEZONDHEID))})[\w-]*|\w+(?:{STAARTEN})|"
    rf"(?:{_LICHAAM})s?(?:{_MIS})\w*|{_GEZEGD}|"
    rf"\w+(?:oïdose|osmie|opsie|epsie|anemie|emie|urie|artrose|porose|necrose|stenose|tiligo)|"
    rf"(?:long[ -]?)?covid|as[sp]|ms|als-patiënt|nah|add|me/cvs|hiv|aids)\b",
    re.IGNORECASE,
)
# Words that look like it but name work, a study or a rule.
_WERK = re.compile(
    r"\b(?:ziekenhui\w+|ziekenverzorg\w+|ziekenvervoer|gehandicapten(?:zorg|vervoer)|"
    r"(?:dokters|artsen)?assistent\w*|doktersassist\w+|zenuwachtig\w*|inbreuk|doorbreuk|"
    r"(?:huis)?artsenpraktijk\w*|ziektewet|stressbestendig\w*|"
    r"ziekmeld\w+|klachten(?:afhandeling|behandel\w+|lijn|loket)|academie|pepijn|"
    r"(?:therapie|revalidatie)(?:paard|hond|bad|centrum)\w*|"
    r"lichamelijk (?:zwaar|zware|licht|lichte|werk|fit|sterk|actief)\w*|"
    r"zonder (?:medische |lichamelijke )?beperking\w*|"
    r"blindelings|alcoholvrij\w*|drugstore)\b",
    re.IGNORECASE,
)
_CIJFERS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?!\d)")
_TELEFOON = re.compile(
    r"(?<!\d)(?:(?:\+31|0031)[ \-./]*(?:\(0\))?|\(?0)[ \-./]*[1-9](?:[ \-./)]{0,2}\d){8}(?!\d)"
)
_MAIL = re.compile(
    r"\b[\w.+-]+ ?(?:@|[(\[](?:at|apenstaartje)[)\]]) ?[\w-]+(?: ?(?:\.|[(\[]punt[)\]]) ?\w+)+",
    re.IGNORECASE,
)

# A word as names have it: a capital, accents, a hyphen, an apostrophe.
_H = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:['\u2019\-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
_TUSSEN = (
    r"(?:(?:(?:in|op|van|uit) (?:'t|het|de|den|der)|van|de|der|den|ten|ter|te|'t|el|al|le|la|ben|"
    r"von|du|da|dos) )*"
)
_NAAM = re.compile(rf"\b({_H}) ({_TUSSEN})({_H})")
# Behind these words a single capitalised word is somebody's name.
_AANSPREEK = re.compile(
    rf"\b(?:(?:[Mm]evrouw|[Mm]evr?\.?|[Mm]w\.?|[Mm]eneer|[Mm]ijnheer|[Dd]hr\.?|[Dd]e heer|[Dd]r\.|"
    rf"[Dd]rs\.|[Mm]r\.|[Ii]r\.|[Ff]am(?:ilie|\.)|[Jj]obcoach|[Bb]egeleid(?:er|ster)|[Kk]lantmanager|"
    rf"[Cc]ollega|[Dd]ochter|[Zz]oon|[Vv]rouw|[Mm]an|[Pp]artner|[Mm]oeder|[Vv]ader|[Bb]roer|[Zz]us|"
    rf"[Vv]riend(?:in)?|[Bb]uur(?:man|vrouw)|[Oo]om|[Tt]ante)"
    rf" {_TUSSEN}(?:De |Van |Den |Der |Ten |Ter |El )*{_H}"
    rf"|(?<!rijbewijs )(?<!niveau )(?:[A-Z]\. ?)+{_TUSSEN}{_H})"
)
# Capitalised pairs of which the first word is no given name: the beginning of a sentence, or a
# place, a shop, a study, a programme.
_BEGINNEN = """
aan af albert alphen als altijd artikel behalve belt bergen beter bij capelle contactnummer
contractnummer daar daarna dan dat de den deze die dit doet door draagt draait drie dus een
eerder eerst eigen en er erg gaat geeft geen google graag haalt had halve heeft heel
helpende het hij hoeft hoek houdt hun iemand in is ja jobcoach kan kiest kijkt klant komt
kreeg krijgt kwam laat landgoed leerde leert leest liever linkt loopt maakt mag makkelijk
meestal mevrouw met microsoft moet na naar nieuwe niet noord nu of om omdat onder ons ook
oost op over per praat rode rond samen schrijft sinds soms spreekt staat stage stapt start
sterk stichting te tot tuincentrum twee uit universiteit van vanaf veilig vertelt verder via
vindt volgde volgt voor vond vraagt waar wanneer want was weer weet welk werd werkt werkte
west wil woonde woont wordt ze zegt zelf zij zit zoekt zonder zou zuid
assistent basis beroeps detailhandel entree facilitair gemeente groen hogeschool horeca logistiek
magazijn medewerker mondeling niveau opleiding provincie regio schriftelijk sociaal techniek
veiligheid verkoper volksuniversiteit werk werken werkplein werkzaak zorg
"""
GEEN_VOORNAAM = frozenset(_BEGINNEN.split())


# Before a place, and before a firm where somebody works, learns or helps.
_PLAATS = re.compile(r"\b(?:in|uit|te|tussen|richting|station|regio|omgeving|winkelcentrum) $")
_BIJ = re.compile(r"\b(?:bij|voor|aan|op)(?: (?:de|het|een))? $|\bervaring met(?: \w+)? $")
_WERKT = re.compile(
    r"\b(?:\w*werk\w*|stage|baan|klus|dienst|vrijwillig\w*|ervaring|cursus|opleiding|diploma|"
    r"gastheer|gastvrouw|bezorg\w*|winkel|keuken|magazijn|training|proefplaatsing|solliciteer\w*)\b",
    re.IGNORECASE,
)
# What such a name begins or ends with.
_FIRMA = re.compile(
    r"\b(?:stichting|hotel|restaurant|café|museum|bakkerij|slagerij|kwekerij|camping|manege|zorggroep|"
    r"college|school|bouwbedrijf|schoonmaakbedrijf|dierentuin|kringloop|supermarkt|transport) $|"
    r"^ ?(?:bv|nv|groep|groothandel|logistics|steel|foods?|parks?|catering|techniek)\b",
    re.IGNORECASE,
)
# Firms that are called as people are, and given names behind which a firm is not expected.
_FIRMANAMEN = frozenset(
    {
        "albert heijn",
        "jan linders",
        "hans anders",
        "dirk van den broek",
        "jan de rijk",
        "peter appel",
    }
)
_GEGEVEN = """
aad abdel abdullah adam adriaan ahmed aisha alex alexander ali amal amina amir amira andre andrea
angela anita anja anke ankie anna anne annelies annemarie annie anouk anton arie arjan arjen arno
arthur astrid ayse bart bas bea ben bert berend bernard bianca bob bram brenda carla carlijn
carolien caroline cees chantal charlotte chris christiaan christien claudia coen cor corrie daan
dana daniel daphne david debbie demi dennis derk diana dick diederik dieter dirk dominique dylan
eddy edith edwin eefje els elke ellen elly emiel emine emma eric erik erwin esther eva evelien
fadma fatima fatma femke ferry fleur floor floris frank frans fred frits geert gerard gerrit gert
gijs greet guus hamza hanneke hannie hans harm harry hasan hassan heidi hein helma hendrik henk
henny herman hilde ibrahim ilse ineke inge ingrid irene iris isa ismail ivo jaap jack jacob
jacqueline jan jana janneke janny jasmijn jasper jeanette jelle jennifer jeroen jesse jessica jet
jim jo joep johan johanna john joke jolanda joost joris jos josé joyce judith julia jurgen kamal
karel karen karim karin katja kees kevin khadija kim klaas koen kristel lars latifa laura leen
leila lenny leo leon lies lieke linda lisa lisette loes lotte louis lucas luuk maaike maarten
mandy manon marc marcel margriet maria marian marianne marieke marijke marina mario marion mark
marleen marloes martijn martin mary maryam mats maud maurice max mehmet melanie melissa merel mia
michael michel michiel mieke mike miranda mirjam mo mohamed mohammed monique mourad murat mustafa
nadia nancy naomi natasja nick nicole niels nienke nina noor nora olga oscar pascal patricia
patrick paul paula peter petra piet pieter pim rachid ralf ralph ramon raymond rené riet rik rita
rob robbert robert robin roel roelof roger rolf romy ron ronald ruben ruud saida saïda samir
samira sander sandra sanne sara sarah sem serkan sergio sharon silvia simon sjaak sjoerd sofie
sonja sophie stefan stephan steven stijn susan suzanne sven sylvia tamara tanja ted teun theo
thijs thomas tim timo tineke tjeerd tom tommy tonny toon trudy ursula vera vincent wendy wesley
wiebe wil wilco wilhelmina wilma willem willy wim wouter yasmina yolanda youssef yusuf yvonne
zeynep
"""
_VOORNAMEN = frozenset(_GEGEVEN.split())


def _noemt_iemand(tekst: str) -> bool:
    """Whether a pair of words, or one behind 'mevrouw' and the like, looks like a name."""
    if _AANSPREEK.search(tekst):
        return True
    plaats = 0
    while treffer := _NAAM.search(tekst, plaats):
        if treffer[1].lower() not in GEEN_VOORNAAM and not _is_geen_mens(tekst, treffer):
            return True
        plaats = treffer.start(3)  # the second may be the first of the next pair
    return False


def _is_geen_mens(tekst: str, treffer: re.Match[str]) -> bool:
    """Whether what stands around a pair of words makes it a place or a firm."""
    ervoor = re.split(r"[.!?\n]\s", tekst[: treffer.start()])[-1]  # of this sentence
    # A list of firms: what stands before the first one holds for the next one too.
    ervoor = re.sub(rf"(?:{_H} ?)+(?:,| of| en)(?: bij)? $", "", ervoor)
    if _PLAATS.search(ervoor) or _FIRMA.search(ervoor) or _FIRMA.search(tekst[treffer.start(3) :]):
        return True
    heet_als_mens = treffer[1].split("-")[0].lower() in _VOORNAMEN
    if heet_als_mens and treffer[0].lower() not in _FIRMANAMEN:
        return False
    return bool(_BIJ.search(ervoor) and _WERKT.search(ervoor))


def bevindingen(tekst: str, namen: Collection[str] = ()) -> list[str]:
    """Sentences that say what to take out, in the order of weight; empty when nothing was found.

    `namen` are the names of the client. The sentences do not repeat what was found, but for
    words of health, so that the reader knows which word is meant.
    """
    uit = []
    if any(elfproef.is_valid(re.sub(r"\D", "", treffer)) for treffer in _CIJFERS.findall(tekst)):
        uit.append("Hier staat een burgerservicenummer. Haal het weg.")
    woorden = {woord.lower() for woord in re.findall(r"\w+", tekst)}
    eigen = {deel.lower() for naam in namen for deel in naam.split() if len(deel) > 2}
    if eigen & woorden:
        uit.append("Hier staat de naam van de klant. Schrijf 'de klant'.")
    elif _noemt_iemand(tekst):
        uit.append("Hier lijkt een naam van iemand te staan. Schrijf een rol, zoals 'de jobcoach'.")
    if _TELEFOON.search(tekst):
        uit.append("Hier staat een telefoonnummer. Zet het bij Contact.")
    if _MAIL.search(tekst):
        uit.append("Hier staat een e-mailadres. Zet het bij Contact.")
    if gezond := sorted(
        {treffer.lower() for treffer in _GEZONDHEID.findall(_WERK.sub(" ", _MAIL.sub(" ", tekst)))}
    ):
        uit.append(
            f"Hier staat iets over gezondheid ({', '.join(gezond)}). Schrijf op wat iemand nodig "
            "heeft om te werken, niet waarom."
        )
    return uit
