"""Invented employers of the whole country, who search, open profiles and ask for contact.

They belong to both sides: the contact requests have to agree with the voordrachten.
"""
