"""Many counts in one question: every quarter of a region, or every region on a date.

The index on the periods has them in the order of the cells. So each date costs a comparison a
period and nothing more: no sweep over the begins and ends was quicker up to a hundred dates.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from sonar.rapportage.tellen.feiten import on_the_day
from sonar.rapportage.tellen.kwartaal import Kwartaal


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """How many people are known in Sonar, and of how many the klantprofiel is vastgesteld."""

    totaal: int = 0
    met_profiel: int = 0

    @property
    def deel(self) -> int | None:
        """The share with a klantprofiel in whole percents, rounded half up; None of nobody."""
        if not self.totaal:
            return None
        return (200 * self.met_profiel + self.totaal) // (2 * self.totaal)


def tijdlijn(regio: str, kwartalen: Sequence[Kwartaal]) -> list[TimelinePoint]:
    """A region, by its code, at the end of each quarter. One query, however many quarters."""
    return tijdlijnen(kwartalen, regio).get(regio, [TimelinePoint()] * len(kwartalen))


def per_regio(kwartaal: Kwartaal) -> dict[str, TimelinePoint]:
    """Every region in which anybody counts at the end of a quarter, by its code. One query."""
    return {code: punten[0] for code, punten in tijdlijnen([kwartaal]).items()}


def tijdlijnen(
    kwartalen: Sequence[Kwartaal], regio: str | None = None
) -> dict[str, list[TimelinePoint]]:
    """A region, or every region in which anybody counts, at the end of each quarter. One query.

    The same people as in telling.py.
    """
    dagen = {f"dag{n}": kwartaal.peildatum for n, kwartaal in enumerate(kwartalen)}
    per_dag = ", ".join(f"count(*) FILTER (WHERE {on_the_day(f'%({dag})s')})" for dag in dagen)
    hier = "ge.arbeidsmarktregio_id = %(regio)s" if regio else "true"
    aantallen: defaultdict[str, dict[bool, list[int]]] = defaultdict(
        lambda: {met_profiel: [0] * len(dagen) for met_profiel in (False, True)}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ge.arbeidsmarktregio_id, met_profiel, {per_dag} "  # noqa: S608
            "FROM sonar_telperiode t JOIN sonar_gemeente ge ON ge.code = t.gemeente_id "
            f"WHERE {hier} GROUP BY 1, 2",
            {**dagen, "regio": regio},
        )
        for code, met_profiel, *per_kwartaal in cursor.fetchall():
            aantallen[code][met_profiel] = per_kwartaal
    return {
        code: [
            TimelinePoint(zonder + met, met)
            for zonder, met in zip(per[False], per[True], strict=True)
        ]
        for code, per in aantallen.items()
        if any(map(sum, per.values()))
    }
