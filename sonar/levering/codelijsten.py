"""The code lists as they are delivered: the words in which candidates are described."""

from collections.abc import Iterator
from typing import Any

from kandidatenverkenner.ontvangst.receive import Kenmerkwaarde, Plaats
from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Gemeente,
    Opleidingsniveau,
    Rijbewijs,
    Sector,
    Taaksoort,
    Taal,
    Vaardigheid,
    Vervoermiddel,
)


def attribute_values() -> Iterator[Kenmerkwaarde]:
    """The code lists, in the order in which an employer reads them."""
    vast: dict[str, list[tuple[str, str]]] = {
        "opleidingsniveau": Opleidingsniveau.choices,
        "rijbewijs": Rijbewijs.choices,
        "vervoermiddel": Vervoermiddel.choices,
    }
    for facet, keuzen in vast.items():
        for code, naam in keuzen:
            yield Kenmerkwaarde(facet=facet, code=code, naam=str(naam), groep="")
    lijsten: dict[str, type[Any]] = {
        "regio": Arbeidsmarktregio,
        "sector": Sector,
        "taaksoort": Taaksoort,
        "competentie": Competentie,
        "vaardigheid": Vaardigheid,
        "affiniteit": Affiniteit,
        "taal": Taal,
    }
    for facet, lijst in lijsten.items():
        for waarde in lijst._default_manager.all():
            # A vaardigheid has a group, a division stands under its section.
            groep = getattr(waarde, "groep", None) or getattr(waarde, "sectie_id", None) or ""
            yield Kenmerkwaarde(facet=facet, code=waarde.pk, naam=waarde.naam, groep=groep)


def places() -> Iterator[Plaats]:
    """The gemeenten, to measure distance from."""
    for gemeente in Gemeente.objects.all():
        yield Plaats(
            code=gemeente.code,
            naam=gemeente.naam,
            regio=gemeente.arbeidsmarktregio_id,
            breedtegraad=float(gemeente.breedtegraad),
            lengtegraad=float(gemeente.lengtegraad),
        )
