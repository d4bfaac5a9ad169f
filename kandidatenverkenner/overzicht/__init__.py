"""The public overview: a table in which every row stands for ten people or more."""
