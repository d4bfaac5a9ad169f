"""A map as a drawing on paper: its colours stand in the drawing itself, with a legend below."""

from collections.abc import Mapping

from sonar.rapportage.map.choropleth import Choropleth, klassen


# Per class, 0 for nobody or not shown: the colour of the area and of the number on it.
KLEUREN = [
    ("#f4f6f7", "#333333"),
    ("#e1eaf3", "#0b2038"),
    ("#b3cae1", "#0b2038"),
    ("#7fa6ce", "#0b2038"),
    ("#34699f", "#ffffff"),
    ("#154273", "#ffffff"),
]
LIJN, LAND, WIT = "#154273", "#e4e8ea", "#ffffff"
LEGENDA = 30  # the height of the legend, in units of the drawing
STAP = 92  # from one word of it to the next


def als_svg(kaart: Choropleth, klasse_van: Mapping[str, int]) -> str:
    """The drawing, numbered in the order of `klasse_van`: per code its class, 0 to 5.

    The same map and classes give the same text.
    """
    nummers = {code: nummer for nummer, code in enumerate(klasse_van, 1)}
    delen = [_vlak(vlak.pad, klasse_van[vlak.code]) for vlak in kaart.vlakken]
    delen.append(f'<path d="{kaart.grens}" fill="none" stroke="{LIJN}" stroke-width="1.5"/>')
    for vlak in kaart.vlakken:
        kleur = KLEUREN[klasse_van[vlak.code]][1]
        delen.append(
            f'<text x="{vlak.x}" y="{vlak.y}" dy="5" text-anchor="middle" font-size="14" '
            f'fill="{kleur}">{nummers[vlak.code]}</text>'
        )
    breedte = max(int(kaart.breedte), 6 * STAP)
    hoogte = int(kaart.hoogte)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {breedte} {hoogte + LEGENDA}" '
        f'font-family="Libertinus Serif">'
        f'<svg width="{breedte}" height="{hoogte}" viewBox="0 0 {kaart.breedte} {hoogte}">'
        f'<path d="{kaart.omgeving}" fill="{LAND}" stroke="{WIT}"/>{"".join(delen)}</svg>'
        f"{_legenda(hoogte)}</svg>"
    )


def _vlak(pad: str, klasse: int) -> str:
    return f'<path d="{pad}" fill="{KLEUREN[klasse][0]}" stroke="{WIT}"/>'


def _legenda(hoogte: int) -> str:
    woorden = [(0, "x of niemand"), *klassen()]
    return "".join(
        f'<rect x="{plaats * STAP}" y="{hoogte + 12}" width="12" height="12" '
        f'fill="{KLEUREN[klasse][0]}" stroke="#999999"/>'
        f'<text x="{plaats * STAP + 17}" y="{hoogte + 22}" font-size="12">'
        f"{tekst.replace(' tot en met ', '-')}</text>"
        for plaats, (klasse, tekst) in enumerate(woorden)
    )
