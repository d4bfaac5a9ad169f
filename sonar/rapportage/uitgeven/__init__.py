"""Releases: composed, signed, approved, published, verified."""
