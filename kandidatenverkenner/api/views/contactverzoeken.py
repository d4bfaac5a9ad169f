"""Asking for contact, and following what comes of it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.exceptions import Conflict, NotFound, Throttled
from kandidatenverkenner.api.generics import ApiView
from kandidatenverkenner.api.openapi.responses import errors
from kandidatenverkenner.api.openapi.schema import (
    VOORBEELD_CONTACT,
    VOORBEELD_CONTACTVERZOEK,
    VOORBEELD_CONTACTVERZOEKEN,
)
from kandidatenverkenner.api.serializers import (
    ContactverzoekenSerializer,
    ContactverzoekSerializer,
)
from kandidatenverkenner.api.validation import read_body, refuse_parameters
from kandidatenverkenner.models import Apisleutel, Contactverzoek, Kandidaat
from kandidatenverkenner.privacy.visits import seconds_until_tomorrow
from kandidatenverkenner.verzoeken.contact import dien_in
from kandidatenverkenner.verzoeken.termijn import in_woorden


MAX_KANDIDATEN = 10  # in one request
MAX_VERZOEKEN = 200  # in the list, as on the page
BODY: dict[str, Any] = {
    "type": "object",
    "description": "Om wie u vraagt, en voor welk werk.",
    "required": ["kandidaten", "vacature"],
    "additionalProperties": False,
    "properties": {
        "kandidaten": {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_KANDIDATEN,
            "items": {"type": "string", "format": "uuid"},
            "description": "De kandidaatnummers: het veld `id` van een kandidaat.",
        },
        "vacature": {
            "type": "string",
            "maxLength": 120,
            "pattern": "^[^\\x00]*[A-Za-z0-9][^\\x00]*$",
            "description": "Voor welke vacature, in uw eigen woorden.",
        },
        "bericht": {
            "type": "string",
            "maxLength": 1000,
            "pattern": "^[^\\x00]*$",
            "description": "Wat de adviseur moet weten.",
        },
    },
}


class ContactverzoekApiView(ApiView):
    """What holds for both addresses."""

    scope = Apisleutel.Bereik.CONTACT
    parser_classes = [JSONParser]

    def described(self, verzoek: Contactverzoek) -> dict[str, Any]:
        """A request with the candidate number that this employer knows."""
        path = reverse("kandidatenverkenner:api-contactverzoek", kwargs={"nummer": str(verzoek.pk)})
        return {
            "verzoek": verzoek,
            "nummer": self.pseudonyms.encrypt(verzoek.kandidaat) if verzoek.kandidaat else None,
            "stand": {"code": verzoek.stand, "naam": verzoek.get_stand_display()},
            "links": {"self": {"href": self.request.build_absolute_uri(path)}},
        }

    def listed(self, verzoeken: list[Contactverzoek]) -> dict[str, Any]:
        """A list of requests, as it is answered."""
        described = [self.described(verzoek) for verzoek in verzoeken]
        return dict(ContactverzoekenSerializer({"contactverzoeken": described}).data)


class ContactverzoekenView(ContactverzoekApiView):
    """All requests of the organisation, and a new one."""

    http_method_names = ["get", "head", "post", "options"]
    has_etag = True

    @extend_schema(
        operation_id="zoekContactverzoeken",
        summary="Contactverzoeken volgen",
        description=(
            f"De nieuwste {MAX_VERZOEKEN} verzoeken van uw organisatie, met hun stand en de dag "
            "waarop u uiterlijk antwoord hebt. Bereik van de sleutel: contact."
        ),
        tags=["contactverzoeken"],
        examples=[OpenApiExample("Twee verzoeken", VOORBEELD_CONTACTVERZOEKEN, response_only=True)],
        responses={
            200: ContactverzoekenSerializer,
            **errors(400, 401, 403, 406, 412, 429),
        },
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        refuse_parameters(request)
        # A question to the servicepunt has no candidate; only the pages show it.
        verzoeken = Contactverzoek.objects.filter(
            werkgever=self.account.werkgever_id, kandidaat__isnull=False
        )
        newest = verzoeken.order_by("-ingediend_op", "-pk")[:MAX_VERZOEKEN]
        return Response(self.listed(list(newest)))

    @extend_schema(
        operation_id="maakContactverzoek",
        summary="Om contact vragen",
        description=(
            f"Vraag om contact met een of meer kandidaten (hoogstens {MAX_KANDIDATEN}) voor een "
            "vacature. Elke kandidaat krijgt een eigen verzoek; lukt er een niet, dan is er geen. "
            f"Het werkgeversservicepunt van de regio antwoordt binnen {in_woorden()}. "
            "Bereik van de sleutel: contact."
        ),
        tags=["contactverzoeken"],
        request={"application/json": BODY},
        examples=[
            OpenApiExample("Twee kandidaten", VOORBEELD_CONTACT, request_only=True),
            OpenApiExample(
                "De verzoeken",
                VOORBEELD_CONTACTVERZOEKEN,
                response_only=True,
                status_codes=["201"],
            ),
        ],
        responses={
            201: ContactverzoekenSerializer,
            **errors(400, 401, 403, 404, 406, 409, 411, 413, 415, 429),
        },
    )
    def post(self, request: Request) -> Response:
        """Make one for each candidate, or none at all."""
        refuse_parameters(request)
        body = read_body(request, BODY)
        verzoeken = []
        with transaction.atomic():
            for nummer in dict.fromkeys(uuid.UUID(given) for given in body["kandidaten"]):
                kandidaat = self.pseudonyms.decrypt(nummer)
                if not Kandidaat.objects.filter(pk=kandidaat).exists():
                    raise NotFound(f"Kandidaat {nummer} is niet (meer) beschikbaar.")
                try:
                    verzoek = dien_in(
                        account=self.account,
                        kandidaat=kandidaat,
                        vacature=body["vacature"],
                        bericht=body.get("bericht", ""),
                        moment=self.now,
                    )
                except ValidationError as error:
                    if getattr(error, "code", "") == "daglimiet":
                        raise Throttled(
                            error.messages[0], seconds_until_tomorrow(self.now)
                        ) from error
                    raise Conflict(f"Kandidaat {nummer}: {error.messages[0]}") from error
                verzoeken.append(verzoek)
        return Response(self.listed(verzoeken), status=201)


class ContactverzoekView(ContactverzoekApiView):
    """One request."""

    has_etag = True

    @extend_schema(
        operation_id="leesContactverzoek",
        summary="Een contactverzoek volgen",
        description="Hoe het met een verzoek staat. Bereik van de sleutel: contact.",
        tags=["contactverzoeken"],
        parameters=[
            OpenApiParameter(
                "nummer",
                {"type": "integer", "minimum": 1},
                OpenApiParameter.PATH,
                description="Nummer van het verzoek: het veld `id`.",
            )
        ],
        examples=[OpenApiExample("Een verzoek", VOORBEELD_CONTACTVERZOEK, response_only=True)],
        responses={
            200: ContactverzoekSerializer,
            **errors(400, 401, 403, 404, 406, 412, 429),
        },
    )
    def get(self, request: Request, nummer: str) -> Response:
        """An unknown request and that of somebody else look the same."""
        refuse_parameters(request)
        # Longer numbers do not fit in the database.
        if not (nummer.isascii() and nummer.isdecimal() and len(nummer) < 18):
            raise NotFound("Dit contactverzoek bestaat niet.")
        verzoek = Contactverzoek.objects.filter(
            pk=int(nummer), werkgever=self.account.werkgever_id, kandidaat__isnull=False
        ).first()
        if verzoek is None:
            raise NotFound("Dit contactverzoek bestaat niet.")
        return Response(ContactverzoekSerializer(self.described(verzoek)).data)
