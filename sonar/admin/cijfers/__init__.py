"""Screens for auditors: counts, their trace to records, releases."""
