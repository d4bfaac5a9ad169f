"""Sets of candidates that are only ever published together."""

import uuid


SCHRIJVERS = 4  # each has a group, the first ones
# The others take turns when lag is measured. Somebody who is rewritten a hundred times in a second
# is looked up through a hundred dead rows (on a replica an index forgets none before a VACUUM);
# a delivery writes a person once.
GROEPEN = 34
LEDEN = 20  # of a group: as many as a page shows
# With fewer, a region holds hardly anybody beside its group, and the door hides what those have.
MINSTE_PROFIELEN = 1_500
STEMPELS = 5  # a publication gives its whole group the next one


def lid(groep: int, nummer: int) -> uuid.UUID:
    """The number of a member of a group."""
    return uuid.UUID(int=(groep + 1) << 64 | nummer)
