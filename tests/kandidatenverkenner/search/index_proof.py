"""What the proof of the search index is made of: questions, a comparison, and who writes meanwhile.

Used by test_zoekproef.py beside it.
"""

import datetime
import random
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat
from kandidatenverkenner.ontvangst.receive import trek_in
from kandidatenverkenner.search_index import sql
from kandidatenverkenner.search_index.memory.answer import UnanswerableError
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.query import SearchQuery, Volgorde
from kandidatenverkenner.search_index.wensen import POINTS


NU = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
PAGINA = 20
MEESTE_KEUZEN = 4
PAUZE = 0.02  # seconds between what one writer does: who asks must get a turn as well
DAGEN = [datetime.date(2021, 3, 1), datetime.date(2025, 1, 1), datetime.date(2030, 1, 1)]
# In one transaction the index and the SQL see the same rows, whoever writes meanwhile.
MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


@dataclass
class Vragen:
    """Random questions over everything that can be asked; the same seed gives the same ones."""

    lijsten: Codelijsten
    dobbel: random.Random
    woorden: list[str] = field(init=False)

    def __post_init__(self) -> None:
        namen = {
            woord.strip("(),.'\"")
            for kenmerk in self.lijsten.op_nummer.values()
            for woord in kenmerk.naam.split()
        }
        self.woorden = sorted(woord for woord in namen if len(woord) > 3)

    def een(self) -> tuple[SearchQuery, int]:
        """A question, and from which row on its page is asked."""
        dobbel = self.dobbel
        facetten = [naam for naam, waarden in self.lijsten.per_facet.items() if waarden]
        keuzen = {}
        for facet in dobbel.sample(facetten, dobbel.randint(0, min(MEESTE_KEUZEN, len(facetten)))):
            nummers = [kenmerk.id for kenmerk in self.lijsten.per_facet[facet].values()]
            keuzen[facet] = frozenset(
                dobbel.sample(nummers, dobbel.randint(1, min(4, len(nummers))))
            )
        regios = list(self.lijsten.per_facet[Facet.REGIO].values())
        dichtbij = dobbel.sample(regios, dobbel.randint(0, len(regios)))
        binnen = frozenset(kenmerk.id for kenmerk in dichtbij[:6])
        # What is not weighed, is not ordered by.
        volgordes = [*Volgorde, Volgorde.NIEUWSTE]
        if not keuzen.keys() <= POINTS.keys():
            volgordes.remove(Volgorde.MATCH)
        vraag = SearchQuery(
            choices=keuzen,
            within=binnen if dobbel.random() < 0.2 else None,
            zoekterm=self._zoekterm() if dobbel.random() < 0.4 else "",
            beschikbaar=dobbel.choice(DAGEN) if dobbel.random() < 0.2 else None,
            volgorde=dobbel.choice(volgordes),
            nearest_first=tuple(kenmerk.code for kenmerk in dichtbij),
        )
        return vraag, PAGINA * dobbel.choice([0, 0, 0, 1, 2, 9])

    def _zoekterm(self) -> str:
        """One to three words: whole, the beginning of one, not, or; now and then nonsense."""
        dobbel = self.dobbel
        woorden = [dobbel.choice(self.woorden) for _ in range(dobbel.randint(1, 3))]
        if dobbel.random() < 0.3:
            woorden[-1] = woorden[-1][: dobbel.randint(2, len(woorden[-1]))]
        if dobbel.random() < 0.2:
            woorden[0] = f"-{woorden[0]}"
        if dobbel.random() < 0.1:
            woorden.append(dobbel.choice(["xyzzy", "de", "'", "of of", "&|!", "naïef"]))
        return dobbel.choice([" ", " ", " of "]).join(woorden)


@dataclass
class Verslag:
    """What came out of comparing."""

    gelijk: int = 0
    niet_hier: int = 0  # left to PostgreSQL
    anders: list[SearchQuery] = field(default_factory=list)
    gevonden: int = 0  # candidates, over all answers: a proof on nobody is none

    def __str__(self) -> str:
        return (
            f"n={self.gelijk + self.niet_hier + len(self.anders)}: {self.gelijk} gelijk, "
            f"{len(self.anders)} anders, {self.niet_hier} aan PostgreSQL gelaten; samen "
            f"{self.gevonden:,} gevonden kandidaten"
        )


def vergelijk(
    index: Index, vraag: SearchQuery, vanaf: int, lijsten: Codelijsten, uit: Verslag
) -> None:
    """Ask both, of one moment: total, counts of all facets, and the rows of the page."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(MOMENT)
        try:
            geteld, rijen = index.search(vraag, lijsten, lambda _: slice(vanaf, vanaf + PAGINA), NU)
        except UnanswerableError:
            uit.niet_hier += 1
            return
        hoort = sql.facet_counts(vraag, lijsten)
        bladzijde = sql.page(vraag, start=vanaf, count=PAGINA)
    uit.gevonden += hoort.total
    if geteld == hoort and [_inhoud(rij) for rij in rijen] == [_inhoud(rij) for rij in bladzijde]:
        uit.gelijk += 1
    else:
        uit.anders.append(vraag)


def _inhoud(rij: Kandidaat) -> dict[str, object]:
    return {naam: waarde for naam, waarde in vars(rij).items() if naam != "_state"}


@contextmanager
def schrijvers(hoeveel: int, alle: Sequence[uuid.UUID]) -> Iterator[list[int]]:
    """So many who publish, change and withdraw until the block ends; how often each did."""
    klaar, gedaan, fouten = threading.Event(), [0] * hoeveel, []

    def werk(nummer: int) -> None:
        dobbel = random.Random(nummer)  # noqa: S311 - to repeat, not to hide
        try:
            while not klaar.is_set():
                _schrijf(dobbel, alle, klaar)
                gedaan[nummer] += 1
                klaar.wait(PAUZE)
        except Exception as fout:  # noqa: BLE001 - told below, in the thread that waits
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=werk, args=[nummer]) for nummer in range(hoeveel)]
    for draad in draden:
        draad.start()
    try:
        yield gedaan
    finally:
        klaar.set()
        for draad in draden:
            draad.join(60)
    if fouten:
        raise fouten[0]


def _schrijf(dobbel: random.Random, alle: Sequence[uuid.UUID], klaar: threading.Event) -> None:
    """One of the things that are done to candidates, to one or some."""
    wie = dobbel.choice(alle)
    soort = dobbel.randrange(5)
    if soort == 0:
        trek_in([wie])
        return
    als = Kandidaat.objects.filter(pk__gte=dobbel.choice(alle)).order_by("pk").first()
    with transaction.atomic():
        # The table before its rows, as a withdrawal does; and the rows in one order: or two who
        # change the same would wait for each other.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Kandidaat._meta.db_table} IN ROW EXCLUSIVE MODE")
        rijen = Kandidaat.objects.filter(pk__gte=wie).order_by("pk").select_for_update()
        for een in rijen[: dobbel.choice([1, 1, 3])]:
            _word_als(een, als or een)
            een.gewijzigd_op += datetime.timedelta(days=dobbel.randint(-1, 1))
            if soort == 1:
                een.pk = uuid.UUID(int=dobbel.getrandbits(128))
                een.save(force_insert=True)
            else:
                een.save()
            if soort == 2:
                # Stopped between two statements: others commit before, with a higher number.
                klaar.wait(dobbel.random() / 50)
        if soort == 3:
            transaction.set_rollback(True)


def _word_als(een: Kandidaat, ander: Kandidaat) -> None:
    """Take over everything that another is, so that words, columns and attributes agree."""
    for veld in Kandidaat._meta.concrete_fields:
        if veld.attname != "id":
            setattr(een, veld.attname, getattr(ander, veld.attname))


def trek_in_en_kijk(index: Index, wie: Kandidaat, lijsten: Codelijsten) -> bool:
    """Withdraw somebody, and look at once whether the first page still shows him or her."""
    keuzen = {
        facet: frozenset(
            nummer for nummer in wie.kenmerken if lijsten.op_nummer[nummer].facet == facet
        )
        for facet in (Facet.REGIO.value, Facet.TAAKSOORT.value)
    }
    trek_in([wie.pk])
    _, rijen = index.search(SearchQuery(choices=keuzen), lijsten, lambda _: slice(0, 200), NU)
    # Only when another has put it back, it may be there.
    return wie.pk in {rij.pk for rij in rijen} and not Kandidaat.objects.filter(pk=wie.pk).exists()
