"""The smallest number of people of whom anything is told. Pure."""

MINSTENS = 10
IN_WOORDEN = {10: "tien"}.get(MINSTENS, str(MINSTENS))
