"""Reads from the database what the simulation needs: places and code lists."""

from collections import defaultdict

from simulatie.regio.personen import Woongebied
from simulatie.regio.profielen import Codelijsten
from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Gemeente,
    Postcodegebied,
    Sector,
    Taaksoort,
    Taal,
    Vaardigheid,
)


def read_codelists() -> Codelijsten:
    """All codes, sorted: the same lists give the same chances."""
    vaardigheden: dict[str, list[str]] = defaultdict(list)
    for groep, code in Vaardigheid.objects.order_by("code").values_list("groep", "code"):
        vaardigheden[groep].append(code)
    return Codelijsten(
        sectoren=frozenset(Sector.objects.order_by("code").values_list("code", flat=True)),
        taaksoorten=list(Taaksoort.objects.order_by("code").values_list("code", flat=True)),
        vaardigheden=vaardigheden,
        affiniteiten=list(Affiniteit.objects.order_by("code").values_list("code", flat=True)),
        competenties=list(Competentie.objects.order_by("code").values_list("code", flat=True)),
        talen=frozenset(Taal.objects.order_by("code").values_list("code", flat=True)),
    )


def read_woongebieden(regio: Arbeidsmarktregio) -> dict[str, Woongebied]:
    """The gemeenten of a region with their postcodes, by code."""
    postcodes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for gebied in Postcodegebied.objects.order_by("van"):
        postcodes[gebied.gemeente_id].append((gebied.van, gebied.tot))
    gemeenten = Gemeente.objects.filter(arbeidsmarktregio=regio).order_by("code")
    return {
        gemeente.code: Woongebied(gemeente.naam, postcodes[gemeente.code]) for gemeente in gemeenten
    }
