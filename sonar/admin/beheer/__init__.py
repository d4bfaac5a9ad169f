"""Screens for the functioneel beheerder: organisations and code lists."""

from sonar.admin.beheer import codelijst, organisatie


__all__ = ["codelijst", "organisatie"]
