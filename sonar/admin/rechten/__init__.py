"""Screens for the rights of a client: access to data, objection, correction, erasure."""
