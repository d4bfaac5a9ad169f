"""Screens for supervision: team, exports, quality of profiles, the log."""

from sonar.admin.toezicht import profielkwaliteit, team, uitvoer, verantwoording, verwerking


__all__ = ["profielkwaliteit", "team", "uitvoer", "verantwoording", "verwerking"]
