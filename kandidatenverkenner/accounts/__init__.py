"""Accounts and API keys of employers."""
