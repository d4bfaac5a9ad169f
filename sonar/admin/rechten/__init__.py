"""Screens for the rights of a client: access to data, objection, correction, erasure."""

from sonar.admin.rechten import bsncorrectie, rechten, rectificatie


__all__ = ["bsncorrectie", "rechten", "rectificatie"]
