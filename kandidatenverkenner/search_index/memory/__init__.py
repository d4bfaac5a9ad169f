"""The answer to a search, from memory: as `search_index.sql` gives it, in far less time."""
