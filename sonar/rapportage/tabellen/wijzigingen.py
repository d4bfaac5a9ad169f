"""What changed between two releases of the same quarter, in sentences."""

from sonar.rapportage.tabellen.kolommen import KOLOMMEN
from sonar.rapportage.tabellen.tabel import NIET_GETOOND, Rij, Tabel, in_cijfers


def wijzigingen(was: Tabel, wordt: Tabel) -> list[str]:
    """A sentence for each cell that is not what it was; empty when nothing changed."""
    voor = {rij.code: rij for rij in was.alle_rijen}
    na = {rij.code: rij for rij in wordt.alle_rijen}
    zinnen = [f"{voor[code].naam} ({code}): rij vervallen." for code in voor if code not in na]
    for code, rij in na.items():
        if code in voor:
            zinnen += _cellen(voor[code], rij)
        else:
            zinnen.append(f"{rij.naam} ({code}): rij toegevoegd.")
    if was.doelgroep != wordt.doelgroep:
        zinnen.append(
            f"Personen in het doelgroepregister: was {in_cijfers(was.doelgroep)}, "
            f"is {in_cijfers(wordt.doelgroep)}."
        )
    if was.percentage != wordt.percentage:
        zinnen.append(
            f"Deel bekend in Sonar: was {_procent(was.percentage)}, "
            f"is {_procent(wordt.percentage)}."
        )
    return zinnen


def _cellen(voor: Rij, na: Rij) -> list[str]:
    zinnen = []
    for kolom, was, wordt in zip(KOLOMMEN, voor.waarden, na.waarden, strict=True):
        if was != wordt:
            kop = f"{kolom.groep}, {kolom.kop}" if kolom.groep else kolom.kop
            zinnen.append(f"{na.naam} ({na.code}), {kop}: was {_cel(was)}, is {_cel(wordt)}.")
    if voor.naam != na.naam:
        zinnen.append(f"{na.code}: heette {voor.naam}, heet {na.naam}.")
    return zinnen


def _cel(waarde: int | None) -> str:
    return NIET_GETOOND if waarde is None else in_cijfers(waarde)


def _procent(waarde: int | None) -> str:
    return "niet te zeggen" if waarde is None else f"{waarde}%"
