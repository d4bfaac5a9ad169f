"""What one line of a file would change for one person; and doing it, all or nothing."""

import re
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sonar.handelingen.dossier.bewaar_versie import bewaar_versie
from sonar.handelingen.toezicht.vastleggen import leg_vast
from sonar.models import (
    Affiniteit,
    Competentie,
    Grond,
    Handeling,
    Klantprofiel,
    Medewerker,
    Sector,
    Taal,
    Vaardigheid,
    Werkzoekende,
    zoeksleutel,
)
from sonar.readable import momentopname, verschil
from sonar.toegang import gronden, zichtbare_werkzoekenden


NIET_VAN_U = (
    "Deze persoon is geen klant van u, of staat niet in Sonar. Schrijf een nieuwe klant eerst in: "
    "een geboortedatum staat niet in dit bestand en wordt niet geraden."
)


def quoted(waarde: object, meest: int = 20) -> str:
    """A value of the file as a report names it: short, and without a long number."""
    return re.sub(r"[0-9](?:[ .\-]?[0-9]){7,}", "(nummer)", str(waarde).strip())[:meest]


OP_NAAM: dict[str, type[Any]] = {"vaardigheden": Vaardigheid, "affiniteiten": Affiniteit}


AANGEHAALD = re.compile("\u2018.*?\u2019")  # as Django quotes a value
PAST_NIET = "De regel past niet bij wat er al staat."


@dataclass(slots=True)
class ImportedChange:
    """About whom (one of two keys), and the new values; parts that are None stay as they are."""

    bsn: str = ""
    kandidaatnummer: uuid.UUID | None = None
    persoon: dict[str, Any] = field(default_factory=dict)
    profiel: dict[str, Any] = field(default_factory=dict)
    sectoren: list[str] | None = None
    namen: dict[str, list[str]] = field(default_factory=dict)  # of lists that know names, no codes
    onderdelen: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fouten: list[str] = field(default_factory=list)
    overgeslagen: list[str] = field(default_factory=list)  # what Sonar has no place for

    def getal(self, naam: str, waarde: object) -> None:
        """A whole number for a field of the profile."""
        if waarde is None or waarde == "":
            return
        tekst = str(waarde)
        if tekst.isascii() and tekst.isdecimal():
            self.profiel[naam] = int(tekst)
        else:
            self.fouten.append(f"{naam}: '{quoted(tekst)}' is geen heel getal.")

    def code(self, naam: str, waarde: object, lijst: Collection[str]) -> None:
        """A code for a field of the profile."""
        if waarde not in (None, ""):
            self.profiel[naam] = self.uit_lijst(naam, waarde, lijst)

    def codes(self, naam: str, waarden: list[str] | None, lijst: Collection[str]) -> None:
        """Codes for a list of the profile."""
        if waarden is not None:
            self.profiel[naam] = [self.uit_lijst(naam, waarde, lijst) for waarde in waarden]

    def uit_lijst(self, naam: str, waarde: object, lijst: Collection[str]) -> str:
        """The code itself; one that is in no list is named and never guessed."""
        tekst = "" if waarde is None else str(waarde)
        if not tekst:
            self.fouten.append(f"{naam} ontbreekt.")
        elif tekst not in lijst:
            self.fouten.append(f"{naam}: de code '{quoted(tekst)}' ken ik niet.")
        return tekst

    def regels(
        self,
        naam: str,
        delen: object,
        lees: Callable[["ImportedChange", dict[str, Any]], dict[str, Any]],
    ) -> None:
        """The rows of a part of the profile."""
        if isinstance(delen, list):
            self.onderdelen[naam] = [lees(self, deel) for deel in delen if isinstance(deel, dict)]


@dataclass(frozen=True, slots=True)
class Regelverslag:
    """What came of one line: its number in the file, what changed, and what is wrong with it.

    It names parts and never says what is in them.
    """

    nummer: int
    uitkomst: str  # gewijzigd, ongewijzigd, fout
    delen: tuple[str, ...] = ()
    fouten: tuple[str, ...] = ()
    overgeslagen: tuple[str, ...] = ()

    def __str__(self) -> str:
        delen = f" ({', '.join(self.delen)})" if self.delen else ""
        uit = f"regel {self.nummer}: {self.uitkomst}{delen}"
        if self.overgeslagen:
            uit += f"; niet overgenomen: {', '.join(self.overgeslagen)}"
        return "\n".join([uit, *(f"regel {self.nummer}: {fout}" for fout in self.fouten)])


class ProefError(Exception):
    """Raised to undo a line of a dry run."""


def apply_line(
    nummer: int, wijziging: ImportedChange, *, medewerker: Medewerker, moment: Any, echt: bool
) -> Regelverslag:
    """Do one line whole or not at all; without `echt` it is undone again and only reported.

    The report tells something about a person, so the verwerkingslog has its line first.
    """
    delen: list[str] = []
    fouten = list(dict.fromkeys(wijziging.fouten))
    klant = None if fouten else _klant(wijziging, medewerker, moment)
    if klant:
        try:
            with transaction.atomic():
                delen = _pas_toe(klant, wijziging, medewerker, moment)
                if not echt:
                    raise ProefError
        except ProefError:
            pass
        except (ValidationError, IntegrityError) as fout:
            # A message of the database may quote the row; the message of a constraint does not.
            fouten = _zinnen(fout) if isinstance(fout, ValidationError) else [PAST_NIET]
            delen = []
        gewijzigd = echt and bool(delen)
        leg_vast(
            medewerker=medewerker,
            personen=gronden(medewerker, [klant.pk], moment),
            handeling=Handeling.WIJZIGEN if gewijzigd else Handeling.INZIEN,
        )
    elif not fouten:
        fouten = [NIET_VAN_U]
    uitkomst = "fout" if fouten else "gewijzigd" if delen else "ongewijzigd"
    return Regelverslag(
        nummer, uitkomst, tuple(delen), tuple(fouten), tuple(wijziging.overgeslagen)
    )


def _zinnen(fout: ValidationError) -> list[str]:
    """What is wrong, and in which field; the value itself is not repeated."""
    per_veld = fout.message_dict if hasattr(fout, "error_dict") else {"__all__": fout.messages}
    return [
        zin if veld == "__all__" else f"{veld}: {AANGEHAALD.sub('wat hier staat', zin)}"
        for veld, zinnen in per_veld.items()
        for zin in dict.fromkeys(zinnen)
    ]


def _pas_toe(
    klant: Werkzoekende, wijziging: ImportedChange, medewerker: Medewerker, moment: Any
) -> list[str]:
    """Make the line true; answer which parts became something else."""
    profiel, nieuw = Klantprofiel.objects.get_or_create(werkzoekende=klant)
    voor = momentopname(klant) | ({} if nieuw else momentopname(profiel))
    for naam, waarde in wijziging.persoon.items():
        setattr(klant, naam, waarde)
    for naam, waarde in wijziging.profiel.items():
        setattr(profiel, naam, waarde)
    _eis_bekend("sector", Sector, wijziging.sectoren or [])
    competenties = wijziging.onderdelen.get("competenties", [])
    _eis_bekend("competentie", Competentie, [regel["competentie_id"] for regel in competenties])
    talen = wijziging.onderdelen.get("talen", [])
    _eis_bekend("taal", Taal, [regel["taal_id"] for regel in talen])
    op_naam = {
        naam: _met_naam(naam, OP_NAAM[naam], namen) for naam, namen in wijziging.namen.items()
    }
    klant.full_clean()
    profiel.full_clean()
    klant.save()
    profiel.save()
    if wijziging.sectoren is not None:
        profiel.sectoren.set(Sector.objects.filter(pk__in=wijziging.sectoren))
    for naam, waarden in op_naam.items():
        getattr(profiel, naam).set(waarden)
    for naam, regels in wijziging.onderdelen.items():
        _vervang(getattr(profiel, naam), regels)
    klant, profiel = (
        Werkzoekende.objects.get(pk=klant.pk),
        Klantprofiel.objects.get(pk=profiel.pk),
    )
    delen = [naam for naam, *_ in verschil(voor, momentopname(klant) | momentopname(profiel))]
    if delen:
        bewaar_versie(klantprofiel=profiel, medewerker=medewerker, moment=moment)
    return delen


def _vervang(beheer: Any, regels: list[dict[str, Any]]) -> None:
    """Make the rows of a part those of the line; rows that say the same stay untouched."""
    sleutels = sorted(regels[0]) if regels else []
    nieuw = sorted(tuple(regel[sleutel] for sleutel in sleutels) for regel in regels)
    if regels and sorted(beheer.values_list(*sleutels)) == nieuw:
        return
    beheer.all().delete()
    for regel in regels:
        beheer.create(**regel)


def _klant(wijziging: ImportedChange, medewerker: Medewerker, moment: Any) -> Werkzoekende | None:
    """The client the line is about, if this medewerker may change that person."""
    if wijziging.bsn:
        wie = Werkzoekende.objects.filter(bsn_zoeksleutel=zoeksleutel(wijziging.bsn))
    elif wijziging.kandidaatnummer:
        wie = Werkzoekende.objects.filter(klantprofiel__kandidaatnummer=wijziging.kandidaatnummer)
    else:
        return None
    persoon = wie.values_list("pk", flat=True).first()
    if persoon is None:
        return None
    klant = zichtbare_werkzoekenden(medewerker, moment, "wijzigen", persoon=persoon).first()
    if klant is None:
        # The answer is the same as for somebody who is not here; the log says that it was asked.
        leg_vast(
            medewerker=medewerker, personen={persoon: Grond.GEEN}, handeling=Handeling.GEWEIGERD
        )
    return klant


def _met_naam(naam: str, lijst: type[Any], namen: Collection[str]) -> list[Any]:
    """The values of a list with these names, in any case; one that is not there is named."""
    bekend = {str(waarde.naam).lower(): waarde for waarde in lijst.objects.all()}
    if onbekend := sorted(n for n in namen if n.lower() not in bekend):
        raise ValidationError(
            [f"{naam}: '{quoted(wat, 40)}' staat niet in de lijst." for wat in onbekend]
        )
    return [bekend[n.lower()] for n in namen]


def _eis_bekend(naam: str, lijst: type[Any], codes: Collection[str]) -> None:
    bekend = set(lijst.objects.filter(pk__in=codes).values_list("pk", flat=True))
    if onbekend := sorted(set(codes) - bekend):
        raise ValidationError(
            [f"{naam}: de code '{quoted(code)}' ken ik niet." for code in onbekend]
        )
