"""A map as a drawing on paper: it carries its own colours, with a legend below."""

from collections.abc import Mapping

from sonar.rapportage.map.choropleth import Choropleth, legend


# Per class, 0 for nobody or not shown: the colour of the area and of the number on it.
COLOURS = [
    ("#f4f6f7", "#333333"),
    ("#e1eaf3", "#0b2038"),
    ("#b3cae1", "#0b2038"),
    ("#7fa6ce", "#0b2038"),
    ("#34699f", "#ffffff"),
    ("#154273", "#ffffff"),
]
LINE, LAND, WHITE = "#154273", "#e4e8ea", "#ffffff"
LEGEND_HEIGHT = 30  # in units of the drawing
LEGEND_STEP = 92  # from one word of the legend to the next


def to_svg(drawing: Choropleth, class_by_code: Mapping[str, int]) -> str:
    """The drawing, numbered in the order of `class_by_code`: per code its class, 0 to 5.

    The same map and classes give the same text.
    """
    numbers = {code: number for number, code in enumerate(class_by_code, 1)}
    parts = [_area(area.path, class_by_code[area.code]) for area in drawing.areas]
    parts.append(f'<path d="{drawing.border}" fill="none" stroke="{LINE}" stroke-width="1.5"/>')
    for area in drawing.areas:
        colour = COLOURS[class_by_code[area.code]][1]
        parts.append(
            f'<text x="{area.x}" y="{area.y}" dy="5" text-anchor="middle" font-size="14" '
            f'fill="{colour}">{numbers[area.code]}</text>'
        )
    width = max(int(drawing.width), 6 * LEGEND_STEP)
    height = int(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + LEGEND_HEIGHT}" '
        f'font-family="Libertinus Serif">'
        f'<svg width="{width}" height="{height}" viewBox="0 0 {drawing.width} {height}">'
        f'<path d="{drawing.surroundings}" fill="{LAND}" stroke="{WHITE}"/>{"".join(parts)}</svg>'
        f"{_legend(height)}</svg>"
    )


def _area(path: str, number: int) -> str:
    return f'<path d="{path}" fill="{COLOURS[number][0]}" stroke="{WHITE}"/>'


def _legend(height: int) -> str:
    words = [(0, "x of niemand"), *legend()]
    return "".join(
        f'<rect x="{place * LEGEND_STEP}" y="{height + 12}" width="12" height="12" '
        f'fill="{COLOURS[number][0]}" stroke="#999999"/>'
        f'<text x="{place * LEGEND_STEP + 17}" y="{height + 22}" font-size="12">'
        f"{text.replace(' tot en met ', '-')}</text>"
        for place, (number, text) in enumerate(words)
    )
