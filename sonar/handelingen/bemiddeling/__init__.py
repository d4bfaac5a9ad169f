"""Acts between a client and an employer."""
