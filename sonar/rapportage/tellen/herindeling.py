"""Count a date in the gemeenten of another date: the people stay, the lines between them move.

The people of a gemeente that ended count in the gemeente that it went into. When a gemeente was
split (Haaren, over four), each person counts in the gemeente of the registration on the day of the
split. A person without such a registration cannot be placed and stays in the old gemeente. So
everybody counts once in either view, and the total of the country is the same.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from sonar.models import Arbeidsmarktregio, Gemeente
from sonar.rapportage.tellen.feiten import AsOf, feiten, geteld, register
from sonar.rapportage.tellen.telling import Kwartaaltelling, Segment, Telregel, telregel
from sonar.rules.gemeentelijst import Indeling, overgangen


@dataclass(frozen=True, slots=True)
class _Remapping:
    """The name and the region of every gemeente, and where its people count."""

    gemeenten: Mapping[str, tuple[str, str]]
    wanneer: Indeling
    opgeheven: Mapping[str, tuple[str, ...]]  # whose people count in others; empty: nobody moves

    @classmethod
    def van(cls, wanneer: Indeling, *, herindelen: bool) -> "_Remapping":
        """One query."""
        bekend = {
            code: (naam, regio)
            for code, naam, regio in Gemeente.objects.order_by("code").values_list(
                "code", "naam", "arbeidsmarktregio_id"
            )
        }
        nieuw = {o.nieuw: (o.naam, o.regio) for o in overgangen() if herindelen}
        return cls(nieuw | bekend, wanneer, wanneer.opgeheven if herindelen else {})

    def naar(self, code: str, later: str | None) -> str:
        """Where a person of this gemeente counts; `later` is the one on the day of the split."""
        mogelijk = self.opgeheven.get(code, (code,))
        if len(mogelijk) == 1:
            return mogelijk[0]
        verder = self.opgeheven.get(later, (later,)) if later else ()
        return verder[0] if len(verder) == 1 and verder[0] in mogelijk else code

    def te_tellen(self, regio: str) -> set[str]:
        """The gemeenten whose people may count in the region."""
        codes = {code for code, (_, in_regio) in self.gemeenten.items() if in_regio == regio}
        return codes | {oud for oud, nieuw in self.opgeheven.items() if codes.intersection(nieuw)}

    def splitsingen(self, codes: Iterable[str]) -> dict[datetime.date | None, list[str]]:
        """The gemeenten by the day on which they were split; None: they were not."""
        per_dag: defaultdict[datetime.date | None, list[str]] = defaultdict(list)
        for code in sorted(codes):
            verdeeld = len(self.opgeheven.get(code, ())) > 1
            per_dag[self.wanneer.einde[code] if verdeeld else None].append(code)
        return per_dag


def count_in_indeling(regio: Arbeidsmarktregio, vraag: AsOf, wanneer: Indeling) -> Kwartaaltelling:
    """Count a region in the gemeenten of a date. Three queries, and two for each day of a split.

    A region is its gemeenten of that date, also those that lay in another region before.
    """
    kaart = _Remapping.van(wanneer, herindelen=True)
    return _tellingen(kaart, vraag, [regio], kaart.te_tellen(regio.code))[0]


def count_every_regio(vraag: AsOf, wanneer: Indeling, *, herindelen: bool) -> list[Kwartaaltelling]:
    """Every region that has gemeenten, by code: in those of a date, or as they were registered.

    Four queries, and two for each day of a split.
    """
    kaart = _Remapping.van(wanneer, herindelen=herindelen)
    met_gemeenten = {regio for _, regio in kaart.gemeenten.values()}
    regios = Arbeidsmarktregio.objects.filter(code__in=met_gemeenten).order_by("code")
    return _tellingen(kaart, vraag, list(regios), set(kaart.gemeenten))


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Whose people count in a row of a later date: those registered in these gemeenten.

    For a gemeente that was split on `dag` it is only the people registered in one of `daarna` on
    that day; with `overig` it is everybody else.
    """

    codes: tuple[str, ...]
    dag: datetime.date | None = None
    daarna: tuple[str, ...] = ()
    overig: bool = False


def herkomst(regio: str, rij: str, wanneer: Indeling) -> list[Herkomst]:
    """Where the people of a row come from: a gemeente of a date, or the region. One query."""
    kaart = _Remapping.van(wanneer, herindelen=True)

    def hier(doel: str) -> bool:
        return doel == rij or (rij == regio and kaart.gemeenten[doel][1] == regio)

    delen = []
    for dag, codes in kaart.splitsingen(kaart.te_tellen(regio)).items():
        if dag is None:
            delen.append(Herkomst(tuple(c for c in codes if hier(kaart.naar(c, None)))))
            continue
        for code in codes:
            verder = {later: kaart.naar(code, later) for later in kaart.gemeenten}
            geplaatst = {later: doel for later, doel in verder.items() if doel != code}
            goed = tuple(sorted(later for later, doel in geplaatst.items() if hier(doel)))
            delen.append(Herkomst((code,), dag, goed))
            if hier(code):  # people who cannot be placed stay in the old gemeente
                delen.append(Herkomst((code,), dag, tuple(sorted(geplaatst)), overig=True))
    return [deel for deel in delen if deel.codes and (deel.daarna or deel.dag is None)]


def _tellingen(
    kaart: _Remapping, vraag: AsOf, regios: list[Arbeidsmarktregio], codes: set[str]
) -> list[Kwartaaltelling]:
    per_gemeente: defaultdict[str, Counter[Segment]] = defaultdict(Counter)
    for code, segment, aantal in _wie_telt(kaart, vraag, codes):
        per_gemeente[code][segment] += aantal
    doelgroep: Counter[str] = Counter()
    bekend: Counter[str] = Counter()
    for code, personen, van_wie_bekend in _register(kaart, vraag, codes):
        doelgroep[kaart.gemeenten[code][1]] += personen
        bekend[kaart.gemeenten[code][1]] += van_wie_bekend
    return [
        Kwartaaltelling(
            regio=regio,
            peildatum=vraag.peildatum,
            regels=_regels(kaart, regio.code, per_gemeente),
            doelgroep=doelgroep[regio.code],
            bekend=bekend[regio.code],
            bekend_op=vraag.bekend_op,
        )
        for regio in regios
    ]


def _regels(
    kaart: _Remapping, regio: str, per_gemeente: Mapping[str, Counter[Segment]]
) -> list[Telregel]:
    regels = []
    for code, (naam, in_regio) in sorted(kaart.gemeenten.items(), key=lambda paar: paar[1]):
        if in_regio == regio and (code in per_gemeente or code not in kaart.wanneer.afwezig):
            regels.append(telregel(code, naam, per_gemeente.get(code), kaart.wanneer))
    return regels


def _wie_telt(
    kaart: _Remapping, vraag: AsOf, codes: set[str]
) -> Iterator[tuple[str, Segment, int]]:
    """Per gemeente where they count, and segment, how many."""
    for dag, waar in kaart.splitsingen(codes).items():
        later, toen = _later("inschrijving", vraag, dag)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT g.gemeente_id, {later}, g.organisatie, g.met_profiel, count(*) "  # noqa: S608
                f"FROM ({geteld(vraag)}) g {toen.format('g')} "
                "WHERE g.gemeente_id = ANY(%(waar)s) GROUP BY 1, 2, 3, 4",
                vraag.waarden
                | {"waar": waar, "later_peildatum": dag}
                | {"later_bekend_op": vraag.bekend_op},
            )
            for code, verder, organisatie, met_profiel, aantal in cursor.fetchall():
                yield kaart.naar(code, verder), Segment(organisatie, met_profiel), aantal


def _register(kaart: _Remapping, vraag: AsOf, codes: set[str]) -> Iterator[tuple[str, int, int]]:
    """Per gemeente how many the doelgroepregister holds, and of those how many Sonar knows."""
    for dag, waar in kaart.splitsingen(codes).items():
        later, toen = _later("doelgroep", vraag, dag)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT d.gemeente_id, {later}, count(*), count(*) FILTER (WHERE bekend) "  # noqa: S608
                f"FROM ({register(vraag)}) d {toen.format('d')} "
                "WHERE d.gemeente_id = ANY(%(waar)s) GROUP BY 1, 2",
                vraag.waarden
                | {"waar": waar, "later_peildatum": dag}
                | {"later_bekend_op": vraag.bekend_op},
            )
            for code, verder, personen, bekend in cursor.fetchall():
                yield kaart.naar(code, verder), personen, bekend


def _later(soort: str, vraag: AsOf, dag: datetime.date | None) -> tuple[str, str]:
    """SQL of the gemeente on the day of a split: a column and a join (`{}` is the table)."""
    if dag is None:
        return "NULL::text", ""
    daarna = feiten(soort, AsOf(dag, vraag.bekend_op, "later"))
    return "v.gemeente_id", f"LEFT JOIN ({daarna}) v ON v.sleutel = {{}}.sleutel"
