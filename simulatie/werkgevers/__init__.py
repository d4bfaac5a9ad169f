"""Invented employers of the whole country, who search, open profiles and ask for contact.

They belong to both sides: who asked for whom has to agree with who was put forward.
"""
