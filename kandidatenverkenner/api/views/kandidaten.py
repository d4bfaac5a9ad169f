"""The endpoints of the API."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import urlencode
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.exceptions import (
    InvalidParameters,
    NotFound,
    Throttled,
    exception_handler,
)
from kandidatenverkenner.api.generics import VERSIE, AcceptHeaderNegotiation, ApiView
from kandidatenverkenner.api.openapi.responses import fouten
from kandidatenverkenner.api.openapi.schema import (
    IN_OPENAPI,
    INSTELLINGEN,
    VOORBEELD_KANDIDAAT,
    VOORBEELD_LIJST,
)
from kandidatenverkenner.api.renderers import OrjsonRenderer, lijst
from kandidatenverkenner.api.serializers import KandidaatSerializer, KandidatenlijstSerializer
from kandidatenverkenner.models import Apisleutel, Bezoek, Codelijsten
from kandidatenverkenner.privacy.visits import DaglimietError, open_kandidaat, tel_lijst, tot_morgen
from kandidatenverkenner.zoeken.filters import HERHAALBAAR, Kandidaatfilter
from kandidatenverkenner.zoeken.results import SearchResults, beschrijf, zoek


class KandidatenView(ApiView):
    """Search."""

    renderer_classes = [OrjsonRenderer]
    met_etag = True

    @extend_schema(
        operation_id="zoekKandidaten",
        summary="Kandidaten zoeken",
        description=(
            "Zoek kandidaten. Herhaal een sleutel voor 'of'; verschillende sleutels betekenen "
            "'en'. Het antwoord telt per filter hoeveel kandidaten elke waarde geeft, los van wat "
            "in dat filter zelf gekozen is. Wat mooi meegenomen is, vraagt u met `wens`: dan staat "
            "wie het beste past vooraan, en anders de nieuwste. "
            "Bereik van de sleutel: zoeken."
        ),
        tags=["kandidaten"],
        parameters=IN_OPENAPI,
        examples=[OpenApiExample("Een pagina", VOORBEELD_LIJST, response_only=True)],
        responses={200: KandidatenlijstSerializer, **fouten(400, 401, 403, 404, 406, 412, 429)},
    )
    def get(self, request: Request) -> Response:
        """A page of the answer."""
        gegeven = request.query_params
        filterset = Kandidaatfilter.lees(gegeven)
        onjuist = vreemde_sleutels(gegeven) | filterset.fouten
        if onjuist:
            raise InvalidParameters(onjuist)
        uitkomst = zoek(filterset, self.nummering)
        if filterset.pagina_gevraagd > uitkomst.paginas:
            raise NotFound(
                f"Pagina {filterset.pagina_gevraagd} bestaat niet. "
                f"De laatste is pagina {uitkomst.paginas}."
            )
        self._tel(uitkomst)
        hier = request.build_absolute_uri(request.path)
        return Response(lijst(uitkomst, hier, _links(hier, gegeven, uitkomst)))

    def _tel(self, uitkomst: SearchResults) -> None:
        """Lists have a limit of a day too. Raises TeVeel."""
        try:
            gezien = [een.kandidaat.pk for een in uitkomst.kandidaten]
            self.bladerruimte = tel_lijst(
                self.account.werkgever, gezien, self.nu, facetten=uitkomst.vraag.keuzen
            )
        except DaglimietError as fout:
            raise Throttled(str(fout), tot_morgen(self.nu)) from fout


class KandidaatView(ApiView):
    """One candidate."""

    bereik = Apisleutel.Bereik.KANDIDAAT
    met_etag = True
    opent_kandidaten = True

    @extend_schema(
        operation_id="leesKandidaat",
        summary="Een kandidaat lezen",
        description=(
            "Het profiel van een kandidaat, zonder naam, adres en contactgegevens. Telt mee voor "
            "de grens van een dag. Bereik van de sleutel: kandidaat."
        ),
        tags=["kandidaten"],
        parameters=[
            OpenApiParameter(
                "nummer",
                uuid.UUID,
                OpenApiParameter.PATH,
                description="Kandidaatnummer: het veld `id` van een kandidaat.",
            )
        ],
        examples=[OpenApiExample("Een kandidaat", VOORBEELD_KANDIDAAT, response_only=True)],
        responses={200: KandidaatSerializer, **fouten(400, 401, 403, 404, 406, 412, 429)},
    )
    def get(self, request: Request, nummer: str) -> Response:
        """An unknown number, a wrong one and one that was withdrawn look the same."""
        if onjuist := {naam: ["Deze parameter bestaat niet."] for naam in request.query_params}:
            raise InvalidParameters(onjuist)
        kandidaat = None
        if kandidaatnummer := _als_uuid(nummer):
            try:
                kandidaat = open_kandidaat(
                    account=self.account,
                    kandidaat=self.nummering.kandidaat(kandidaatnummer),
                    wijze=Bezoek.Wijze.API,
                    moment=self.nu,
                )
            except DaglimietError as fout:
                raise Throttled(str(fout), tot_morgen(self.nu)) from fout
        if kandidaat is None:
            raise NotFound("Deze kandidaat is niet (meer) beschikbaar.")
        beeld = beschrijf(kandidaat, Codelijsten.lees(), self.nummering)
        context = {"adres_van": _adres_van(request)}
        return Response(KandidaatSerializer(beeld, context=context).data)


@extend_schema(exclude=True)
class UnknownAddressView(ApiView):
    """Any other address under /api."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whatever the method."""
        super().initial(request, *args, **kwargs)
        raise NotFound("Dit adres bestaat niet. De adressen staan in /api/v1/openapi.json.")


@extend_schema(exclude=True)
class SchemaView(SpectacularJSONAPIView):
    """The OpenAPI description, for everybody."""

    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer, *SpectacularJSONAPIView.renderer_classes]
    content_negotiation_class = AcceptHeaderNegotiation
    http_method_names = ["get", "head", "options"]
    custom_settings = INSTELLINGEN

    def get_exception_handler(self) -> Any:
        """Errors as problem+json."""
        return exception_handler

    @property
    def default_response_headers(self) -> dict[str, str]:
        """On every answer. A page of any site may read it (publish-openapi)."""
        vast = {"API-Version": VERSIE, "Access-Control-Allow-Origin": "*"}
        return super().default_response_headers | vast


def vreemde_sleutels(gegeven: QueryDict) -> dict[str, list[str]]:
    """Parameters that do not exist, those given twice that can be given once, and empty ones."""
    fouten = {}
    for naam, waarden in gegeven.lists():
        if naam not in Kandidaatfilter.base_filters:
            fouten[naam[:60]] = ["Deze parameter bestaat niet."]
        elif naam not in HERHAALBAAR and len(waarden) > 1:
            fouten[naam] = ["Deze parameter kan maar een keer worden gegeven."]
        elif naam != "zoekterm" and "" in waarden:
            fouten[naam] = ["Deze parameter is leeg. Laat hem weg, of geef een waarde."]
    return fouten


def _als_uuid(nummer: str) -> uuid.UUID | None:
    try:
        gelezen = uuid.UUID(nummer)
    except ValueError:
        return None
    return gelezen if str(gelezen) == nummer.lower() else None


def _adres_van(request: Request) -> Callable[[uuid.UUID], str]:
    """Where a candidate is found."""
    return lambda nummer: request.build_absolute_uri(
        reverse("kandidatenverkenner:api-kandidaat", kwargs={"nummer": nummer})
    )


def _links(
    adres: str, gegeven: QueryDict, uitkomst: SearchResults
) -> dict[str, dict[str, str] | None]:
    """This page and its neighbours, of the list at this address."""
    vast = [(naam, w) for naam, ww in gegeven.lists() for w in ww if naam != "pagina"]
    gevraagd = f"{urlencode(vast)}&" if vast else ""
    hier = iri_to_uri(f"{adres}?{gevraagd}")

    def link(pagina: int) -> dict[str, str] | None:
        return {"href": f"{hier}pagina={pagina}"} if 1 <= pagina <= uitkomst.paginas else None

    return {
        "self": link(uitkomst.pagina),
        "first": link(1),
        "prev": link(uitkomst.pagina - 1),
        "next": link(uitkomst.pagina + 1),
        "last": link(uitkomst.paginas),
    }
