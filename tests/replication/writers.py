"""Who writes to the primary: publications of whole groups, and candidates that are counted after.

They find the primary as the product does: of all servers the one that takes writes.
"""

import random
import threading
import time
import uuid
from types import TracebackType
from typing import Self

import psycopg

from tests.replication.candidates import LEDEN, STEMPELS, lid


# Half of a group, and then the other half: a reader must never see the moment between.
STEMPEL = """
    UPDATE kandidatenverkenner_kandidaat
    SET kenmerken = array_replace(kenmerken,
        (SELECT id FROM kandidatenverkenner_kenmerk WHERE code = %(oud)s),
        (SELECT id FROM kandidatenverkenner_kenmerk WHERE code = %(nieuw)s))
    WHERE id = ANY(%(wie)s)
"""
NU = """
    SELECT code FROM kandidatenverkenner_kandidaat JOIN kandidatenverkenner_kenmerk kenmerk
    ON kenmerk.id = ANY(kenmerken) AND code LIKE 'stempel-%%'
    WHERE kandidatenverkenner_kandidaat.id = %s
"""
NIEUW = """
    INSERT INTO kandidatenverkenner_kandidaat (id, regio, opleidingsniveau, diploma, uren_min,
        uren_max, reisafstand, talen, kenmerken, tekst, gewijzigd_op)
    SELECT %(id)s, regio, opleidingsniveau, diploma, uren_min, uren_max, reisafstand, talen,
        ARRAY[(SELECT id FROM kandidatenverkenner_kenmerk WHERE code = 'bevestigd')], tekst,
        gewijzigd_op
    FROM kandidatenverkenner_kandidaat WHERE id = %(als)s
"""
EVEN = 0.02  # seconds before a writer that lost its server tries again


def verbind(url: str, *, wie: str = "read-write") -> psycopg.Connection:
    """A connection to whoever of these is the primary now."""
    return psycopg.connect(f"{url}?target_session_attrs={wie}", connect_timeout=2)


class Groep:
    """A set of candidates of which every publication changes all."""

    def __init__(self, nummer: int, verbinding: psycopg.Connection) -> None:
        self.nummer = nummer
        self.leden = [lid(nummer, plek) for plek in range(LEDEN)]
        (code,) = verbinding.execute(NU, [self.leden[0]]).fetchone() or ("stempel-0",)
        verbinding.commit()
        self.stempel = int(code.removeprefix("stempel-"))

    @property
    def volgende(self) -> int:
        """The stamp of the next publication."""
        return (self.stempel + 1) % STEMPELS

    def publiceer(self, verbinding: psycopg.Connection, tussen: float) -> tuple[float, float]:
        """Give all the next stamp, in two statements; when the COMMIT left, and its answer came."""
        nieuw = self.volgende
        codes = {"oud": f"stempel-{self.stempel}", "nieuw": f"stempel-{nieuw}"}
        half = len(self.leden) // 2
        verbinding.execute(STEMPEL, {**codes, "wie": self.leden[:half]})
        time.sleep(tussen)
        verbinding.execute(STEMPEL, {**codes, "wie": self.leden[half:]})
        weg = time.monotonic()
        verbinding.commit()
        self.stempel = nieuw
        return weg, time.monotonic()


class Schrijvers:
    """Threads that write until the block ends."""

    def __init__(self, url: str, aantal: int) -> None:
        self.url = url
        self.stop = threading.Event()
        self.fouten: list[Exception] = []
        self.draden = [
            threading.Thread(target=self._blijf, args=(nummer,)) for nummer in range(aantal)
        ]

    def _blijf(self, nummer: int) -> None:
        try:
            self.schrijf(nummer)
        except Exception as fout:  # noqa: BLE001 - told by whoever waits for the thread
            self.fouten.append(fout)

    def schrijf(self, nummer: int) -> None:
        """What one thread does until `stop`."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        for draad in self.draden:
            draad.start()
        return self

    def __exit__(
        self,
        soort: type[BaseException] | None,
        fout: BaseException | None,
        spoor: TracebackType | None,
    ) -> None:
        self.stop.set()
        for draad in self.draden:
            draad.join()
        if self.fouten and fout is None:
            raise self.fouten[0]


class Uitgevers(Schrijvers):
    """Each publishes a group of its own, again and again, with so many seconds between."""

    gepubliceerd = 0

    def __init__(self, url: str, aantal: int, rust: float = 0) -> None:
        super().__init__(url, aantal)
        self.rust = rust

    def schrijf(self, nummer: int) -> None:
        """With now and then a pause in the middle of a publication."""
        dobbel = random.Random(nummer)  # noqa: S311
        with verbind(self.url) as verbinding:
            groep = Groep(nummer, verbinding)
            while not self.stop.is_set():
                groep.publiceer(verbinding, dobbel.choice([0, 0.001, 0.005, 0.02]))
                self.gepubliceerd += 1
                time.sleep(self.rust)


class Bevestigers(Schrijvers):
    """Each adds candidates and remembers which the server said were committed, whatever falls."""

    def __init__(self, url: str, aantal: int) -> None:
        super().__init__(url, aantal)
        self.bevestigd: list[tuple[float, uuid.UUID]] = []
        self.onzeker: list[uuid.UUID] = []  # the server fell before it answered

    def schrijf(self, nummer: int) -> None:
        """A candidate a transaction."""
        while not self.stop.is_set():
            wie = None
            try:
                with verbind(self.url) as verbinding:
                    while not self.stop.is_set():
                        wie = uuid.uuid4()
                        verbinding.execute(NIEUW, {"id": wie, "als": lid(nummer, 0)})
                        verbinding.commit()
                        self.bevestigd.append((time.monotonic(), wie))
                        wie = None
            except psycopg.OperationalError:
                if wie is not None:
                    self.onzeker.append(wie)
                time.sleep(EVEN)
