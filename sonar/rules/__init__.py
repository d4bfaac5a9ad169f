"""Pure rules: no database, no framework."""
