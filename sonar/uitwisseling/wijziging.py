"""What one line of a file would change of one person; and doing it, all or nothing."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sonar.handelingen.bewaar_versie import bewaar_versie
from sonar.handelingen.vastleggen import leg_vast
from sonar.leesbaar import momentopname
from sonar.models import (
    Competentie,
    Handeling,
    Klantprofiel,
    Medewerker,
    Sector,
    Taal,
    Werkzoekende,
    zoeksleutel,
)
from sonar.toegang import gronden, zichtbare_werkzoekenden


NIET_VAN_U = (
    "Deze persoon is geen klant van u, of staat niet in Sonar. Schrijf een nieuwe klant eerst in: "
    "een geboortedatum staat niet in dit bestand en wordt niet geraden."
)


@dataclass(slots=True)
class Wijziging:
    """Of whom (one of two keys), and the new values; parts that are None stay as they are."""

    bsn: str = ""
    kandidaatnummer: uuid.UUID | None = None
    persoon: dict[str, Any] = field(default_factory=dict)
    profiel: dict[str, Any] = field(default_factory=dict)
    sectoren: list[str] | None = None
    onderdelen: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    fouten: list[str] = field(default_factory=list)

    def getal(self, naam: str, waarde: object) -> None:
        """A whole number for a field of the profile."""
        if waarde is None or waarde == "":
            return
        tekst = str(waarde)
        if tekst.isascii() and tekst.isdecimal():
            self.profiel[naam] = int(tekst)
        else:
            self.fouten.append(f"{naam}: '{tekst[:20]}' is geen heel getal.")

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
        tekst = str(waarde)
        if tekst not in lijst:
            self.fouten.append(f"{naam}: de code '{tekst[:20]}' ken ik niet.")
        return tekst

    def regels(
        self,
        naam: str,
        delen: object,
        lees: Callable[["Wijziging", dict[str, Any]], dict[str, Any]],
    ) -> None:
        """The rows of a part of the profile."""
        if isinstance(delen, list):
            self.onderdelen[naam] = [lees(self, deel) for deel in delen if isinstance(deel, dict)]


@dataclass(frozen=True, slots=True)
class Regelverslag:
    """What came of one line: its number in the file, and what is wrong with it."""

    nummer: int
    uitkomst: str  # gewijzigd, ongewijzigd, fout
    fouten: tuple[str, ...] = ()


class ProefError(Exception):
    """Raised to undo a line of a dry run."""


def verwerk(
    nummer: int, wijziging: Wijziging, *, medewerker: Medewerker, moment: Any, echt: bool
) -> Regelverslag:
    """Do one line whole or not at all; without `echt` it is undone again and only reported."""
    if wijziging.fouten:
        return Regelverslag(nummer, "fout", tuple(dict.fromkeys(wijziging.fouten)))
    uitkomst = "fout"
    try:
        with transaction.atomic():
            uitkomst = _pas_toe(wijziging, medewerker, moment)
            if not echt:
                raise ProefError
    except ProefError:
        pass
    except (ValidationError, IntegrityError) as fout:
        # What the database says may quote the row; what a constraint says about it does not.
        zinnen = fout.messages if isinstance(fout, ValidationError) else ["De regel past niet."]
        return Regelverslag(nummer, "fout", tuple(zinnen))
    return Regelverslag(nummer, uitkomst)


def _pas_toe(wijziging: Wijziging, medewerker: Medewerker, moment: Any) -> str:
    klant = _klant(wijziging, medewerker, moment)
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
    klant.full_clean()
    profiel.full_clean()
    klant.save()
    profiel.save()
    if wijziging.sectoren is not None:
        profiel.sectoren.set(Sector.objects.filter(pk__in=wijziging.sectoren))
    for naam, regels in wijziging.onderdelen.items():
        _vervang(getattr(profiel, naam), regels)
    klant, profiel = (
        Werkzoekende.objects.get(pk=klant.pk),
        Klantprofiel.objects.get(pk=profiel.pk),
    )
    if momentopname(klant) | momentopname(profiel) == voor:
        return "ongewijzigd"
    bewaar_versie(klantprofiel=profiel, medewerker=medewerker, moment=moment)
    leg_vast(
        medewerker=medewerker,
        personen=gronden(medewerker, [klant.pk], moment),
        handeling=Handeling.WIJZIGEN,
    )
    return "gewijzigd"


def _vervang(beheer: Any, regels: list[dict[str, Any]]) -> None:
    """Make the rows of a part those of the line; rows that say the same keep what else they say."""
    sleutels = sorted(regels[0]) if regels else []
    nieuw = sorted(tuple(regel[sleutel] for sleutel in sleutels) for regel in regels)
    if regels and sorted(beheer.values_list(*sleutels)) == nieuw:
        return
    beheer.all().delete()
    for regel in regels:
        beheer.create(**regel)


def _klant(wijziging: Wijziging, medewerker: Medewerker, moment: Any) -> Werkzoekende:
    klanten = zichtbare_werkzoekenden(medewerker, moment, "wijzigen")
    if wijziging.bsn:
        klanten = klanten.filter(bsn_zoeksleutel=zoeksleutel(wijziging.bsn))
    elif wijziging.kandidaatnummer:
        klanten = klanten.filter(klantprofiel__kandidaatnummer=wijziging.kandidaatnummer)
    else:
        klanten = klanten.none()
    klant = klanten.first()
    if klant is None:
        raise ValidationError(NIET_VAN_U)
    return klant


def _eis_bekend(naam: str, lijst: type[Any], codes: Collection[str]) -> None:
    bekend = set(lijst.objects.filter(pk__in=codes).values_list("pk", flat=True))
    if onbekend := sorted(set(codes) - bekend):
        raise ValidationError([f"{naam}: de code '{code[:20]}' ken ik niet." for code in onbekend])
