"""(c), (d) Two organisations, or two quarters, put what they see beside each other."""

import datetime
import itertools
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from kandidatenverkenner.bewaren.lijsten import MEESTE_LIJSTEN, MEESTE_REGELS
from kandidatenverkenner.models import Kandidaat
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel
from kandidatenverkenner.ontvangst.receive import ontvang
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from tests.attacks.harvesting import LIJST, Organisatie, op
from tests.attacks.inference import eerder_getoond
from tests.attacks.limits import Uitkomst
from tests.attacks.linkage import groepen, koppel
from tests.attacks.population import KOLOMMEN, Profiel, echt, getoond


def twee_organisaties(moment: datetime.datetime, profielen: Sequence[Profiel]) -> list[Uitkomst]:
    """(c) The same searches by both: equal numbers, equal places, equal content."""
    wij, zij = Organisatie.maak("samen-1", 1, moment), Organisatie.maak("samen-2", 1, moment)
    gelijk = zelfde_plaats = gezien = 0
    with op(moment):
        dag = timezone.localdate()
        for pagina in itertools.count(1):
            hier, daar = (een.vraag(LIJST, pagina=pagina).json() for een in (wij, zij))
            ons, hun = ([k["id"] for k in lijst["kandidaten"]] for lijst in (hier, daar))
            gelijk += len(set(ons) & set(hun))
            for een, ander in zip(ons, hun, strict=True):
                zelfde_plaats += _wie(wij, een, dag) == _wie(zij, ander, dag)
            gezien += len(ons)
            if pagina == hier["paginas"]:
                break
        ids = list(Kandidaat.objects.order_by("id").values_list("pk", flat=True))
        ons, hun = (
            {PseudonymCipher.for_day(o.werkgever, dag).encrypt(i) for i in ids} for o in (wij, zij)
        )
    uniek = sum(aantal == 1 for aantal in groepen(profielen, KOLOMMEN).values())
    return [
        Uitkomst("samen.nummer", gelijk + len(ons & hun), gezien + len(ids)),
        Uitkomst("samen.plaats", zelfde_plaats / max(1, gezien), gezien),
        Uitkomst("samen.inhoud", uniek / max(1, len(profielen)), len(profielen)),
    ]


def _wie(organisatie: Organisatie, nummer: str, dag: datetime.date) -> object:
    return PseudonymCipher.for_day(organisatie.werkgever, dag).decrypt(uuid.UUID(nummer))


def twee_kwartalen(
    eerst: Iterable[Kandidaatprofiel], later: Iterable[Kandidaatprofiel], dag: datetime.date
) -> list[Uitkomst]:
    """(d) One organisation, two quarters: equal numbers, equal content, a kept list.

    Delivers both, the second over the first, and puts everything back.
    """
    beelden, eerst, later = [], list(eerst), list(later)
    with transaction.atomic():
        for profielen, peildatum in ((eerst, dag), (later, dag + datetime.timedelta(days=92))):
            ontvang(profielen, peildatum=peildatum)
            beelden.append(getoond())
        transaction.set_rollback(True)
    toen, nu = beelden
    goed, fout = koppel(toen, nu)
    oud, nieuw = (
        PseudonymCipher.for_day(1, dag),
        PseudonymCipher.for_day(1, dag + datetime.timedelta(days=92)),
    )
    in_beide = {een.id for een in toen} & {een.id for een in nu}
    gelijk = {oud.encrypt(een) for een in in_beide} & {nieuw.encrypt(een) for een in in_beide}
    n = len(in_beide)
    return [
        eerder_getoond(toen, nu, echt(later)),
        Uitkomst("kwartalen.nummer", len(gelijk), n),
        Uitkomst("kwartalen.inhoud", goed, n, f"van wie in beide staat; fout gekoppeld {fout:.1%}"),
        Uitkomst("kwartalen.lijst", min(n, MEESTE_LIJSTEN * MEESTE_REGELS), n),
    ]
