"""Bemiddelen: the clients who fit a vacature best.

The database picks them by the same points that `sonar.bemiddeling.match` gives; the reasons are
made for those only, so that a region of ten thousand clients costs no more than one page shows.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from sonar.bemiddeling import PUNTEN, Aanbod, Match, Wens, rangschik
from sonar.models import Klantprofiel, Opleiding, Opleidingsniveau, Werkzoekende


def beste(
    wens: Wens, klanten: QuerySet[Werkzoekende], zonder: Collection[int] = (), hoeveel: int = 50
) -> list[Match]:
    """The best of these clients for whom a profile says how many hours, `zonder` left out.

    In the order of `rangschik`, in six queries, however many clients there are.
    """
    profielen = (
        Klantprofiel.objects.filter(werkzoekende__in=klanten.values("pk"), uren_min__isnull=False)
        .exclude(werkzoekende__in=list(zonder))
        .annotate(
            raak_vereist=_raak(Klantprofiel.vaardigheden.through, "vaardigheid", wens.vereist),
            raak=_punten(wens),
        )
        .annotate(punten=F("raak") + PUNTEN["vereist"] * F("raak_vereist"))
        .order_by("-raak_vereist", "-punten", "werkzoekende_id")
    )
    return rangschik(wens, _aanbiedingen(list(profielen[:hoeveel])), hoeveel)


def _raak(model: type[Any], veld: str, codes: frozenset[str]) -> Any:
    """How many of these codes a profile has."""
    if not codes:
        return Value(0)
    rijen = model._default_manager.filter(
        klantprofiel=OuterRef("pk"), **{f"{veld}__in": sorted(codes)}
    )
    geteld = rijen.order_by().values("klantprofiel").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(geteld), 0)


def _punten(wens: Wens) -> Any:
    """The points of `match`, but for the required skills."""
    lijsten = [
        ("gewenst", Klantprofiel.vaardigheden.through, "vaardigheid", wens.gewenst),
        ("taaksoort", Klantprofiel.taaksoorten.through, "taaksoort", wens.taaksoorten),
        ("sector", Klantprofiel.sectoren.through, "sector", wens.sectoren),
    ]
    uren = When(
        uren_max__gte=wens.uren_min, uren_min__lte=wens.uren_max, then=Value(PUNTEN["uren"])
    )
    punten: Any = Case(uren, default=Value(0))
    for naam, model, veld, codes in lijsten:
        punten = punten + PUNTEN[naam] * _raak(model, veld, codes)
    if wens.opleidingsniveau:
        genoeg = Opleiding.objects.filter(
            klantprofiel=OuterRef("pk"), niveau__gte=wens.opleidingsniveau
        ).exclude(niveau=Opleidingsniveau.ANDERS)
        punten = punten + Case(
            When(Exists(genoeg), then=Value(PUNTEN["opleiding"])), default=Value(0)
        )
    return punten


def _aanbiedingen(profielen: list[Klantprofiel]) -> list[Aanbod]:
    """What these profiles offer. Four queries, however many profiles."""
    per_lijst: dict[str, dict[int, set[str]]] = {}
    for naam, model, veld in (
        ("vaardigheden", Klantprofiel.vaardigheden.through, "vaardigheid_id"),
        ("taaksoorten", Klantprofiel.taaksoorten.through, "taaksoort_id"),
        ("sectoren", Klantprofiel.sectoren.through, "sector_id"),
        ("niveaus", Opleiding, "niveau"),
    ):
        codes = per_lijst[naam] = defaultdict(set)
        rijen = model._default_manager.filter(klantprofiel__in=[p.pk for p in profielen])
        for profiel, code in rijen.order_by().values_list("klantprofiel_id", veld):
            codes[profiel].add(code)
    return [
        Aanbod(
            persoon=profiel.werkzoekende_id,
            vaardigheden=frozenset(per_lijst["vaardigheden"][profiel.pk]),
            taaksoorten=frozenset(per_lijst["taaksoorten"][profiel.pk]),
            sectoren=frozenset(per_lijst["sectoren"][profiel.pk]),
            uren_min=profiel.uren_min or 0,
            uren_max=profiel.uren_max or 0,
            opleidingsniveaus=frozenset(
                per_lijst["niveaus"][profiel.pk] - {Opleidingsniveau.ANDERS}
            ),
        )
        for profiel in profielen
    ]
