"""Reads the table that a simulated region must reproduce, and finds the errors in it."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import NoReturn


SOORTEN = (
    "gemeente_met_profiel",
    "gemeente_zonder_profiel",
    "uwv_met_profiel",
    "uwv_zonder_profiel",
)
KOLOMMEN = ("gemeentecode", "gemeente", *SOORTEN, "totaal")
# The share of the publication: Sonar knew 3.851 of the 5.636 people in the register.
BEKEND_IN_PUBLICATIE = (3_851, 5_636)
MEESTE = 999_999


class CijferfoutError(Exception):
    """The table cannot be used; the message is a Dutch sentence with line and column."""


@dataclass(frozen=True, slots=True)
class Gemeentecijfers:
    """The counts that the report must give for one gemeente on the peildatum."""

    gemeente: str
    gemeente_met_profiel: int
    gemeente_zonder_profiel: int
    uwv_met_profiel: int
    uwv_zonder_profiel: int

    @property
    def totaal(self) -> int:
        """Everybody of the doelgroep who is known in Sonar."""
        return sum(getattr(self, soort) for soort in SOORTEN)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A line of the file with its numbers. It raises the errors about itself."""

    regel: int
    code: str
    getallen: tuple[int, ...]

    def fout(self, kolom: str, wat: str) -> NoReturn:
        """Raise CijferfoutError about a column of this line."""
        _fout(self.regel, kolom, wat)


def lees_cijfers(pad: Path, *, regio: str, gemeenten: Mapping[str, str]) -> list[Gemeentecijfers]:
    """The figures per gemeente, in the order of the file.

    `gemeenten` holds the region of every gemeente. Raises CijferfoutError at the first error.
    """
    rijen = _rijen(_tekst(pad))
    *per_gemeente, totaal = rijen
    if totaal.code != regio:
        totaal.fout(
            "gemeentecode", f"de laatste regel is het totaal van de regio, met code {regio}"
        )
    regels_van: dict[str, int] = {}
    for rij in per_gemeente:
        _controleer_gemeente(rij, regio, gemeenten)
        if eerder := regels_van.get(rij.code):
            rij.fout("gemeentecode", f"{rij.code} staat al op regel {eerder}")
        regels_van[rij.code] = rij.regel
    van_de_regio = {code for code, ligt_in in gemeenten.items() if ligt_in == regio}
    if ontbreekt := sorted(van_de_regio - set(regels_van)):
        totaal.fout("gemeentecode", f"hierboven ontbreekt {', '.join(ontbreekt)} van deze regio")
    for rij in rijen:
        _controleer_som(rij)
    _controleer_totaalregel(totaal, per_gemeente)
    return [Gemeentecijfers(rij.code, *rij.getallen[:-1]) for rij in per_gemeente]


def doelgroep_bij(bekend: int, gevraagd: int | None) -> int:
    """The number of people in the register: as asked, or by the share of the publication.

    Raises CijferfoutError when more people would be known than there are.
    """
    if gevraagd is None:
        deel, geheel = BEKEND_IN_PUBLICATIE
        return round(bekend * geheel / deel)
    if not bekend <= gevraagd <= MEESTE:
        raise CijferfoutError(
            f"--doelgroep {gevraagd} kan niet: volgens de cijfers zijn {bekend} mensen bekend in "
            f"Sonar. Geef een aantal van {bekend} tot en met {MEESTE}."
        )
    return gevraagd


def _fout(regel: int, kolom: str, wat: str) -> NoReturn:
    raise CijferfoutError(f"Regel {regel}, kolom {kolom}: {wat}. Er is niets gesimuleerd.")


def _tekst(pad: Path) -> str:
    try:
        return pad.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CijferfoutError(f"Het bestand {pad} is er niet. Controleer --cijfers.") from None
    except OSError:
        raise CijferfoutError(
            f"Het bestand {pad} is niet te lezen. Controleer of het een bestand is en van u."
        ) from None
    except UnicodeDecodeError as fout:
        voor_de_fout = fout.object[: fout.start]
        _fout(
            voor_de_fout.count(b"\n") + 1,
            KOLOMMEN[min(voor_de_fout.rpartition(b"\n")[2].count(b","), len(KOLOMMEN) - 1)],
            "dit is geen UTF-8. Bewaar het bestand als 'CSV UTF-8'",
        )


def _rijen(tekst: str) -> list[TargetRow]:
    lezer = csv.reader(io.StringIO(tekst, newline=""), strict=True)
    try:
        velden_per_regel = [(lezer.line_num, velden) for velden in lezer if any(velden)]
    except csv.Error:
        _fout(lezer.line_num, KOLOMMEN[0], "deze regel is geen CSV. Kijk naar de aanhalingstekens")
    if not velden_per_regel:
        _fout(1, KOLOMMEN[0], f"het bestand is leeg. De eerste regel is: {','.join(KOLOMMEN)}")
    (regel, kop), *rest = velden_per_regel
    _controleer_kop(regel, kop)
    if not rest:
        _fout(regel + 1, KOLOMMEN[0], "hier horen de gemeenten te staan, en daarna het totaal")
    return list(starmap(_rij, rest))


def _controleer_kop(regel: int, kop: list[str]) -> None:
    kop = [naam.strip() for naam in kop]
    for nummer, verwacht in enumerate(KOLOMMEN):
        staat_er = kop[nummer] if nummer < len(kop) else "niets"
        if staat_er != verwacht:
            _fout(
                regel,
                verwacht,
                f"hier staat '{staat_er[:40]}'. De eerste regel is, met komma's: "
                + ",".join(KOLOMMEN),
            )
    if len(kop) > len(KOLOMMEN):
        _fout(regel, str(len(KOLOMMEN) + 1), f"na '{KOLOMMEN[-1]}' komt geen kolom meer")


def _rij(regel: int, velden: list[str]) -> TargetRow:
    if len(velden) < len(KOLOMMEN):
        _fout(regel, KOLOMMEN[len(velden)], "deze waarde ontbreekt")
    if len(velden) > len(KOLOMMEN):
        _fout(regel, str(len(KOLOMMEN) + 1), f"na '{KOLOMMEN[-1]}' komt geen waarde meer")
    code, _, *getallen = (veld.strip() for veld in velden)
    waarden = (
        _getal(regel, kolom, getal) for kolom, getal in zip(KOLOMMEN[2:], getallen, strict=True)
    )
    return TargetRow(regel, code, tuple(waarden))


def _getal(regel: int, kolom: str, tekst: str) -> int:
    if re.fullmatch(r"-[0-9]+", tekst):
        _fout(regel, kolom, f"{tekst[:20]} is minder dan nul")
    if not re.fullmatch(r"[0-9]{1,6}", tekst):
        _fout(
            regel,
            kolom,
            f"'{tekst[:20]}' is geen aantal. Schrijf een geheel getal van 0 tot en met {MEESTE}, "
            "zonder punt of komma",
        )
    return int(tekst)


def _controleer_gemeente(rij: TargetRow, regio: str, gemeenten: Mapping[str, str]) -> None:
    if rij.code in gemeenten.values():
        rij.fout("gemeentecode", f"de totaalregel {rij.code[:10]} hoort onderaan te staan")
    if rij.code not in gemeenten:
        rij.fout("gemeentecode", f"'{rij.code[:10]}' is geen gemeente. Een code is zoals GM0546")
    if (ligt_in := gemeenten[rij.code]) != regio:
        rij.fout("gemeentecode", f"{rij.code} ligt in {ligt_in} en niet in {regio}")


def _controleer_som(rij: TargetRow) -> None:
    *delen, totaal = rij.getallen
    if sum(delen) != totaal:
        rij.fout("totaal", f"{' + '.join(map(str, delen))} is {sum(delen)} en niet {totaal}")


def _controleer_totaalregel(totaal: TargetRow, per_gemeente: list[TargetRow]) -> None:
    for nummer, kolom in enumerate(KOLOMMEN[2:]):
        som = sum(rij.getallen[nummer] for rij in per_gemeente)
        if som != totaal.getallen[nummer]:
            totaal.fout(
                kolom, f"de gemeenten tellen op tot {som}, hier staat {totaal.getallen[nummer]}"
            )
