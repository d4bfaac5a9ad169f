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
COLUMNS = ("gemeentecode", "gemeente", *SOORTEN, "totaal")
# The share of the publication: Sonar knew 3.851 of the 5.636 people in the register.
BEKEND_IN_PUBLICATIE = (3_851, 5_636)
MAXIMUM = 999_999


class InvalidFiguresError(Exception):
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
        """Raise InvalidFiguresError about a column of this line."""
        _refuse(self.regel, kolom, wat)


def read_figures(pad: Path, *, regio: str, gemeenten: Mapping[str, str]) -> list[Gemeentecijfers]:
    """The figures per gemeente, in the order of the file.

    `gemeenten` holds the region of every gemeente. Raises InvalidFiguresError at the first error.
    """
    rijen = _parse_rows(_read_text(pad))
    *per_gemeente, totaal = rijen
    if totaal.code != regio:
        totaal.fout(
            "gemeentecode", f"de laatste regel is het totaal van de regio, met code {regio}"
        )
    regels_van: dict[str, int] = {}
    for rij in per_gemeente:
        _check_gemeente(rij, regio, gemeenten)
        if eerder := regels_van.get(rij.code):
            rij.fout("gemeentecode", f"{rij.code} staat al op regel {eerder}")
        regels_van[rij.code] = rij.regel
    van_de_regio = {code for code, ligt_in in gemeenten.items() if ligt_in == regio}
    if ontbreekt := sorted(van_de_regio - set(regels_van)):
        totaal.fout("gemeentecode", f"hierboven ontbreekt {', '.join(ontbreekt)} van deze regio")
    for rij in rijen:
        _check_sum(rij)
    _check_totals(totaal, per_gemeente)
    return [Gemeentecijfers(rij.code, *rij.getallen[:-1]) for rij in per_gemeente]


def doelgroep_size(bekend: int, gevraagd: int | None) -> int:
    """The number of people in the register: as asked, or by the share of the publication.

    Raises InvalidFiguresError when more people would be known than there are.
    """
    if gevraagd is None:
        deel, geheel = BEKEND_IN_PUBLICATIE
        return round(bekend * geheel / deel)
    if not bekend <= gevraagd <= MAXIMUM:
        raise InvalidFiguresError(
            f"--doelgroep {gevraagd} kan niet: volgens de cijfers zijn {bekend} mensen bekend in "
            f"Sonar. Geef een aantal van {bekend} tot en met {MAXIMUM}."
        )
    return gevraagd


def _refuse(regel: int, kolom: str, wat: str) -> NoReturn:
    raise InvalidFiguresError(f"Regel {regel}, kolom {kolom}: {wat}. Er is niets gesimuleerd.")


def _read_text(pad: Path) -> str:
    try:
        return pad.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InvalidFiguresError(f"Het bestand {pad} is er niet. Controleer --cijfers.") from None
    except OSError:
        raise InvalidFiguresError(
            f"Het bestand {pad} is niet te lezen. Controleer of het een bestand is en van u."
        ) from None
    except UnicodeDecodeError as fout:
        voor_de_fout = fout.object[: fout.start]
        _refuse(
            voor_de_fout.count(b"\n") + 1,
            COLUMNS[min(voor_de_fout.rpartition(b"\n")[2].count(b","), len(COLUMNS) - 1)],
            "dit is geen UTF-8. Bewaar het bestand als 'CSV UTF-8'",
        )


def _parse_rows(tekst: str) -> list[TargetRow]:
    lezer = csv.reader(io.StringIO(tekst, newline=""), strict=True)
    try:
        velden_per_regel = [(lezer.line_num, velden) for velden in lezer if any(velden)]
    except csv.Error:
        _refuse(lezer.line_num, COLUMNS[0], "deze regel is geen CSV. Kijk naar de aanhalingstekens")
    if not velden_per_regel:
        _refuse(1, COLUMNS[0], f"het bestand is leeg. De eerste regel is: {','.join(COLUMNS)}")
    (regel, kop), *rest = velden_per_regel
    _check_header(regel, kop)
    if not rest:
        _refuse(regel + 1, COLUMNS[0], "hier horen de gemeenten te staan, en daarna het totaal")
    return list(starmap(_parse_row, rest))


def _check_header(regel: int, kop: list[str]) -> None:
    kop = [naam.strip() for naam in kop]
    for nummer, verwacht in enumerate(COLUMNS):
        staat_er = kop[nummer] if nummer < len(kop) else "niets"
        if staat_er != verwacht:
            _refuse(
                regel,
                verwacht,
                f"hier staat '{staat_er[:40]}'. De eerste regel is, met komma's: "
                + ",".join(COLUMNS),
            )
    if len(kop) > len(COLUMNS):
        _refuse(regel, str(len(COLUMNS) + 1), f"na '{COLUMNS[-1]}' komt geen kolom meer")


def _parse_row(regel: int, velden: list[str]) -> TargetRow:
    if len(velden) < len(COLUMNS):
        _refuse(regel, COLUMNS[len(velden)], "deze waarde ontbreekt")
    if len(velden) > len(COLUMNS):
        _refuse(regel, str(len(COLUMNS) + 1), f"na '{COLUMNS[-1]}' komt geen waarde meer")
    code, _, *getallen = (veld.strip() for veld in velden)
    waarden = (
        _parse_number(regel, kolom, getal)
        for kolom, getal in zip(COLUMNS[2:], getallen, strict=True)
    )
    return TargetRow(regel, code, tuple(waarden))


def _parse_number(regel: int, kolom: str, tekst: str) -> int:
    if re.fullmatch(r"-[0-9]+", tekst):
        _refuse(regel, kolom, f"{tekst[:20]} is minder dan nul")
    if not re.fullmatch(r"[0-9]{1,6}", tekst):
        _refuse(
            regel,
            kolom,
            f"'{tekst[:20]}' is geen aantal. Schrijf een geheel getal van 0 tot en met {MAXIMUM}, "
            "zonder punt of komma",
        )
    return int(tekst)


def _check_gemeente(rij: TargetRow, regio: str, gemeenten: Mapping[str, str]) -> None:
    if rij.code in gemeenten.values():
        rij.fout("gemeentecode", f"de totaalregel {rij.code[:10]} hoort onderaan te staan")
    if rij.code not in gemeenten:
        rij.fout("gemeentecode", f"'{rij.code[:10]}' is geen gemeente. Een code is zoals GM0546")
    if (ligt_in := gemeenten[rij.code]) != regio:
        rij.fout("gemeentecode", f"{rij.code} ligt in {ligt_in} en niet in {regio}")


def _check_sum(rij: TargetRow) -> None:
    *delen, totaal = rij.getallen
    if sum(delen) != totaal:
        rij.fout("totaal", f"{' + '.join(map(str, delen))} is {sum(delen)} en niet {totaal}")


def _check_totals(totaal: TargetRow, per_gemeente: list[TargetRow]) -> None:
    for nummer, kolom in enumerate(COLUMNS[2:]):
        som = sum(rij.getallen[nummer] for rij in per_gemeente)
        if som != totaal.getallen[nummer]:
            totaal.fout(
                kolom, f"de gemeenten tellen op tot {som}, hier staat {totaal.getallen[nummer]}"
            )
