"""Searches that an account keeps."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.exceptions import Conflict, InvalidParameters, NotFound
from kandidatenverkenner.api.generics import ApiView
from kandidatenverkenner.api.openapi.responses import errors
from kandidatenverkenner.api.openapi.schema import (
    VOORBEELD_NIEUWE_ZOEKOPDRACHT,
    VOORBEELD_ZOEKOPDRACHT,
)
from kandidatenverkenner.api.serializers import (
    ZoekopdrachtenSerializer,
    ZoekopdrachtSerializer,
)
from kandidatenverkenner.api.validation import read_body, refuse_parameters
from kandidatenverkenner.bewaren.zoekopdrachten import aantallen_nieuw, bewaar_zoekopdracht
from kandidatenverkenner.models import Apisleutel, Zoekopdracht
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


BODY: dict[str, Any] = {
    "type": "object",
    "description": "Een zoekvraag om te bewaren.",
    "required": ["naam", "zoekvraag"],
    "additionalProperties": False,
    "properties": {
        "naam": {
            "type": "string",
            "maxLength": 60,
            "pattern": "^[^\\x00]*[A-Za-z0-9][^\\x00]*$",
            "description": "Hoe u de zoekopdracht noemt.",
        },
        "zoekvraag": {
            "type": "string",
            "maxLength": 2000,
            "pattern": "^[^\\x00]*$",
            "description": "De parameters van het zoeken, zoals in een adres.",
        },
        "metMail": {
            "type": "boolean",
            "description": "Of u e-mail wilt over nieuwe kandidaten, hoogstens een keer per dag.",
        },
    },
}
NUMMER = OpenApiParameter(
    "nummer",
    {"type": "integer", "minimum": 1},
    OpenApiParameter.PATH,
    description="Nummer van de zoekopdracht: het veld `id`.",
)


class ZoekopdrachtApiView(ApiView):
    """What holds for both addresses."""

    scope = Apisleutel.Bereik.ZOEKEN
    parser_classes = [JSONParser]
    has_etag = True

    def described(self, opdrachten: list[Zoekopdracht]) -> list[dict[str, Any]]:
        """Saved searches, as they are answered. New candidates are counted for all at once."""
        new = aantallen_nieuw(opdrachten)
        described = [
            {
                "opdracht": opdracht,
                "nieuw": new[opdracht.pk],
                "links": {"self": {"href": self.request.build_absolute_uri(_path(opdracht))}},
            }
            for opdracht in opdrachten
        ]
        return list(ZoekopdrachtSerializer(described, many=True).data)

    def mine(self) -> list[Zoekopdracht]:
        """The saved searches of this account."""
        return list(Zoekopdracht.objects.filter(account=self.account.account_id))


class ZoekopdrachtenView(ZoekopdrachtApiView):
    """All saved searches of the account, and a new one."""

    http_method_names = ["get", "head", "post", "options"]

    @extend_schema(
        operation_id="leesZoekopdrachten",
        summary="Bewaarde zoekopdrachten lezen",
        description=(
            "Uw zoekopdrachten, met hoeveel kandidaten er nieuw of gewijzigd zijn. "
            "Bereik van de sleutel: zoeken."
        ),
        tags=["zoekopdrachten"],
        examples=[
            OpenApiExample(
                "Een zoekopdracht",
                {"zoekopdrachten": [VOORBEELD_ZOEKOPDRACHT]},
                response_only=True,
            )
        ],
        responses={200: ZoekopdrachtenSerializer, **errors(400, 401, 403, 406, 412, 429)},
    )
    def get(self, request: Request) -> Response:
        """By name."""
        refuse_parameters(request)
        return Response({"zoekopdrachten": self.described(self.mine())})

    @extend_schema(
        operation_id="bewaarZoekopdracht",
        summary="Een zoekopdracht bewaren",
        description=(
            "Bewaar een zoekvraag onder een naam. Met `metMail` krijgt u e-mail als er nieuwe "
            "kandidaten zijn. Bereik van de sleutel: zoeken."
        ),
        tags=["zoekopdrachten"],
        request={"application/json": BODY},
        examples=[
            OpenApiExample("Inpakkers", VOORBEELD_NIEUWE_ZOEKOPDRACHT, request_only=True),
            OpenApiExample(
                "Bewaard", VOORBEELD_ZOEKOPDRACHT, response_only=True, status_codes=["201"]
            ),
        ],
        responses={
            201: ZoekopdrachtSerializer,
            **errors(400, 401, 403, 406, 409, 411, 413, 415, 429),
        },
    )
    def post(self, request: Request) -> Response:
        """Save it, if it is a search that can be asked."""
        refuse_parameters(request)
        body = read_body(request, BODY)
        query = QueryDict(body["zoekvraag"])
        if errors := Kandidaatfilter.read(query).strict_errors:
            reasons = [f"{name}: {reason}" for name, given in errors.items() for reason in given]
            raise InvalidParameters({"zoekvraag": reasons})
        parts = [(name, v) for name, vv in query.lists() for v in vv if v and name != "pagina"]
        try:
            opdracht = bewaar_zoekopdracht(
                account_id=self.account.account_id,
                naam=body["naam"],
                vraag=urlencode(parts),
                met_mail=body.get("metMail", False),
                moment=self.now,
            )
        except ValidationError as error:
            raise Conflict(error.messages[0]) from error
        address = request.build_absolute_uri(_path(opdracht))
        return Response(self.described([opdracht])[0], status=201, headers={"Location": address})


class ZoekopdrachtView(ZoekopdrachtApiView):
    """One saved search."""

    http_method_names = ["get", "head", "delete", "options"]

    @extend_schema(
        operation_id="leesZoekopdracht",
        summary="Een zoekopdracht lezen",
        description="De zoekvraag, en hoeveel er nieuw is. Bereik van de sleutel: zoeken.",
        tags=["zoekopdrachten"],
        parameters=[NUMMER],
        examples=[OpenApiExample("Een zoekopdracht", VOORBEELD_ZOEKOPDRACHT, response_only=True)],
        responses={
            200: ZoekopdrachtSerializer,
            **errors(400, 401, 403, 404, 406, 412, 429),
        },
    )
    def get(self, request: Request, nummer: str) -> Response:
        """An unknown one and that of somebody else look the same."""
        refuse_parameters(request)
        return Response(self.described([self._find(nummer)])[0])

    @extend_schema(
        operation_id="verwijderZoekopdracht",
        summary="Een zoekopdracht verwijderen",
        description="Daarna komt er ook geen e-mail meer over. Bereik van de sleutel: zoeken.",
        tags=["zoekopdrachten"],
        parameters=[NUMMER],
        responses={
            204: OpenApiResponse(description="Verwijderd."),
            **errors(400, 401, 403, 404, 406, 429),
        },
    )
    def delete(self, request: Request, nummer: str) -> Response:
        """Delete it; no e-mail is sent about it any more."""
        refuse_parameters(request)
        self._find(nummer).delete()
        return Response(status=204)

    def _find(self, nummer: str) -> Zoekopdracht:
        for opdracht in self.mine():
            if str(opdracht.pk) == nummer:
                return opdracht
        raise NotFound("Deze zoekopdracht bestaat niet.")


def _path(opdracht: Zoekopdracht) -> str:
    return reverse("kandidatenverkenner:api-zoekopdracht", kwargs={"nummer": str(opdracht.pk)})
