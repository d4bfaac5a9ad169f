"""One search, used by the page and by the API."""
