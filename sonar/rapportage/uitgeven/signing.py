"""Sign a release with Ed25519, so that anybody with the public key can tell it is ours."""

import functools
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def sign(manifest: bytes) -> bytes:
    """The 64 bytes of a signature. The same key and manifest give the same bytes (RFC 8032)."""
    return _private_key(settings.UITGAVE_SLEUTEL).sign(manifest)


def public_key() -> bytes:
    """The public key as PEM: publish it apart from the releases.

    A process that cannot sign has it from a file, or does not know it: then it is empty.
    """
    if not hasattr(settings, "UITGAVE_SLEUTEL"):
        bestand: str = settings.UITGAVE_OPENBARE_SLEUTEL_FILE
        return Path(bestand).read_bytes() if bestand else b""
    return (
        _private_key(settings.UITGAVE_SLEUTEL)
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )


def public_key_fingerprint() -> str:
    """SHA-256 of the public key (DER), in hexadecimal: which key it was, in a manifest."""
    der = (
        _private_key(settings.UITGAVE_SLEUTEL)
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    return hashlib.sha256(der).hexdigest()


@functools.cache
def _private_key(geheim: str) -> Ed25519PrivateKey:
    afgeleid = HKDF(SHA256(), 32, salt=None, info=b"sonar uitgave ondertekenen")
    return Ed25519PrivateKey.from_private_bytes(afgeleid.derive(geheim.encode()))
