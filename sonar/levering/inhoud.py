"""What is read of klantprofielen before they leave, in codes: one query, whoever asks."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from sonar.levering.outbox import BATCH
from sonar.models import Klantprofiel
from sonar.rules.profielvelden import ONDERDELEN, Veld, leaving


# The sections above the sectoren of a profile, which are no column of it.
SECTIES = "sectoren__sectie"


@dataclass(frozen=True, slots=True)
class Profielgegevens:
    """What is read of one klantprofiel, by the path of each column (`profielvelden`)."""

    waarden: Mapping[str, Any]

    def __getitem__(self, pad: str) -> Any:
        """A column of the profile, or the list of a column of its rows."""
        return self.waarden[pad]

    def ingevulde_onderdelen(self) -> set[str]:
        """The parts that are there: keys of ONDERDELEN."""
        return {naam for naam in ONDERDELEN if self._is_er(naam)}

    def _is_er(self, naam: str) -> bool:
        deel = ONDERDELEN[naam]
        pad = f"{deel.bron}__{deel.kolom}" if deel.kolom else deel.bron
        return bool(self.waarden[pad])


def read_content(
    klantprofielen: QuerySet[Any],
) -> Generator[tuple[int, str, Profielgegevens], None, None]:
    """Number, `regio` and content of each of these profiles, in one query.

    Each of them has a `regio` already. The database puts the codes of a profile in lists: that is
    some twenty times as fast as an object for each, of which the country has four million.
    """
    bronnen = {veld.pad: _bron(veld) for veld in leaving()} | {SECTIES: _secties()}
    kolommen = klantprofielen.annotate(
        **{f"inhoud_{nummer}": bron for nummer, bron in enumerate(bronnen.values())}
    ).values_list("pk", "regio", *(f"inhoud_{nummer}" for nummer in range(len(bronnen))))
    for pk, regio, *waarden in kolommen.iterator(chunk_size=BATCH):
        yield pk, regio, Profielgegevens(dict(zip(bronnen, waarden, strict=True)))


def _bron(veld: Veld) -> Combinable:
    """A column of the profile itself, or those of its rows in the order of their numbers."""
    deel, _, kolom = veld.pad.partition("__")
    if kolom:
        waar = {f"{veld.telt[0]}__in": veld.telt[1]} if veld.telt else {}
        model = getattr(Klantprofiel, deel).rel.related_model
        return _lijst(model, kolom, **waar)
    if Klantprofiel._meta.get_field(deel).many_to_many:
        door = getattr(Klantprofiel, deel).through
        return _lijst(door, getattr(Klantprofiel, deel).rel.model._meta.model_name)
    return F(deel)


def _secties() -> ArraySubquery:
    return _lijst(Klantprofiel.sectoren.through, "sector__sectie", sector__sectie__isnull=False)


def _lijst(model: Any, kolom: str, **waar: Any) -> ArraySubquery:
    rijen = model._default_manager.filter(klantprofiel=OuterRef("pk"), **waar)
    return ArraySubquery(rijen.order_by("pk").values(kolom))
