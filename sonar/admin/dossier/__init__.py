"""Screens of one client: registration, klantprofiel, services, transfer."""

from sonar.admin.dossier import (
    dienstverlening,
    klantprofiel,
    nakijken,
    overdracht,
    personen_zoeken,
    profielpagina,
    werkzoekende,
)


__all__ = [
    "dienstverlening",
    "klantprofiel",
    "nakijken",
    "overdracht",
    "personen_zoeken",
    "profielpagina",
    "werkzoekende",
]
