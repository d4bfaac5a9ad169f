"""Work and services in the simulated country beside the published figures, as a page."""

from collections.abc import Sequence

from django.db import connection

from simulatie.land.stromen import Flow, published_flows
from sonar.rapportage.tellen.kwartaal import Kwartaal


# Per quarter: who is in the register and in Sonar on its last day, who of them has a job, and how
# many jobs of 25,5 hours that is.
WERK = """
    WITH k AS (SELECT * FROM unnest(%s::text[], %s::date[]) AS k(code, eind)),
    r AS (SELECT bsn_zoeksleutel, min(ingangsdatum) AS van,
                 max(coalesce(einddatum, 'infinity')) AS tot
          FROM sonar_doelgroepregistratie GROUP BY 1),
    i AS (SELECT werkzoekende_id, min(ingangsdatum) AS van,
                 max(coalesce(einddatum, 'infinity')) AS tot
          FROM sonar_inschrijving GROUP BY 1),
    p AS (SELECT greatest(r.van, i.van) AS van, least(r.tot, i.tot) AS tot
          FROM i JOIN sonar_werkzoekende w ON w.id = i.werkzoekende_id
          JOIN r ON r.bsn_zoeksleutel = w.bsn_zoeksleutel),
    bekend AS (SELECT code, count(*) AS mensen FROM k JOIN p ON p.van <= eind AND p.tot > eind
               GROUP BY 1),
    baan AS (SELECT code, count(*) AS mensen, sum(uren_per_week) / 25.5 AS banen
             FROM k JOIN sonar_plaatsing b ON b.ingangsdatum <= eind
               AND coalesce(b.einddatum, 'infinity') > eind GROUP BY 1)
    SELECT code, bekend.mensen, baan.mensen, round(baan.banen)
    FROM bekend JOIN baan USING (code) ORDER BY code"""

# The name of a figure, its count, and the source of the number.
CIJFERS: tuple[tuple[str, str, str], ...] = (
    (
        "mensen met een traject, van wie in Sonar staat",
        (
            "SELECT 100.0 * count(DISTINCT werkzoekende_id)"
            " / nullif((SELECT count(*) FROM sonar_werkzoekende), 0)"
            " FROM sonar_traject"
        ),
        "aanname, in %: vaker met een klantprofiel, want dat hoort bij de dienstverlening",
    ),
    (
        "lengte van een afgesloten traject, in dagen",
        "SELECT avg(einddatum - ingangsdatum) FROM sonar_traject",
        "aanname",
    ),
    (
        "trajecten die zijn uitgevoerd, van de afgesloten",
        (
            "SELECT 100 * avg((status = 'uitgevoerd')::int) FROM sonar_traject"
            " WHERE einddatum IS NOT NULL"
        ),
        "aanname, in %; wie werk vindt, sluit zijn traject daarmee af",
    ),
    (
        "activiteiten per traject",
        (
            "SELECT 1.0 * count(*) / nullif((SELECT count(*) FROM sonar_traject), 0) "
            "FROM sonar_activiteit"
        ),
        "aanname",
    ),
    (
        "contactmomenten per persoon",
        (
            "SELECT 1.0 * count(*) / nullif((SELECT count(*) FROM sonar_werkzoekende), 0)"
            " FROM sonar_contactmoment"
        ),
        "aanname: kennismaking, en in een traject een keer per 75 dagen",
    ),
    (
        "uren per week in een plaatsing",
        "SELECT avg(uren_per_week) FROM sonar_plaatsing",
        "aanname: zoveel als iemand wil of minder; 25,5 uur is een baan van de banenafspraak",
    ),
    (
        "plaatsingen via een vacature in Sonar",
        (
            "SELECT 100.0 * count(*) / nullif((SELECT count(*) FROM sonar_plaatsing), 0)"
            " FROM sonar_voordracht WHERE stand = 'geplaatst'"
        ),
        "aanname, in %: vier van de tien banen die mensen met een zichtbaar profiel vinden",
    ),
    (
        "vacatures die zijn vervuld",
        "SELECT 100 * avg((stand = 'vervuld')::int) FROM sonar_vacature",
        "aanname, in %",
    ),
    (
        "voordrachten per vacature",
        (
            "SELECT 1.0 * count(*) / nullif((SELECT count(*) FROM sonar_vacature), 0) "
            "FROM sonar_voordracht"
        ),
        "aanname",
    ),
    (
        "werkgevers met een vacature of een plaatsing",
        (
            "SELECT count(DISTINCT werkgever) FROM (SELECT werkgever FROM sonar_vacature UNION"
            " SELECT werkgever FROM sonar_plaatsing) alle"
        ),
        "aanname: 12.000 in het land",
    ),
)


def werk(stromen: Sequence[Flow]) -> str:
    """How many have a job, in the flows and in the database, beside the published figures."""
    bekend = {kwartaal: aantal for kwartaal, (_, aantal) in published_flows().items()}
    in_sonar = _in_sonar([stroom.kwartaal for stroom in stromen])
    regels = [
        (
            "| kwartaal | werkt | gepubliceerd | vindt werk | verliest werk | in Sonar bekend "
            "| met een plaatsing | deel | deel van allen | banen van 25,5 uur |"
        ),
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for stroom in stromen:
        mensen, werkt, banen = in_sonar.get(stroom.kwartaal.code, (0, 0, 0))
        cijfer = bekend.get(stroom.kwartaal)
        cellen = [
            stroom.kwartaal.code,
            dotted(stroom.werkt),
            dotted(cijfer) if cijfer else "",
            dotted(stroom.vindt),
            dotted(stroom.verliest),
            dotted(mensen),
            dotted(werkt),
            _deel(werkt, mensen),
            _deel(stroom.werkt, stroom.personen),
            dotted(banen),
        ]
        regels.append(f"| {' | '.join(cellen)} |")
    return "\n".join(regels)


def dienstverlening() -> str:
    """The services for people: a number for each, marked as an assumption."""
    regels = ["| wat | gesimuleerd | waar het vandaan komt |", "|---|--:|---|"]
    with connection.cursor() as cursor:
        for wat, vraag, herkomst in CIJFERS:
            cursor.execute(vraag)
            (getal,) = cursor.fetchone()
            regels.append(f"| {wat} | {_decimaal(float(getal or 0))} | {herkomst} |")
    return "\n".join(regels)


def dotted(aantal: int) -> str:
    """1254 -> '1.254'."""
    return f"{aantal:,}".replace(",", ".")


def _in_sonar(kwartalen: Sequence[Kwartaal]) -> dict[str, tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(WERK, [[k.code for k in kwartalen], [k.peildatum for k in kwartalen]])
        return {
            str(code): (int(mensen), int(werkt), int(banen))
            for code, mensen, werkt, banen in cursor.fetchall()
        }


def _deel(deel: int, geheel: int) -> str:
    return f"{100 * deel / geheel:.1f}%".replace(".", ",") if geheel else ""


def _decimaal(getal: float) -> str:
    return dotted(round(getal)) if getal >= 1_000 else f"{getal:.1f}".replace(".", ",")
