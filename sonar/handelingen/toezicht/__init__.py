"""Acts that are supervised: logging, emergency access, search, export."""
