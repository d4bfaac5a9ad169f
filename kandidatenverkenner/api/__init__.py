"""The REST API: the same search as the page, for programs."""
