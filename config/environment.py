"""What the environment says, read strictly: what is not understood is refused, in Dutch."""

import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def choice(naam: str, mogelijk: Collection[str], standaard: str) -> str:
    """One of a few words."""
    waarde = os.environ.get(naam) or standaard
    if waarde not in mogelijk:
        raise ImproperlyConfigured(
            f"{naam}={waarde} ken ik niet. Kies uit: {', '.join(sorted(mogelijk))}."
        )
    return waarde


def port(naam: str, standaard: int) -> int:
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


def secret(naam: str, bestand: Path) -> str:
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


def database(url: str, naam: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name, read from variable `naam`.

    As libpq reads it. Of several hosts, host:port,host:port, the first is taken that answers; what
    stands after a question mark (sslmode=verify-full) are options of the connection.
    """
    try:
        delen = conninfo_to_dict(url) if url.startswith(("postgres://", "postgresql://")) else {}
    except ProgrammingError:
        delen = {}
    databank = str(delen.pop("dbname", ""))
    if not databank or "/" in databank:
        # The URL itself is not repeated: it holds a password.
        raise ImproperlyConfigured(
            f"{naam} begrijp ik niet. Schrijf haar als "
            "postgresql://gebruiker:wachtwoord@host:5432/naam."
        ) from None
    poorten = str(delen.pop("port", ""))
    if not all(een.isdigit() for een in filter(None, poorten.split(","))):
        raise ImproperlyConfigured(f"De poort in {naam} is geen getal.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": delen.pop("host", ""),
        "PORT": poorten,
        "NAME": databank,
        "USER": delen.pop("user", ""),
        "PASSWORD": delen.pop("password", ""),
        "OPTIONS": delen,
    }


def primary(url: str) -> dict[str, Any]:
    """The database that is written to: of several hosts the one that takes writes now."""
    gegevens = database(url)
    if "," in gegevens["HOST"]:
        # A primary that is lost is found again where another was promoted, and given up in time.
        gegevens["OPTIONS"] |= {"target_session_attrs": "read-write", **_KORT}
    return gegevens


def replica(url: str) -> dict[str, Any]:
    """The database that searches read from; never written to, also when it becomes the primary."""
    gegevens = database(url, "DATABASE_URL_LEZEN")
    gegevens["OPTIONS"] |= {"options": "-c default_transaction_read_only=on", **_KORT}
    return gegevens | {"TEST": {"MIRROR": "default"}}


# Seconds, and milliseconds without an answer: after that another host is tried.
_KORT = {"connect_timeout": 2, "tcp_user_timeout": 3_000}
