"""Pages for accounts: signing up, API keys, a new password."""
