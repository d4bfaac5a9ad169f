"""The page of one candidate: the profile, why it fits, its neighbours and similar candidates."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.bewaren.lijsten import lijst_van, lijsten_met
from kandidatenverkenner.models import Bezoek, Facet, Kandidaat, Lijst, Werkgeversaccount
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import (
    DaglimietError,
    open_kandidaat,
    quota_of,
    recently_opened,
)
from kandidatenverkenner.search_index.engine import ids
from kandidatenverkenner.search_index.sql import mentioned, similar
from kandidatenverkenner.views.access import werkgever_required
from kandidatenverkenner.views.pages import kandidaat_not_found
from kandidatenverkenner.views.zoeken.cards import CandidateCard
from kandidatenverkenner.views.zoeken.query_string import QueryString, chosen_numbers
from kandidatenverkenner.zoeken.filters import MEESTE_PAGINAS, PER_PAGINA, Kandidaatfilter
from kandidatenverkenner.zoeken.results import beschrijf


# What makes one candidate like another.
GELIJK = [Facet.TAAKSOORT, Facet.VAARDIGHEID, Facet.SECTOR, Facet.COMPETENTIE, Facet.UREN]
VERGELIJKBAAR = 3


@dataclass(frozen=True, slots=True)
class Position:
    """Where a candidate stands in the results or in a list, and both neighbours."""

    nummer: int
    totaal: int
    vorige: str
    volgende: str


@werkgever_required(["GET", "HEAD"])
def kandidaat(request: HttpRequest, account: Werkgeversaccount, nummer: uuid.UUID) -> HttpResponse:
    """One candidate, with the way back to the search or the list in the query string."""
    vandaag = timezone.localdate()
    nummering = PseudonymCipher.for_day(account.werkgever_id, vandaag)
    lijst = lijst_van(account.werkgever_id, request.GET.get("lijst", ""))
    adres = QueryString((("lijst", str(lijst.pk)),)) if lijst else QueryString.read(request.GET)
    terug = reverse("kandidatenverkenner:lijst", args=[lijst.pk]) if lijst else adres.url()
    try:
        gevonden = open_kandidaat(
            account=account,
            kandidaat=nummering.decrypt(nummer),
            wijze=Bezoek.Wijze.PAGINA,
            moment=timezone.now(),
        )
    except DaglimietError as error:
        context: dict[str, Any] = {"terug": terug, "uitleg": str(error)}
        return render(request, "kandidatenverkenner/daglimiet.html", context, status=429)
    if gevonden is None:
        return kandidaat_not_found(request, terug)
    filterset = Kandidaatfilter.read(request.GET if not lijst else QueryDict())
    if filterset.fouten:
        filterset = filterset.zonder_fouten()
    codelijsten = filterset.codelijsten
    beeld = beschrijf(gevonden, codelijsten, nummering, filterset.wensen)
    gekozen = chosen_numbers(adres, codelijsten)
    anderen = similar(
        gevonden, [k.id for facet in GELIJK for k in beeld.per_facet[facet]], count=VERGELIJKBAAR
    )
    gezien = recently_opened(account.werkgever_id, [ander.pk for ander in anderen], vandaag)
    context = {
        "kaart": CandidateCard(
            beeld, gekozen, vandaag, adres, mentioned(filterset.vraag.zoekterm, gevonden.kenmerken)
        ),
        "vergelijkbaar": [
            CandidateCard(
                beschrijf(ander, codelijsten, nummering),
                {},
                vandaag,
                QueryString(()),
                bekeken=ander.pk in gezien,
            )
            for ander in anderen
        ],
        "terug": terug,
        "lijst": lijst,
        "plek": _plek(gevonden, _rij(filterset, lijst), adres, nummering),
        "lijsten": Lijst.objects.filter(werkgever=account.werkgever_id),
        "op_lijsten": lijsten_met(account.werkgever_id, gevonden.pk),
        "ruimte": quota_of(account.werkgever_id, vandaag),
    }
    return render(request, "kandidatenverkenner/kandidaat.html", context)


def _rij(filterset: Kandidaatfilter, lijst: Lijst | None) -> list[uuid.UUID]:
    """The results or the list in which this candidate stands, as far as the pages go."""
    if lijst:
        op_lijst = list(lijst.regels.values_list("kandidaat", flat=True))
        er_nog = set(Kandidaat.objects.filter(pk__in=op_lijst).values_list("pk", flat=True))
        return [een for een in op_lijst if een in er_nog]
    return ids(filterset.vraag, count=MEESTE_PAGINAS * PER_PAGINA)


def _plek(
    kandidaat: Kandidaat, rij: list[uuid.UUID], adres: QueryString, nummering: PseudonymCipher
) -> Position | None:
    """None when the candidate is not among them, or not any more."""
    if kandidaat.pk not in rij:
        return None
    hier = rij.index(kandidaat.pk)

    def van(plek: int) -> str:
        return adres.url(nummering.encrypt(rij[plek])) if 0 <= plek < len(rij) else ""

    return Position(hier + 1, len(rij), van(hier - 1), van(hier + 1))
