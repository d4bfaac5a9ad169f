"""From a klantprofiel to a candidate without a name: column by column, as `profielvelden` says."""

import datetime
from collections.abc import Callable
from typing import Any

from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel, Taal, ja_nee
from sonar.levering.inhoud import SECTIES, Profielgegevens
from sonar.models import Opleidingsniveau, Reisafstand
from sonar.rules.profielvelden import Behandeling, leaving


KILOMETERS = {afstand.value: afstand.km for afstand in Reisafstand}
# A level without a height says least.
HOOGTEN = {niveau.value: niveau.hoogte or 0 for niveau in Opleidingsniveau}


def _hoogste(gegevens: Profielgegevens) -> tuple[str, bool]:
    """The highest level and whether there is a diploma of it; one with a diploma goes before."""
    opleidingen = zip(
        gegevens["opleidingen__niveau"], gegevens["opleidingen__diploma"], strict=True
    )
    return max(opleidingen, key=lambda een: (HOOGTEN[een[0]], een[1]))


def _maand(gegevens: Profielgegevens, peildatum: datetime.date) -> datetime.date | None:
    """The first day of the month; None when that month has begun."""
    datum: datetime.date | None = gegevens["beschikbaar_vanaf"]
    if datum is None or datum <= peildatum:
        return None
    return datum.replace(day=1)


def _talen(gegevens: Profielgegevens, _: datetime.date) -> tuple[Taal, ...]:
    delen = (gegevens[f"talen__{deel}"] for deel in ("taal", "mondeling", "schriftelijk"))
    return tuple(
        Taal(code=code, mondeling=mondeling, schriftelijk=schriftelijk)
        for code, mondeling, schriftelijk in sorted(zip(*delen, strict=True))
    )


Maken = Callable[[Profielgegevens, datetime.date], Any]
# What leaves less precise than it is inside.
VERGROVEN: dict[str, Maken] = {
    "opleidingsniveau": lambda gegevens, _: _hoogste(gegevens)[0],
    "diploma": lambda gegevens, _: _hoogste(gegevens)[1],
    "beschikbaar_vanaf": _maand,
}
# What leaves as it is, in another form.
OMGEZET: dict[str, Maken] = {
    # A client who wants a division is also found under its section.
    "sectoren": lambda gegevens, _: tuple(sorted({*gegevens["sectoren"], *gegevens[SECTIES]})),
    "reisafstand": lambda gegevens, _: KILOMETERS[gegevens["reisafstand"]],
    "talen": _talen,
}


def steps() -> list[tuple[str, str, Maken | None]]:
    """Each field of a Kandidaatprofiel: its name, the path it is copied from, or what makes it.

    Raises KeyError for a column that leaves less precise when nothing here makes it so.
    """
    return [
        (
            veld.naar,
            veld.pad,
            VERGROVEN[veld.naar]
            if veld.behandeling is Behandeling.VERGROVEN
            else OMGEZET.get(veld.naar),
        )
        for veld in leaving()
    ]


STAPPEN = steps()


def anonimiseer(
    gegevens: Profielgegevens, *, regio: str, peildatum: datetime.date
) -> Kandidaatprofiel:
    """Make the anonymous profile. No query.

    `regio` is the code of the arbeidsmarktregio in which the client lives on the peildatum.
    Raises ValueError for a profile without a part by which it is found.
    """
    if gegevens["uren_min"] is None or gegevens["uren_max"] is None:
        raise ValueError("Dit klantprofiel is niet volledig en kan niet worden geleverd.")
    velden: dict[str, Any] = {"regio": regio}
    for naar, pad, maak in STAPPEN:
        velden[naar] = maak(gegevens, peildatum) if maak else _zoals_het_is(gegevens[pad])
    return Kandidaatprofiel(**velden)


def yes_no_lines(kandidaat: Kandidaatprofiel) -> list[tuple[str, str]]:
    """The yes or no answers that employers see under a heading of their own: heading and answer."""
    return [
        (veld.label, "ja" if getattr(kandidaat, veld.naam) else "nee")
        for veld in ja_nee()
        if not veld.bij
    ]


def _zoals_het_is(waarde: Any) -> Any:
    return tuple(sorted(waarde)) if isinstance(waarde, list) else waarde
