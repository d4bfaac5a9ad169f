"""Invented people, for the demonstration and for tests; the product runs without it."""
