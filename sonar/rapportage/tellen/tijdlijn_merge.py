"""Many counts in one question: every quarter of a region, or every region on a date."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.tijdlijn import op_dagen, per_dag


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
    """A region at the end of each quarter. One query, however many quarters.

    `regio` is a code, `kwartalen` are in the order of time. The same people as in telling.py.
    """
    standen = _standen(kwartalen, regio)
    return standen.get(regio, [TimelinePoint()] * len(kwartalen))


def per_regio(kwartaal: Kwartaal) -> dict[str, TimelinePoint]:
    """Every region in which anybody counts at the end of a quarter, by its code. One query."""
    return {code: standen[0] for code, standen in _standen([kwartaal], "").items()}


def _standen(kwartalen: Sequence[Kwartaal], regio: str) -> dict[str, list[TimelinePoint]]:
    """Of one region, or of every one when `regio` is empty."""
    dagen = [kwartaal.peildatum for kwartaal in kwartalen]
    hier = "ge.arbeidsmarktregio_id = %(regio)s" if regio else "true"
    aantallen: defaultdict[str, dict[bool, list[int]]] = defaultdict(
        lambda: {met: [0] * len(dagen) for met in (False, True)}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ge.arbeidsmarktregio_id, met_profiel, {per_dag(len(dagen))} "  # noqa: S608
            "FROM sonar_telperiode t JOIN sonar_gemeente ge ON ge.code = t.gemeente_id "
            f"WHERE {hier} GROUP BY 1, 2",
            op_dagen(dagen) | {"regio": regio},
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
