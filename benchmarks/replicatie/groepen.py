"""Sets of candidates that are only ever published together."""

import uuid


GROEPEN = 5  # that many writers; the last is for measuring lag
LEDEN = 20  # of a group: as many as a page shows
STEMPELS = 5  # a publication gives its whole group the next one


def lid(groep: int, nummer: int) -> uuid.UUID:
    """The number of a member of a group."""
    return uuid.UUID(int=(groep + 1) << 64 | nummer)
