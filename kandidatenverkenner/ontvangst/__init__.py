"""The door: what comes in, and what of it may be shown."""
