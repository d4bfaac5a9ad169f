"""Reads the environment strictly: a value that is not understood is refused, in Dutch."""

import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAX_PROXIES = 9


def choice(name: str, allowed: Collection[str], default: str) -> str:
    """One of a few words."""
    value = os.environ.get(name) or default
    if value not in allowed:
        raise ImproperlyConfigured(
            f"{name}={value} ken ik niet. Kies uit: {', '.join(sorted(allowed))}."
        )
    return value


def yes_no(name: str, *, default: bool) -> bool:
    """A switch: 'ja' or 'nee'."""
    return choice(name, {"ja", "nee"}, "ja" if default else "nee") == "ja"


def port(name: str, default: int) -> int:
    """A port number."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise ImproperlyConfigured(f"{name}={value} is geen poort. Kies een getal van 1 tot 65535.")
    return int(value)


def hosts() -> list[str]:
    """ALLOWED_HOSTS, separated by commas; without it only this machine."""
    given = os.environ.get("ALLOWED_HOSTS", "")
    return [host.strip() for host in given.split(",") if host.strip()] or list(LOOPBACK)


def proxies(name: str) -> int:
    """How many proxies stand between the clients and this process; without the variable none."""
    value = os.environ.get(name) or "0"
    if value not in map(str, range(MAX_PROXIES + 1)):
        raise ImproperlyConfigured(
            f"{name}={value} is geen aantal proxy's. Kies een getal van 0 tot {MAX_PROXIES}; "
            "0 als er geen proxy voor de site staat."
        )
    return int(value)


def origin(name: str, address: str) -> str:
    """Scheme, host and port of the address of the site, as browsers send them with a form."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise ImproperlyConfigured(
            f"{name}={address} is geen adres. Schrijf het zoals mensen het intypen: "
            "https://sonar.example.nl."
        )
    return f"{parts.scheme}://{parts.netloc}"


def secret(name: str, path: Path) -> str:
    """The secret in `name`, or in the file `name`_FILE; without those one made once, in `path`."""
    if value := os.environ.get(name):
        return value
    if given := os.environ.get(f"{name}_FILE"):
        try:
            return Path(given).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE={given} kan ik niet lezen: {error.strerror}."
            ) from error
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # When two processes start at once, the second finds the secret of the first.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        value = secrets.token_urlsafe(50)
        file.write(value)
    return value


def database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name, read from variable `name`.

    The URL means what it means to libpq. With several hosts (host:port,host:port) the first one
    that answers is taken. Options of the connection follow a question mark (sslmode=verify-full).
    """
    try:
        parts = conninfo_to_dict(url) if url.startswith(("postgres://", "postgresql://")) else {}
    except ProgrammingError:
        parts = {}
    database_name = str(parts.pop("dbname", ""))
    if not database_name or "/" in database_name:
        # The message does not repeat the URL, which holds a password.
        raise ImproperlyConfigured(
            f"{name} begrijp ik niet. Schrijf haar als "
            "postgresql://gebruiker:wachtwoord@host:5432/naam."
        ) from None
    ports = str(parts.pop("port", ""))
    if not all(each.isdigit() for each in filter(None, ports.split(","))):
        raise ImproperlyConfigured(f"De poort in {name} is geen getal.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.pop("host", ""),
        "PORT": ports,
        "NAME": database_name,
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "OPTIONS": parts,
    }


def primary(url: str) -> dict[str, Any]:
    """The database for writing: of several hosts the one that takes writes now."""
    config = database(url)
    if "," in config["HOST"]:
        # When the primary is lost, the process lets go of it in time and finds the promoted one.
        config["OPTIONS"] |= {"target_session_attrs": "read-write", **_SHORT_TIMEOUTS}
    return config


def replica(url: str) -> dict[str, Any]:
    """The database for searches; nothing writes to it, even after it becomes the primary."""
    config = database(url, "DATABASE_URL_LEZEN")
    config["OPTIONS"] |= {"options": "-c default_transaction_read_only=on", **_SHORT_TIMEOUTS}
    return config | {"TEST": {"MIRROR": "default"}}


# Seconds to connect, and milliseconds without an answer, before libpq tries another host.
_SHORT_TIMEOUTS = {"connect_timeout": 2, "tcp_user_timeout": 3_000}
