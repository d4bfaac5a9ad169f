"""Supervision over the whole: misuse in the log, quality of profiles."""
