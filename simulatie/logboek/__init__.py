"""A log of ordinary use: who looked at whom on ordinary working days."""
