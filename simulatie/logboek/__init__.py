"""A verwerkingslog of ordinary working days, with planted misuse."""
