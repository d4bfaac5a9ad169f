"""The public overview: a k-anonymous table in which every row counts ten people or more."""
