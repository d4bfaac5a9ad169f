"""Screens for the functioneel beheerder: organisations and code lists."""
