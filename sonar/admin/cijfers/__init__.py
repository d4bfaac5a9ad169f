"""Screens for auditors: counts, their trace to records, releases."""

from sonar.admin.cijfers import cijfers, herleiding, lijsten, uitgaven


__all__ = ["cijfers", "herleiding", "lijsten", "uitgaven"]
