"""Disclosure control: what of a table the public may see, and the audit of it."""
