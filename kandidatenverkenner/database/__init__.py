"""How the outside talks to PostgreSQL: replica routing, prepared statements."""
