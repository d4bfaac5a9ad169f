"""Screens for advisers: vacancies, contact requests, employers."""

from sonar.admin.bemiddeling import contactverzoeken, vacature, werkgevers


__all__ = ["contactverzoeken", "vacature", "werkgevers"]
