"""Pages of the public overview."""
