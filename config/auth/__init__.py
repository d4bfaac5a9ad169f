"""Signing in: accounts of both sides, and their second factor."""
