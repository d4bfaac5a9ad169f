"""What is missing in a klantprofiel before an employer can find it.

Employers filter on the parts. Nobody who filters on a part finds a client without it: that is why
more than half of the people in the real Kandidatenverkenner could never be found.
"""

from collections.abc import Collection

from sonar.rules.profielvelden import ONDERDELEN


def ontbrekende_onderdelen(ingevuld: Collection[str]) -> list[str]:
    """Name the parts that are missing, in the order of the form.

    `ingevuld` holds keys of ONDERDELEN; a key that is none of them raises ValueError.
    """
    if onbekend := set(ingevuld) - set(ONDERDELEN):
        raise ValueError(f"Geen onderdelen van een klantprofiel: {sorted(onbekend)}")
    return [onderdeel for onderdeel in ONDERDELEN if onderdeel not in ingevuld]


def percentage(ingevuld: Collection[str]) -> int:
    """How complete a profile is, 0-100, rounded down: 100 means that nothing is missing."""
    compleet = len(ONDERDELEN) - len(ontbrekende_onderdelen(ingevuld))
    return 100 * compleet // len(ONDERDELEN)
