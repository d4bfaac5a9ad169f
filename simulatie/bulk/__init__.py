"""Writing many rows at once, past the ORM but not past the constraints."""
