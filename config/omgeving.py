"""What the environment says, read strictly: what is not understood is refused, in Dutch."""

import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def keuze(naam: str, mogelijk: Collection[str], standaard: str) -> str:
    """One of a few words."""
    waarde = os.environ.get(naam) or standaard
    if waarde not in mogelijk:
        raise ImproperlyConfigured(
            f"{naam}={waarde} ken ik niet. Kies uit: {', '.join(sorted(mogelijk))}."
        )
    return waarde


def poort(naam: str, standaard: int) -> int:
    """A port number."""
    waarde = os.environ.get(naam) or str(standaard)
    if not waarde.isascii() or not waarde.isdigit() or not 1 <= int(waarde) <= 65535:
        raise ImproperlyConfigured(
            f"{naam}={waarde} is geen poort. Kies een getal van 1 tot 65535."
        )
    return int(waarde)


def hosts() -> list[str]:
    """ALLOWED_HOSTS, separated by commas; without it this machine only."""
    gegeven = os.environ.get("ALLOWED_HOSTS", "")
    return [host.strip() for host in gegeven.split(",") if host.strip()] or list(LOOPBACK)


def geheim(naam: str, bestand: Path) -> str:
    """A secret: what `naam` holds, the content of `naam`_FILE, or made once, kept in `bestand`."""
    if sleutel := os.environ.get(naam):
        return sleutel
    if pad := os.environ.get(f"{naam}_FILE"):
        try:
            return Path(pad).read_text(encoding="utf-8").strip()
        except OSError as fout:
            raise ImproperlyConfigured(
                f"{naam}_FILE={pad} kan ik niet lezen: {fout.strerror}."
            ) from fout
    bestand.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Whoever comes second finds the key of the first.
        handvat = os.open(bestand, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bestand.read_text(encoding="utf-8")
    with os.fdopen(handvat, "w", encoding="utf-8") as nieuw:
        sleutel = secrets.token_urlsafe(50)
        nieuw.write(sleutel)
    return sleutel


def database(url: str) -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name."""
    delen = urlsplit(url)
    naam = delen.path.removeprefix("/")
    if delen.scheme not in {"postgres", "postgresql"} or not naam or "/" in naam:
        # The URL itself is not repeated: it holds a password.
        raise ImproperlyConfigured(
            "DATABASE_URL begrijp ik niet. Schrijf haar als "
            "postgresql://gebruiker:wachtwoord@host:5432/naam."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": delen.hostname or "",
        "PORT": _poort_van(delen),
        "NAME": unquote(naam),
        "USER": unquote(delen.username or ""),
        "PASSWORD": unquote(delen.password or ""),
    }


def _poort_van(delen: SplitResult) -> str:
    try:
        return str(delen.port or "")
    except ValueError as fout:
        raise ImproperlyConfigured("De poort in DATABASE_URL is geen getal.") from fout
