"""Who has a job from when to when, as the flows of the quarters say it. Pure."""

from dataclasses import dataclass

import numpy as np

from simulatie.bulk.copy_writer import MISSING
from simulatie.land.verdeling import Array


# An assumption: how long people who work at the start have had that job, in days.
AL_AAN_HET_WERK = 600
# Person and day in one number, to look both up at once.
DAGEN = 1 << 20


@dataclass(frozen=True, slots=True)
class Banen:
    """Jobs as arrays, by person and the oldest first; the half-open period is in days."""

    persoon: Array
    van: Array
    tot: Array
    gevonden: Array  # by somebody who was in the register without a job

    def waar(self, masker: Array) -> "Banen":
        """Some of the jobs."""
        return Banen(
            self.persoon[masker], self.van[masker], self.tot[masker], self.gevonden[masker]
        )

    def _begonnen(self, personen: Array, dagen: Array) -> Array:
        """The place after the last job that each of these people began, the day included."""
        eigen, gevraagd = _sleutel(self.persoon, self.van), _sleutel(personen, dagen)
        return np.searchsorted(eigen, gevraagd, "right")

    def werkt_op(self, personen: Array, dagen: Array) -> Array:
        """Whether each of these people has a job on the day beside it."""
        if not len(self.persoon):
            return np.zeros(len(personen), dtype=np.bool_)
        plaats = np.searchsorted(
            _sleutel(self.persoon, self.van), _sleutel(personen, dagen), "right"
        )
        vorige = np.maximum(plaats - 1, 0)
        tot = self.tot[vorige]
        werkt: Array = (
            (plaats > 0) & (self.persoon[vorige] == personen) & ((tot == MISSING) | (tot > dagen))
        )
        return werkt

    def eerste_na(self, personen: Array, dagen: Array) -> Array:
        """The day on which each of these people begins a job after this day, or MISSING."""
        if not len(self.persoon):
            return np.full(len(personen), MISSING)
        plaats = np.searchsorted(
            _sleutel(self.persoon, self.van), _sleutel(personen, dagen), "right"
        )
        volgende = np.minimum(plaats, len(self.persoon) - 1)
        er_is = (plaats < len(self.persoon)) & (self.persoon[volgende] == personen)
        return np.where(er_is, self.van[volgende], MISSING)

    def binnen(self, van: Array, tot: Array) -> "Banen":
        """The jobs, cut to the period of the person: `van` and `tot` are per person."""
        begin = np.maximum(self.van, van[self.persoon])
        grens = tot[self.persoon]
        eind = np.where(self.tot == MISSING, grens, self.tot)
        eind = np.where((grens != MISSING) & (eind > grens), grens, eind)
        knip = Banen(self.persoon, begin, eind, self.gevonden & (begin == self.van))
        return knip.waar((van[self.persoon] != MISSING) & ((eind == MISSING) | (eind > begin)))


def _sleutel(personen: Array, dagen: Array) -> Array:
    sleutel: Array = personen.astype(np.int64) * DAGEN + dagen
    return sleutel


class Banenboek:
    """Keeps who works, quarter by quarter."""

    def __init__(self, personen: int, kans: np.random.Generator) -> None:
        self._sinds = np.full(personen, MISSING)
        self._gevonden = np.zeros(personen, dtype=np.bool_)
        self._kans = kans
        self._klaar: list[Banen] = []

    def werkten_al(self, wie: Array, peil: int) -> None:
        """They have a job on this first day."""
        self._sinds[wie] = peil - self._kans.exponential(AL_AAN_HET_WERK, len(wie)).astype(np.int64)

    def begint(self, wie: Array, dagen: Array) -> None:
        """They come in with a job."""
        self._sinds[wie], self._gevonden[wie] = dagen, False

    def vindt(self, wie: Array, van: int, tot: int) -> None:
        """They find a job on some day from `van` up to `tot`."""
        self._sinds[wie] = self._kans.integers(van, tot, len(wie))
        self._gevonden[wie] = True

    def verliest(self, wie: Array, van: int, tot: int) -> None:
        """They lose their job on some day from `van` up to `tot`."""
        self.stopt(wie, self._kans.integers(van, tot, len(wie)))

    def stopt(self, wie: Array, dagen: Array) -> None:
        """Their job ends, or is no longer followed, on these days."""
        self._klaar.append(Banen(wie, self._sinds[wie], dagen, self._gevonden[wie]))
        self._sinds[wie] = MISSING

    def banen(self) -> Banen:
        """All of them."""
        nog = np.flatnonzero(self._sinds != MISSING)
        open_ = Banen(nog, self._sinds[nog], np.full(len(nog), MISSING), self._gevonden[nog])
        alle = [*self._klaar, open_]
        samen = Banen(
            np.concatenate([deel.persoon for deel in alle]),
            np.concatenate([deel.van for deel in alle]),
            np.concatenate([deel.tot for deel in alle]),
            np.concatenate([deel.gevonden for deel in alle]),
        )
        return samen.waar(np.lexsort((samen.van, samen.persoon)))
