"""What is out for everybody: the public releases as they are kept, and never a count of today."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sonar.models import Uitgave, Uitgavebestand
from sonar.rapportage.tabellen.tabel import Tabel
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.tijdlijn import TimelinePoint
from sonar.rapportage.uitgeven.samenstellen import read_table


PUBLIEK = (Uitgave.Editie.OPENBAAR, Uitgave.Editie.LETTERLIJK)


def openbare_uitgaven() -> QuerySet[Uitgave]:
    """Every approved release that is not internal, the newest first; without their manifests."""
    return (
        Uitgave.objects.filter(goedgekeurd_op__isnull=False, editie__in=PUBLIEK)
        .select_related("regio")
        .defer("manifest", "handtekening")
        .order_by("-goedgekeurd_op", "-pk")
    )


def geldende_uitgaven() -> QuerySet[Uitgave]:
    """Of every region and quarter the last number: what came before it was corrected."""
    return (
        openbare_uitgaven()
        .order_by("regio_id", "kwartaal", "-nummer")
        .distinct("regio_id", "kwartaal")
    )


def laatste_van_elke_regio() -> list[Uitgave]:
    """Of every region the last quarter that is out, by the name of the region. One query."""
    laatste = openbare_uitgaven().order_by("regio_id", "-kwartaal", "-nummer").distinct("regio_id")
    return sorted(laatste, key=lambda uitgave: uitgave.regio.naam)


def per_kwartaal(regio: str) -> dict[Kwartaal, Uitgave]:
    """What holds of a region, in the order of time. One query."""
    return {Kwartaal.lees(een.kwartaal): een for een in geldende_uitgaven().filter(regio=regio)}


def per_regio(kwartaal: Kwartaal) -> dict[str, Uitgave]:
    """What holds of a quarter, by the code of the region. One query."""
    return {een.regio_id: een for een in geldende_uitgaven().filter(kwartaal=kwartaal.code)}


def tabellen(uitgaven: Iterable[Uitgave]) -> dict[int, Tabel]:
    """The figures of these releases, as each keeps them, by their ids. One query."""
    bestanden = (
        Uitgavebestand.objects.filter(
            uitgave__in=[uitgave.pk for uitgave in uitgaven],
            naam__startswith="klantprofielen_",
            naam__endswith=".json",
        )
        .exclude(naam__endswith="-metadata.json")
        .order_by("pk")
        .values_list("uitgave_id", "uitgave__manifest", "inhoud")
    )
    return {pk: read_table(bytes(manifest), bytes(inhoud)) for pk, manifest, inhoud in bestanden}


def timeline_point(tabel: Tabel) -> TimelinePoint:
    """The region as one point of a time line, from what is shown."""
    return TimelinePoint(
        totaal=tabel.totaal_van(tabel.totaal) or 0,
        met_profiel=tabel.getoond_met_profiel(tabel.totaal),
    )
