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
    def for_day(cls, werkgever: int, dag: datetime.date) -> "PseudonymCipher":
        """The cipher that is valid on this day."""
        return cls(werkgever, f"{dag.year}KW{(dag.month + 2) // 3:02}")

    def encrypt(self, kandidaat: uuid.UUID) -> uuid.UUID:
        """The pseudonym of a candidate for this organisation."""
        (pseudonym,) = self.encrypt_all([kandidaat])
        return pseudonym

    def encrypt_all(self, kandidaten: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """The pseudonyms of many candidates at once: a page has twenty."""
        encryptor = self._cipher().encryptor()
        blocks = encryptor.update(b"".join(kandidaat.bytes for kandidaat in kandidaten))
        return [uuid.UUID(bytes=blocks[start : start + 16]) for start in range(0, len(blocks), 16)]

    def decrypt(self, pseudonym: uuid.UUID) -> uuid.UUID:
        """The id behind a pseudonym; an id that nobody has if the pseudonym is not valid."""
        return uuid.UUID(bytes=self._cipher().decryptor().update(pseudonym.bytes))

    def _cipher(self) -> "Cipher[modes.ECB]":
        return _cipher_for(settings.KANDIDAAT_SLEUTEL, f"{self.werkgever}|{self.periode}")


@functools.lru_cache(maxsize=10_000)
def _cipher_for(secret: str, info: str) -> "Cipher[modes.ECB]":
    key = HKDF(SHA256(), 32, salt=None, info=info.encode()).derive(secret.encode())
    # Each candidate is one block, and no two are equal: then ECB reveals nothing.
    return Cipher(algorithms.AES256(key), modes.ECB())  # noqa: S305
