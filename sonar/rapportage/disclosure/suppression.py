"""The rule of the public edition, for one figure: what is shown, and what that tells. Pure.

A number from 0 to 9 is not shown; another is rounded to 5. Whoever knows this rule knows that a
shown 15 is 13 to 17, and that a shown 10 is 10, 11 or 12. Hence the second half of the rule: a
number is not shown either when the difference with what was shown earlier would isolate a small
group. Totals never come in here: they are sums of what is shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


THRESHOLD = 10  # fewer people than this are not shown, and not isolated by a difference
STEP = 5
MARGIN = STEP // 2
MIN_POSSIBLE = 9  # so many values must remain possible

Interval = tuple[int, int]  # whole numbers from and up to, both included


@dataclass(frozen=True, slots=True)
class PossibleValues:
    """The values that a figure can have: separate runs, ascending."""

    reeksen: tuple[Interval, ...]

    @classmethod
    def van(cls, reeksen: Iterable[Interval]) -> "PossibleValues":
        """Runs that touch or overlap become one."""
        samen: list[Interval] = []
        for laag, hoog in sorted(reeksen):
            if samen and laag <= samen[-1][1] + 1:
                samen[-1] = (samen[-1][0], max(hoog, samen[-1][1]))
            else:
                samen.append((laag, hoog))
        return cls(tuple(samen))

    @property
    def laagste(self) -> int:
        """The smallest value."""
        return self.reeksen[0][0]

    @property
    def hoogste(self) -> int:
        """The largest value."""
        return self.reeksen[-1][1]

    @property
    def aantal(self) -> int:
        """How many values."""
        return sum(hoog - laag + 1 for laag, hoog in self.reeksen)

    def __contains__(self, waarde: int) -> bool:
        return any(laag <= waarde <= hoog for laag, hoog in self.reeksen)

    def __iter__(self) -> Iterator[int]:
        for laag, hoog in self.reeksen:
            yield from range(laag, hoog + 1)


def rounded(aantal: int) -> int:
    """To the nearest multiple of 5; there is always one nearest."""
    return (aantal + MARGIN) // STEP * STEP


def behind_shown(getoond: int) -> Interval:
    """The numbers that are shown as this one: 15 is 13 to 17, 10 is 10 to 12."""
    return max(THRESHOLD, getoond - MARGIN), getoond + MARGIN


def isolates(eerder: Interval, nu: Interval) -> bool:
    """Whether the difference of two shown figures isolates a group that is too small.

    So it is when certainly somebody came or went, possibly fewer than 10, and fewer than 9
    differences are possible.
    """
    laag, hoog = nu[0] - eerder[1], nu[1] - eerder[0]
    if laag <= 0 <= hoog:
        return False
    return min(abs(laag), abs(hoog)) < THRESHOLD and hoog - laag + 1 < MIN_POSSIBLE


def shown_value(aantal: int, eerder: Sequence[Interval]) -> int | None:
    """The figure as the public sees it; None is not shown.

    `eerder` is what every earlier public release told about the same figure where it was shown.
    """
    if aantal < THRESHOLD:
        return None
    getoond = rounded(aantal)
    nu = behind_shown(getoond)
    return None if any(isolates(toen, nu) for toen in eerder) else getoond


def behind_suppressed(eerder: Sequence[Interval]) -> PossibleValues:
    """The numbers for which `shown_value` gives None: what somebody knows who knows the rule."""
    te_klein = [(0, THRESHOLD - 1)]
    geweerd = [
        behind_shown(getoond)
        for getoond in {getoond for toen in eerder for getoond in _around(toen)}
        if shown_value(getoond, eerder) is None
    ]
    return PossibleValues.van(te_klein + geweerd)


def _around(toen: Interval) -> range:
    """The multiples of 5 that are near enough to be withheld because of `toen`."""
    ver = 2 * (THRESHOLD + STEP)
    return range(max(THRESHOLD, rounded(toen[0] - ver)), toen[1] + ver, STEP)


def sum_of_shown(getoond: Sequence[int | None]) -> int | None:
    """A total of what is shown; None when nothing is, and not certainly nobody."""
    totaal = sum(waarde or 0 for waarde in getoond)
    return None if not totaal and None in getoond else totaal
