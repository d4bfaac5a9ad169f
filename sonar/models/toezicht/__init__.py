"""Tables of supervision: log, emergency access, export."""
