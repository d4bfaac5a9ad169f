"""Candidates: search, and read one. Also the description of the API, and unknown addresses."""

import uuid
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
from kandidatenverkenner.api.generics import VERSION, ApiView
from kandidatenverkenner.api.negotiation import AcceptHeaderNegotiation
from kandidatenverkenner.api.openapi.responses import errors
from kandidatenverkenner.api.openapi.schema import (
    PARAMETERS_IN_OPENAPI,
    SETTINGS,
    VOORBEELD_KANDIDAAT,
    VOORBEELD_LIJST,
)
from kandidatenverkenner.api.renderers import OrjsonRenderer
from kandidatenverkenner.api.serializers import (
    Facetwaarde,
    KandidaatSerializer,
    KandidatenlijstSerializer,
)
from kandidatenverkenner.models import Apisleutel, Bezoek, Codelijsten
from kandidatenverkenner.privacy.visits import (
    DaglimietError,
    count_page,
    open_kandidaat,
    seconds_until_tomorrow,
)
from kandidatenverkenner.zoeken.filters import FACETTEN, PER_PAGINA, Kandidaatfilter
from kandidatenverkenner.zoeken.results import SearchResults, beschrijf, zoek


class KandidatenView(ApiView):
    """Search."""

    renderer_classes = [OrjsonRenderer]
    has_etag = True

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
        parameters=PARAMETERS_IN_OPENAPI,
        examples=[OpenApiExample("Een pagina", VOORBEELD_LIJST, response_only=True)],
        responses={
            200: KandidatenlijstSerializer,
            **errors(400, 401, 403, 404, 406, 412, 429),
        },
    )
    def get(self, request: Request) -> Response:
        """A page of candidates, and the counts of every filter."""
        query = request.query_params
        filterset = Kandidaatfilter.read(query)
        if errors := filterset.strict_errors:
            raise InvalidParameters(errors)
        results = zoek(filterset, self.pseudonyms)
        if filterset.pagina_gevraagd > results.paginas:
            raise NotFound(
                f"Pagina {filterset.pagina_gevraagd} bestaat niet. "
                f"De laatste is pagina {results.paginas}."
            )
        self._count(results)
        address = request.build_absolute_uri(request.path)
        page = {
            "results": results,
            "paginaGrootte": PER_PAGINA,
            "facetten": facet_values(results),
            "_links": _links(address, query, results),
        }
        return Response(KandidatenlijstSerializer(page, context={"address": address}).data)

    def _count(self, results: SearchResults) -> None:
        """Count the list under the limits of the day. Raises Throttled."""
        try:
            seen = [beeld.kandidaat.pk for beeld in results.kandidaten]
            self.browsing_quota = count_page(
                self.account.werkgever, seen, self.now, facetten=results.vraag.choices
            )
        except DaglimietError as error:
            raise Throttled(str(error), seconds_until_tomorrow(self.now)) from error


class KandidaatView(ApiView):
    """One candidate."""

    scope = Apisleutel.Bereik.KANDIDAAT
    has_etag = True
    opens_kandidaten = True

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
        responses={200: KandidaatSerializer, **errors(400, 401, 403, 404, 406, 412, 429)},
    )
    def get(self, request: Request, nummer: str) -> Response:
        """An unknown number, a wrong one and a withdrawn candidate look the same."""
        if errors := {name: ["Deze parameter bestaat niet."] for name in request.query_params}:
            raise InvalidParameters(errors)
        kandidaat = None
        if pseudonym := _as_uuid(nummer):
            try:
                kandidaat = open_kandidaat(
                    account=self.account,
                    kandidaat=self.pseudonyms.decrypt(pseudonym),
                    wijze=Bezoek.Wijze.API,
                    moment=self.now,
                )
            except DaglimietError as error:
                raise Throttled(str(error), seconds_until_tomorrow(self.now)) from error
        if kandidaat is None:
            raise NotFound("Deze kandidaat is niet (meer) beschikbaar.")
        beeld = beschrijf(kandidaat, Codelijsten.lees(), self.pseudonyms)
        address = request.build_absolute_uri(reverse("kandidatenverkenner:api-kandidaten"))
        context = {"address": address}
        return Response(KandidaatSerializer(beeld, context=context).data)


@extend_schema(exclude=True)
class UnknownAddressView(ApiView):
    """Any other address under /api."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse every method."""
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
    custom_settings = SETTINGS

    def get_exception_handler(self) -> Any:
        """Errors as problem+json."""
        return exception_handler

    @property
    def default_response_headers(self) -> dict[str, str]:
        """These headers are on every answer. A page of any site may read it (publish-openapi)."""
        always = {"API-Version": VERSION, "Access-Control-Allow-Origin": "*"}
        return super().default_response_headers | always


def facet_values(results: SearchResults) -> dict[str, list[Facetwaarde]]:
    """Per filter the values that somebody has, or that were chosen."""
    counts = results.telling.per_kenmerk
    values = {}
    for facet in FACETTEN:
        chosen = results.vraag.choices.get(facet, frozenset())
        values[facet.value] = [
            Facetwaarde(kenmerk, counts.get(kenmerk.id, 0), kenmerk.id in chosen)
            for kenmerk in results.codelijsten.per_facet[facet].values()
            if kenmerk.id in counts or kenmerk.id in chosen
        ]
    return values


def _as_uuid(nummer: str) -> uuid.UUID | None:
    try:
        number = uuid.UUID(nummer)
    except ValueError:
        return None
    return number if str(number) == nummer.lower() else None


def _links(
    address: str, query: QueryDict, results: SearchResults
) -> dict[str, dict[str, str] | None]:
    """This page and its neighbours, for the list at this address."""
    parameters = [(name, v) for name, vv in query.lists() for v in vv if name != "pagina"]
    asked = f"{urlencode(parameters)}&" if parameters else ""
    here = iri_to_uri(f"{address}?{asked}")

    def link(page: int) -> dict[str, str] | None:
        return {"href": f"{here}pagina={page}"} if 1 <= page <= results.paginas else None

    return {
        "self": link(results.pagina),
        "first": link(1),
        "prev": link(results.pagina - 1),
        "next": link(results.pagina + 1),
        "last": link(results.paginas),
    }
