"""A quarter as CBS writes it, and the day on which it is counted."""

import datetime
import re
from dataclasses import dataclass
from typing import Self


RANGTELWOORDEN = {1: "Eerste", 2: "Tweede", 3: "Derde", 4: "Vierde"}


@dataclass(frozen=True, slots=True, order=True)
class Kwartaal:
    """A quarter of a year; quarters compare in time."""

    jaar: int
    nummer: int

    @classmethod
    def lees(cls, code: str) -> Self:
        """Read a CBS period code such as `2020KW04`. Raises ValueError with a sentence in Dutch."""
        gevonden = re.fullmatch(r"([12][0-9]{3})KW0([1-4])", code)
        if not gevonden:
            raise ValueError(
                f"Het kwartaal {code[:20]!r} ken ik niet. "
                "Schrijf het jaar, KW en het nummer in twee cijfers, zoals 2020KW04."
            )
        return cls(int(gevonden[1]), int(gevonden[2]))

    @classmethod
    def van(cls, datum: datetime.date) -> Self:
        """The quarter of a date."""
        return cls(datum.year, (datum.month + 2) // 3)

    @property
    def code(self) -> str:
        """The CBS period code."""
        return f"{self.jaar}KW{self.nummer:02}"

    @property
    def eerste_dag(self) -> datetime.date:
        """The day on which the quarter begins."""
        return datetime.date(self.jaar, 3 * self.nummer - 2, 1)

    @property
    def peildatum(self) -> datetime.date:
        """The last day of the quarter."""
        return self.volgende.eerste_dag - datetime.timedelta(days=1)

    @property
    def volgende(self) -> "Kwartaal":
        """The quarter after this one."""
        return Kwartaal(self.jaar + self.nummer // 4, self.nummer % 4 + 1)

    @property
    def vorige(self) -> "Kwartaal":
        """The quarter before this one."""
        return Kwartaal.van(self.eerste_dag - datetime.timedelta(days=1))

    @property
    def omschrijving(self) -> str:
        """As a heading: 'Vierde kwartaal 2020'."""
        return f"{RANGTELWOORDEN[self.nummer]} kwartaal {self.jaar}"
