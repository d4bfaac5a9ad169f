"""The number by which an employer knows a candidate: another for every organisation and quarter.

A block cipher is a shuffle of all numbers. With a key of the organisation and the quarter it makes
of our number one that only we can turn back, and that says nothing to somebody else or next
quarter. A number that was never given turns into one that nobody has, as an expired one does.
"""

import datetime
import functools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@dataclass(frozen=True, slots=True)
class PseudonymCipher:
    """The numbers of one organisation in one quarter."""

    werkgever: int
    periode: str

    @classmethod
    def van(cls, werkgever: int, dag: datetime.date) -> "PseudonymCipher":
        """Those that are good on this day."""
        return cls(werkgever, f"{dag.year}KW{(dag.month + 2) // 3:02}")

    def nummer(self, kandidaat: uuid.UUID) -> uuid.UUID:
        """What this organisation reads for our number of a candidate."""
        (nummer,) = self.nummers([kandidaat])
        return nummer

    def nummers(self, kandidaten: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """The same for many at once: a list has twenty."""
        versleutelaar = self._sleutel().encryptor()
        blokken = versleutelaar.update(b"".join(een.bytes for een in kandidaten))
        return [uuid.UUID(bytes=blokken[plek : plek + 16]) for plek in range(0, len(blokken), 16)]

    def kandidaat(self, nummer: uuid.UUID) -> uuid.UUID:
        """Our number; for a number that was not given here and now, one that nobody has."""
        ontsleutelaar = self._sleutel().decryptor()
        return uuid.UUID(bytes=ontsleutelaar.update(nummer.bytes))

    def _sleutel(self) -> "Cipher[modes.ECB]":
        return _sleutel_van(settings.KANDIDAAT_SLEUTEL, f"{self.werkgever}|{self.periode}")


@functools.lru_cache(maxsize=10_000)
def _sleutel_van(geheim: str, wie: str) -> "Cipher[modes.ECB]":
    sleutel = HKDF(SHA256(), 32, salt=None, info=wie.encode()).derive(geheim.encode())
    # One block, and every block is another candidate: ECB hides all there is to hide.
    return Cipher(algorithms.AES256(sleutel), modes.ECB())  # noqa: S305
