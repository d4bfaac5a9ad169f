"""The simulated country beside the published figures, counted in the database, as a page."""

from django.db import connection
from django.db.models import Model

from simulatie.land.simuleren import PUBLICATIEKWARTAAL, CountryRequest, CountrySummary
from simulatie.land.stromen import INSTROOM, UITSTROOM, VERLIEST, VINDT, kwartalen, published_flows
from simulatie.land.verslag_werk import dienstverlening, dotted, werk
from simulatie.regio.cijfers import SOORTEN, read_figures
from simulatie.regio.simuleren import PUBLICATIE
from sonar.models import (
    Doelgroepregistratie,
    Gemeente,
    Inschrijving,
    Klantprofiel,
    Organisatie,
    Vaststelling,
    Werkzoekende,
)
from sonar.uitwisseling.fixtures import FIXTURES


TABELLEN: dict[str, type[Model]] = {
    "inschrijving": Inschrijving,
    "organisatie": Organisatie,
    "werkzoekende": Werkzoekende,
    "doelgroep": Doelgroepregistratie,
    "klantprofiel": Klantprofiel,
    "vaststelling": Vaststelling,
    "gemeente": Gemeente,
}
# Per gemeente: everybody in the register and in Sonar on a day, by organisation and profile.
TELLING = """
    SELECT i.gemeente_id, o.soort, v.id IS NOT NULL, count(*)
    FROM {inschrijving} i
    JOIN {organisatie} o ON o.id = i.organisatie_id
    JOIN {werkzoekende} w ON w.id = i.werkzoekende_id
    JOIN {doelgroep} d ON d.bsn_zoeksleutel = w.bsn_zoeksleutel
      AND daterange(d.ingangsdatum, d.einddatum) @> %(dag)s::date
    LEFT JOIN {klantprofiel} k ON k.werkzoekende_id = w.id
    LEFT JOIN {vaststelling} v ON v.klantprofiel_id = k.id
      AND daterange(v.ingangsdatum, v.einddatum) @> %(dag)s::date
    JOIN {gemeente} g ON g.code = i.gemeente_id
    WHERE daterange(i.ingangsdatum, i.einddatum) @> %(dag)s::date
      AND g.arbeidsmarktregio_id = %(regio)s
    GROUP BY 1, 2, 3
"""


def comparison_page(opdracht: CountryRequest, verslag: CountrySummary, buiten: str = "") -> str:
    """A page in Markdown. Reads the database that `simulate_country` has filled."""
    delen = [
        "# De simulatie naast de gepubliceerde cijfers",
        "Deze bladzijde is gemaakt door het commando, op een lege database:",
        (
            f"`manage.py simuleer --landelijk --van {opdracht.van.code} --tot {opdracht.tot.code} "
            f"--seed {opdracht.seed} --schaal {opdracht.schaal:g} --verslag docs/simulatie.md`"
        ),
        (
            "## Mensen in het doelgroepregister\n\nGeteld in de database, op de laatste dag van "
            "het kwartaal. In- en uitstroom zijn wie er op de ene laatste dag niet was en op de "
            f"andere wel, en omgekeerd. Gepubliceerd: instroom {_band(INSTROOM)}, uitstroom "
            f"{_band(UITSTROOM)} per kwartaal."
        ),
        _register(opdracht, verslag),
        (
            "## Werk\n\nGepubliceerd is hoeveel mensen werken, en dat per kwartaal "
            f"{_band(VINDT)} mensen werk vinden en {_band(VERLIEST)} het verliezen. Wie met werk "
            "instroomt of uitstroomt, telt daar niet in mee. Van voor 2020KW04 zijn er bij ons "
            "geen aantallen bekend; het aandeel van 2020KW04 geldt dan.\n\nDe kolommen 'werkt' "
            "tot en met 'verliest werk' gaan over iedereen in het register. De andere zijn geteld "
            "in de database: wie in het register en in Sonar staat, en wie van hen een plaatsing "
            "heeft. Beide delen horen dicht bij elkaar te liggen. Het gepubliceerde aantal banen "
            "kennen wij niet."
        ),
        werk(verslag.stromen),
    ]
    if opdracht.van <= PUBLICATIEKWARTAAL <= opdracht.tot:
        delen += [
            (
                "## Holland Rijnland, vierde kwartaal 2020\n\nGesimuleerd / gepubliceerd. Bij "
                "schaal 1 zijn ze gelijk."
            ),
            _publicatie(),
        ]
    delen += [
        (
            "## Dienstverlening\n\nHiervan is in onze bronnen niets gepubliceerd. Elk getal is een "
            "aanname, in de code met naam en reden; wie echte cijfers heeft, vult die daar in."
        ),
        dienstverlening(),
        "## Werkgevers",
        WERKGEVERS.format(buiten=buiten.strip() or "Niet gesimuleerd."),
        "## Rijen\n\n| tabel | rijen |\n|---|--:|\n"
        + "\n".join(f"| {tabel} | {dotted(aantal)} |" for tabel, aantal in verslag.rijen.items()),
        ONZEKER,
    ]
    return "\n\n".join(delen) + "\n"


ONZEKER = """## Wat hier geschat is

- Kwartalen zonder cijfer liggen op een rechte lijn tussen hun buren. 2019KW02 haalt zijn cijfer
  net niet: binnen de gepubliceerde stromen kan een kwartaal met ten hoogste 3.200 groeien.
- Gemeenten wegen met hun inwoners (de 56 grootste, afgerond, niet nagezocht) of met het aantal
  postcodes. Hoeveel profielen elke gemeente maakt, is geloot binnen wat Holland Rijnland laat zien.
- Herindelingen: fixtures/herindelingen.csv. Wie er woonde, krijgt op die dag een nieuwe rij in de
  nieuwe gemeente. De verdeling van Haaren over vier gemeenten is geschat.
- De verwerkingslog van de laatste vier weken, met misbruik erin, komt van hetzelfde commando; wie
  wat deed staat in misbruik.json. Wat er gewoon in gebeurt, staat met elke aanname in
  `gewoon_gebruik.py`; hoe goed misbruik wordt gevonden, in docs/misbruik.md.
- Een baan die Sonar niet kende toen hij begon, begint in Sonar op de dag van inschrijving.
- Wie is geplaatst, zocht werk van die soort; niet nagegaan is of hij elke vereiste vaardigheid van
  de vacature heeft.
- Elf werkgevers halen de Kandidatenverkenner leeg (misbruik_werkgevers.json), zo ver als de grens
  van een dag dat toelaat; zie docs/misbruik.md."""

# About the outside, in the words of its own command.
WERKGEVERS = """Ook hiervan is bijna niets gepubliceerd. Wel: door de echte Kandidatenverkenner
kwamen in ongeveer twee jaar zo'n 100 plaatsingen tot stand (Trouw, 1 oktober 2019), en een
werkgever zou binnen twee werkdagen antwoord krijgen. Het deel van de voordrachten dat met een
contactverzoek begon, is zo gekozen dat het aantal plaatsingen in die orde ligt. Aannamen: 35% van
de werkgevers met een vacature heeft een account, 85% van de verzoeken is op tijd beantwoord, en
op elk verzoek dat tot een ontmoeting leidt zijn er vier die nergens toe leiden.

{buiten}"""


# Per quarter: how many are in the register on its last day, came and went since the one before.
# The rows of one person follow each other without a gap.
REGISTER = """
    WITH k AS (
      SELECT * FROM unnest(%s::text[], %s::date[], %s::date[]) AS k(code, eind, vorig)),
    p AS (SELECT min(ingangsdatum) AS van,
                 CASE WHEN bool_or(einddatum IS NULL) THEN 'infinity'::date
                      ELSE max(einddatum) END AS tot
          FROM sonar_doelgroepregistratie GROUP BY bsn_zoeksleutel)
    SELECT k.code, count(*) FILTER (WHERE van <= eind AND tot > eind),
           count(*) FILTER (WHERE van > vorig AND van <= eind),
           count(*) FILTER (WHERE tot > vorig AND tot <= eind)
    FROM k CROSS JOIN p GROUP BY 1 ORDER BY 1"""


def register_flows(opdracht: CountryRequest) -> list[tuple[str, int, int, int]]:
    """Per quarter: code, people in the register, and who came and went since the one before."""
    reeks = kwartalen(opdracht.van, opdracht.tot)
    with connection.cursor() as cursor:
        cursor.execute(
            REGISTER,
            [
                [k.code for k in reeks],
                [k.peildatum for k in reeks],
                [k.vorige.peildatum for k in reeks],
            ],
        )
        return [(str(a), int(b), int(c), int(d)) for a, b, c, d in cursor.fetchall()]


def counted(regio: str) -> dict[tuple[str, str], int]:
    """The cells of a region on the day of the publication, by gemeente and kind."""
    namen = {
        naam: connection.ops.quote_name(model._meta.db_table) for naam, model in TABELLEN.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(
            TELLING.format(**namen), {"dag": PUBLICATIEKWARTAAL.peildatum, "regio": regio}
        )
        return {
            (gemeente, f"{soort}_{'met' if met else 'zonder'}_profiel"): aantal
            for gemeente, soort, met, aantal in cursor.fetchall()
        }


def _register(opdracht: CountryRequest, verslag: CountrySummary) -> str:
    bekend = published_flows()
    regels = ["| kwartaal | gesimuleerd | gepubliceerd | verschil | instroom | uitstroom |"]
    regels += ["|---|--:|--:|--:|--:|--:|"]
    eerste = verslag.stromen[0].kwartaal.code
    per_code = {kwartaal.code: personen for kwartaal, (personen, _) in bekend.items()}
    for code, personen, kwam, ging in register_flows(opdracht):
        stromen = "| | |" if code == eerste else f"| {dotted(kwam)} | {dotted(ging)} |"
        regels.append(
            f"| {code} | {dotted(personen)} | {_naast(personen, per_code.get(code), opdracht)} "
            f"{stromen}"
        )
    return "\n".join(regels)


def _publicatie() -> str:
    gemeenten = dict(Gemeente.objects.order_by("code").values_list("code", "arbeidsmarktregio"))
    pad = FIXTURES / "publicatie_2020KW04_AM19.csv"
    namen = dict(Gemeente.objects.order_by("code").values_list("code", "naam"))
    cellen = counted(PUBLICATIE[0])
    regels = ["| gemeente | " + " | ".join(s.replace("_", " ") for s in SOORTEN) + " |"]
    regels += ["|---|--:|--:|--:|--:|"]
    for rij in read_figures(pad, regio=PUBLICATIE[0], gemeenten=gemeenten):
        delen = (
            f"{dotted(cellen.get((rij.gemeente, soort), 0))} / {dotted(getattr(rij, soort))}"
            for soort in SOORTEN
        )
        regels.append(f"| {namen[rij.gemeente]} | {' | '.join(delen)} |")
    return "\n".join(regels)


def _naast(personen: int, cijfer: int | None, opdracht: CountryRequest) -> str:
    if cijfer is None:
        return "|"
    cijfer = round(cijfer * opdracht.schaal)
    verschil = 100 * (personen / cijfer - 1)
    tekst = f"{verschil:+.2f}%".replace(".", ",")
    return f"{dotted(cijfer)} | {tekst}"


def _band(band: tuple[int, int]) -> str:
    return f"{dotted(band[0])}-{dotted(band[1])}"
