"""What people type or a file holds, as it is kept and compared. Pure.

Forms, imports and searches ask this module.
"""

import re


def zonder_leestekens(tekst: str) -> str:
    """A BSN or postcode: '2311 aa' is 2311AA, '9999.90.019' is 999990019."""
    return re.sub(r"[\s.\-]", "", tekst).upper()


def geheel_getal(tekst: str) -> str:
    """A whole number as a spreadsheet writes it: '24.0' is 24."""
    return tekst.strip().removesuffix(".0")


def naamwoorden(tekst: str) -> list[str]:
    """The words of a name that is looked for; empty text gives one empty word."""
    # A NUL is no part of any name, and PostgreSQL refuses it.
    return re.split(r"[\s,]+", tekst.replace("\0", "").strip())
