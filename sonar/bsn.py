"""The burgerservicenummer: how it is checked, looked up and kept.

It is stored twice, and never as itself: encrypted (AES-SIV), to be read when somebody asks for it,
and as a keyed fingerprint (HMAC-SHA256, 128 bits), to find and to join on. A dump of the database
without the key of `settings.BSN_SLEUTEL` holds no BSN, and none can be guessed from it.
"""

import functools
import hmac
import re
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from stdnum.nl import bsn as elfproef


BSN_IN_TEKST = (
    "Hier staat iets dat op een burgerservicenummer lijkt. Haal het weg: een nummer hoort alleen "
    "bij de gegevens van de klant."
)
GEEN_BSN = "Dit is geen geldig burgerservicenummer. Controleer de negen cijfers."


def is_bsn(bsn: str) -> None:
    """Raise ValidationError unless nine digits pass the elfproef; the number is not repeated."""
    if not re.fullmatch(r"[0-9]{9}", bsn) or not elfproef.is_valid(bsn):
        raise ValidationError(GEEN_BSN, code="elfproef")


def zonder_bsn(tekst: str) -> None:
    """Raise ValidationError for a text with a BSN in it: a BSN is kept in one place only."""
    for gevonden in re.finditer(r"(?<![0-9])[0-9](?:[ .\-]?[0-9]){8}(?![0-9])", tekst):
        if elfproef.is_valid(re.sub(r"[^0-9]", "", gevonden[0])):
            raise ValidationError(BSN_IN_TEKST, code="bsn")


def zoeksleutel(bsn: str) -> uuid.UUID:
    """The fingerprint under which a BSN is found. Equal for equal numbers; says nothing itself."""
    sleutel, _ = _sleutels(settings.BSN_SLEUTEL)
    return uuid.UUID(bytes=hmac.digest(sleutel, bsn.encode(), "sha256")[:16])


def versleutel(bsn: str) -> bytes:
    """The number, encrypted. The same number gives the same bytes, so a seed gives a database."""
    _, kluis = _sleutels(settings.BSN_SLEUTEL)
    return kluis.encrypt(bsn.encode(), None)


def ontsleutel(versleuteld: bytes) -> str:
    """The number again. Raises InvalidTag when the key is another one."""
    _, kluis = _sleutels(settings.BSN_SLEUTEL)
    return kluis.decrypt(versleuteld, None).decode()


@functools.cache
def _sleutels(geheim: str) -> tuple[bytes, AESSIV]:
    """Two keys from one secret: for the fingerprint and for the cipher."""

    def afgeleid(doel: bytes, lengte: int) -> bytes:
        return HKDF(SHA256(), lengte, salt=None, info=doel).derive(geheim.encode())

    return afgeleid(b"sonar bsn zoeksleutel", 32), AESSIV(afgeleid(b"sonar bsn kluis", 64))
