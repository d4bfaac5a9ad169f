"""Searches that an account keeps."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.exceptions import Conflict, InvalidParameters, NotFound
from kandidatenverkenner.api.generics import ApiView
from kandidatenverkenner.api.openapi.responses import fouten
from kandidatenverkenner.api.openapi.schema import (
    VOORBEELD_NIEUWE_ZOEKOPDRACHT,
    VOORBEELD_ZOEKOPDRACHT,
)
from kandidatenverkenner.api.serializers import KandidaatLinksSerializer
from kandidatenverkenner.api.validation import lees_lichaam
from kandidatenverkenner.api.views.kandidaten import vreemde_sleutels
from kandidatenverkenner.bewaren.zoekopdrachten import aantallen_nieuw, bewaar_zoekopdracht
from kandidatenverkenner.models import Apisleutel, Zoekopdracht
from kandidatenverkenner.zoeken.filters import Kandidaatfilter


VORM: dict[str, Any] = {
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


class ZoekopdrachtSerializer(serializers.Serializer[Any]):
    """A saved search, and how much is new."""

    id = serializers.IntegerField(source="rij.pk", help_text="Nummer van de zoekopdracht.")
    naam = serializers.CharField(source="rij.naam", help_text="Hoe u de zoekopdracht noemde.")
    zoekvraag = serializers.CharField(
        source="rij.vraag", help_text="De parameters van het zoeken, zoals in een adres."
    )
    metMail = serializers.BooleanField(  # noqa: N815 - the API's field names are camelCase
        source="rij.met_mail", help_text="Of u e-mail krijgt over nieuwe kandidaten."
    )
    nieuw = serializers.IntegerField(
        help_text="Kandidaten die nieuw of gewijzigd zijn sinds uw vorige e-mail of bezoek."
    )
    _links = KandidaatLinksSerializer(source="links", help_text="Waar dit te vinden is.")


class ZoekopdrachtenSerializer(serializers.Serializer[Any]):
    """Saved searches, by name."""

    zoekopdrachten = ZoekopdrachtSerializer(many=True, help_text="Op naam.")


class ZoekopdrachtView(ApiView):
    """What holds for both addresses."""

    bereik = Apisleutel.Bereik.ZOEKEN
    parser_classes = [JSONParser]
    met_etag = True

    def geen_parameters(self, request: Request) -> None:
        """Raise OngeldigeParameters when there are any."""
        reden = ["Deze parameter bestaat niet."]
        if onbekend := {naam[:60]: reden for naam in request.query_params}:
            raise InvalidParameters(onbekend)

    def beelden(self, rijen: list[Zoekopdracht]) -> list[dict[str, Any]]:
        """Saved searches as they are answered; what is new is counted for all at once."""
        nieuw = aantallen_nieuw(rijen)
        beelden = [
            {
                "rij": rij,
                "nieuw": nieuw[rij.pk],
                "links": {"self": {"href": self.request.build_absolute_uri(_pad(rij))}},
            }
            for rij in rijen
        ]
        return list(ZoekopdrachtSerializer(beelden, many=True).data)

    def mijn(self) -> list[Zoekopdracht]:
        """Those of this account."""
        return list(Zoekopdracht.objects.filter(account=self.account.account_id))


class ZoekopdrachtenView(ZoekopdrachtView):
    """All of the account, and a new one."""

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
        responses={200: ZoekopdrachtenSerializer, **fouten(400, 401, 403, 406, 412, 429)},
    )
    def get(self, request: Request) -> Response:
        """By name."""
        self.geen_parameters(request)
        return Response({"zoekopdrachten": self.beelden(self.mijn())})

    @extend_schema(
        operation_id="bewaarZoekopdracht",
        summary="Een zoekopdracht bewaren",
        description=(
            "Bewaar een zoekvraag onder een naam. Met `metMail` krijgt u e-mail als er nieuwe "
            "kandidaten zijn. Bereik van de sleutel: zoeken."
        ),
        tags=["zoekopdrachten"],
        request={"application/json": VORM},
        examples=[
            OpenApiExample("Inpakkers", VOORBEELD_NIEUWE_ZOEKOPDRACHT, request_only=True),
            OpenApiExample(
                "Bewaard", VOORBEELD_ZOEKOPDRACHT, response_only=True, status_codes=["201"]
            ),
        ],
        responses={
            201: ZoekopdrachtSerializer,
            **fouten(400, 401, 403, 406, 409, 411, 413, 415, 429),
        },
    )
    def post(self, request: Request) -> Response:
        """Only a search that can be asked."""
        self.geen_parameters(request)
        gegeven = lees_lichaam(request, VORM)
        vraag = QueryDict(gegeven["zoekvraag"])
        onjuist = vreemde_sleutels(vraag) | Kandidaatfilter.lees(vraag).fouten
        if onjuist:
            redenen = [f"{naam}: {een}" for naam, lijst in onjuist.items() for een in lijst]
            raise InvalidParameters({"zoekvraag": redenen})
        delen = [(naam, w) for naam, ww in vraag.lists() for w in ww if w and naam != "pagina"]
        try:
            rij = bewaar_zoekopdracht(
                account_id=self.account.account_id,
                naam=gegeven["naam"],
                vraag=urlencode(delen),
                met_mail=gegeven.get("metMail", False),
                moment=self.nu,
            )
        except ValidationError as fout:
            raise Conflict(fout.messages[0]) from fout
        adres = request.build_absolute_uri(_pad(rij))
        return Response(self.beelden([rij])[0], status=201, headers={"Location": adres})


class EenZoekopdracht(ZoekopdrachtView):
    """One saved search."""

    http_method_names = ["get", "head", "delete", "options"]

    @extend_schema(
        operation_id="leesZoekopdracht",
        summary="Een zoekopdracht lezen",
        description="De zoekvraag, en hoeveel er nieuw is. Bereik van de sleutel: zoeken.",
        tags=["zoekopdrachten"],
        parameters=[NUMMER],
        examples=[OpenApiExample("Een zoekopdracht", VOORBEELD_ZOEKOPDRACHT, response_only=True)],
        responses={200: ZoekopdrachtSerializer, **fouten(400, 401, 403, 404, 406, 412, 429)},
    )
    def get(self, request: Request, nummer: str) -> Response:
        """An unknown one and one of somebody else look the same."""
        self.geen_parameters(request)
        return Response(self.beelden([self._deze(nummer)])[0])

    @extend_schema(
        operation_id="verwijderZoekopdracht",
        summary="Een zoekopdracht verwijderen",
        description="Daarna komt er ook geen e-mail meer over. Bereik van de sleutel: zoeken.",
        tags=["zoekopdrachten"],
        parameters=[NUMMER],
        responses={
            204: OpenApiResponse(description="Verwijderd."),
            **fouten(400, 401, 403, 404, 406, 429),
        },
    )
    def delete(self, request: Request, nummer: str) -> Response:
        """For good."""
        self.geen_parameters(request)
        self._deze(nummer).delete()
        return Response(status=204)

    def _deze(self, nummer: str) -> Zoekopdracht:
        for rij in self.mijn():
            if str(rij.pk) == nummer:
                return rij
        raise NotFound("Deze zoekopdracht bestaat niet.")


def _pad(rij: Zoekopdracht) -> str:
    return reverse("kandidatenverkenner:api-zoekopdracht", kwargs={"nummer": str(rij.pk)})
