"""Pseudonyms of candidates: each organisation gets other numbers, and new ones every quarter.

A block cipher is a permutation of all 128-bit numbers. Under a key for the organisation and the
quarter it turns our id into a number that only we can decrypt. That number means nothing to another
organisation or in another quarter. A number that we never gave, or that has expired, decrypts to an
id that nobody has.
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
    """The cipher of one organisation in one quarter."""

    werkgever: int
    periode: str

    @classmethod
    def van(cls, werkgever: int, dag: datetime.date) -> "PseudonymCipher":
        """The cipher that is valid on this day."""
        return cls(werkgever, f"{dag.year}KW{(dag.month + 2) // 3:02}")

    def nummer(self, kandidaat: uuid.UUID) -> uuid.UUID:
        """The pseudonym of a candidate for this organisation."""
        (nummer,) = self.nummers([kandidaat])
        return nummer

    def nummers(self, kandidaten: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """The pseudonyms of many candidates at once: a page has twenty."""
        versleutelaar = self._sleutel().encryptor()
        blokken = versleutelaar.update(b"".join(een.bytes for een in kandidaten))
        return [uuid.UUID(bytes=blokken[plek : plek + 16]) for plek in range(0, len(blokken), 16)]

    def kandidaat(self, nummer: uuid.UUID) -> uuid.UUID:
        """The id behind a pseudonym; an id that nobody has if the pseudonym is not valid."""
        ontsleutelaar = self._sleutel().decryptor()
        return uuid.UUID(bytes=ontsleutelaar.update(nummer.bytes))

    def _sleutel(self) -> "Cipher[modes.ECB]":
        return _sleutel_van(settings.KANDIDAAT_SLEUTEL, f"{self.werkgever}|{self.periode}")


@functools.lru_cache(maxsize=10_000)
def _sleutel_van(geheim: str, wie: str) -> "Cipher[modes.ECB]":
    sleutel = HKDF(SHA256(), 32, salt=None, info=wie.encode()).derive(geheim.encode())
    # Each candidate is one block, and no two are equal: then ECB reveals nothing.
    return Cipher(algorithms.AES256(sleutel), modes.ECB())  # noqa: S305
