"""Tables of counting and of releases."""
