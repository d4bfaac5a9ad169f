"""Play all attacks on the database of this machine: `python -m tests.attacks [snel]`.

After `make data` (a region) or `manage.py simuleer --landelijk` and `lever` (the country). Writes
nothing: everything is rolled back. `snel` leaves out the quarter and does with fewer guesses.
Prints machine, versions, n, and a table against tests/attacks/limits.py; ends with status 1
when a limit is broken.
"""

import datetime
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from benchmarks.runner.machine import databank, machine
from kandidatenverkenner.models import Codelijsten, Kandidaat
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel
from kandidatenverkenner.overzicht.partition import Record
from kandidatenverkenner.overzicht.personen import (
    Gegeven,
    personen_van,
    voorkeur_van,
)
from kandidatenverkenner.search_index.engine import ENGINE
from sonar.levering.anonimisering import anonimiseer
from sonar.levering.inhoud import read_content
from sonar.levering.leverbaar import te_leveren
from sonar.models import Arbeidsmarktregio, Vaststelling
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.telling import kwartaaltelling
from tests.attacks import (
    differencing as tellingen,
    dump,
    harvesting as leegtrekken,
    inference as afleiden,
    joining as samenvoegen,
    linkage as herkennen,
    side_doors as deuren,
)
from tests.attacks.limits import Uitkomst, tabel
from tests.attacks.population import Profiel, echt, getoond


KWARTALEN = 8
GROOT = 20_000  # candidates; above it the two quarters are not delivered


def profielen(dag: datetime.date) -> Iterator[Kandidaatprofiel]:
    """Who may be shown on a day, before anything is hidden."""
    for _, regio, gegevens in read_content(te_leveren(dag)):
        yield anonimiseer(gegevens, regio=regio, peildatum=dag)


def drukste_regio() -> str:
    """The region with most candidates."""
    return Counter(Kandidaat.objects.values_list("regio", flat=True)).most_common(1)[0][0]


def personen(regio: str) -> list[Record]:
    """Its candidates, as the overview counts them."""
    velden = ("id", "opleidingsniveau", "uren_max", "kenmerken")
    rijen = Kandidaat.objects.filter(regio=regio).order_by("id").values_list(*velden)
    gegevens = [Gegeven(*rij) for rij in rijen]
    codelijsten = Codelijsten.lees()
    return personen_van(gegevens, voorkeur_van(gegevens, codelijsten), codelijsten)


def laatste_peildatum() -> datetime.date:
    """The last day of the first quarter in which most of them were shown."""
    kwartaal = Kwartaal.van(timezone.localdate())
    beste, meest = kwartaal, 0
    for _ in range(40):
        kwartaal = kwartaal.vorige
        if (aantal := te_leveren(kwartaal.peildatum).count()) >= meest:
            beste, meest = kwartaal, aantal
    return beste.peildatum


def secties() -> dict[str, str]:
    """Of every division the section."""
    sectoren = Codelijsten.lees().per_facet["sector"].values()
    return {een.code: een.groep for een in sectoren if een.groep}


def vastgesteld(zichtbaar: list[Profiel]) -> Iterator[tuple[str, object]]:
    """Region, and the day on which the profile was vastgesteld the last time, of who is shown."""
    dagen = dict(
        Vaststelling.objects.order_by("ingangsdatum").values_list(
            "klantprofiel__kandidaatnummer", "ingangsdatum"
        )
    )
    return ((een.regio, dagen[een.id]) for een in zichtbaar if een.id in dagen)


def kwartaalcijfers(regio: str, dag: datetime.date) -> dict[Kwartaal, list[tuple[int, ...]]]:
    """The exact figures of the last eight quarters."""
    kwartaal, uit = Kwartaal.van(dag), {}
    rij = [kwartaal]
    for _ in range(KWARTALEN - 1):
        rij.insert(0, rij[0].vorige)
    gebied = Arbeidsmarktregio.objects.get(pk=regio)
    for een in rij:
        telling = kwartaaltelling(gebied, AsOf(een.peildatum))
        uit[een] = [
            (
                regel.aantal("gemeente", met_profiel=True),
                regel.aantal("gemeente", met_profiel=False),
                regel.aantal("uwv", met_profiel=True),
                regel.aantal("uwv", met_profiel=False),
            )
            for regel in telling.regels
        ]
    return uit


def aanvallen(snel: bool) -> Iterator[list[Uitkomst]]:
    """One after the other, each with what it yielded."""
    nu = timezone.localtime().replace(hour=9, minute=0)
    dag = laatste_peildatum()
    zichtbaar, daarvoor = getoond(), echt(profielen(timezone.localdate()))
    yield herkennen.herken(zichtbaar, daarvoor)
    yield herkennen.leid_af(zichtbaar, herkennen.KENNIS["kennis"])
    yield [Uitkomst("kennis.waarde", len(herkennen.zeldzame_waarden(zichtbaar)), len(zichtbaar))]
    yield [afleiden.zeldzame_kolommen(zichtbaar), *herkennen.na_verruimen(zichtbaar)]
    yield afleiden.verborgen_waarden(zichtbaar, daarvoor, secties())
    yield [afleiden.zoekvraag(zichtbaar), afleiden.nieuwkomers(vastgesteld(zichtbaar))]
    yield [deuren.lokprofielen_te_zien()]
    yield [herkennen.verborgen_niveaus(zichtbaar, daarvoor), tellingen.paren(zichtbaar)]
    yield samenvoegen.twee_organisaties(nu, zichtbaar)
    if len(zichtbaar) < GROOT:
        later = Kwartaal.van(dag).eerste_dag - datetime.timedelta(1)
        yield samenvoegen.twee_kwartalen(profielen(later), profielen(dag), later)
    yield [tellingen.nachten(personen(drukste_regio()))]
    yield [tellingen.uitgaven(kwartaalcijfers(drukste_regio(), dag))]
    yield dump.lees_dump()
    yield leegtrekken.een_dag(nu)
    yield [leegtrekken.traag(nu), leegtrekken.lokprofiel(nu), deuren.gemaild(nu)]
    yield [deuren.alle_deuren(nu), deuren.samenspannen(nu)]
    yield deuren.sluip(nu.replace(month=1, day=2))
    yield [deuren.bewaarde_zoekopdrachten(nu), deuren.etags(nu)]
    yield leegtrekken.nummers(nu, 100 if snel else 1_000)
    yield leegtrekken.lijsten(nu)
    if not snel:
        yield leegtrekken.kwartaal(nu.replace(month=1, day=2))


def main() -> None:
    """All of it, and a verdict."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    logging.disable(logging.CRITICAL)
    ENGINE.index.rebuild(timezone.localtime())
    uitkomsten: list[Uitkomst] = []
    with transaction.atomic():
        wie = f"{Kandidaat.objects.count()} kandidaten"
        sys.stdout.write(f"{machine(databank(), wie, str(timezone.localdate()))}\n")
        sys.stdout.write(f"{tabel(())}\n")
        begin = time.monotonic()
        for stuk in aanvallen("snel" in sys.argv):
            uitkomsten += stuk
            # Row by row: who stops it half-way has what was found.
            sys.stdout.write("".join(f"{een.regel()}\n" for een in stuk))
            sys.stdout.flush()
            sys.stderr.write(f"{time.monotonic() - begin:6.0f} s  {stuk[-1].naam}\n")
        transaction.set_rollback(True)
    sys.exit(any(not uitkomst.houdt for uitkomst in uitkomsten))


if __name__ == "__main__":
    main()
