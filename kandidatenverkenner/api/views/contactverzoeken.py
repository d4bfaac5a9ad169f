"""Asking for contact, and following what comes of it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.exceptions import Conflict, InvalidParameters, NotFound, Throttled
from kandidatenverkenner.api.generics import ApiView
from kandidatenverkenner.api.openapi.responses import fouten
from kandidatenverkenner.api.openapi.schema import (
    VOORBEELD_CONTACT,
    VOORBEELD_CONTACTVERZOEK,
    VOORBEELD_CONTACTVERZOEKEN,
)
from kandidatenverkenner.api.serializers import CodeSerializer, KandidaatLinksSerializer
from kandidatenverkenner.api.validation import lees_lichaam
from kandidatenverkenner.models import Apisleutel, Contactverzoek, Kandidaat
from kandidatenverkenner.privacy.visits import tot_morgen
from kandidatenverkenner.verzoeken.contact import dien_in


MEEST_KANDIDATEN = 10  # in one request
MEEST_VERZOEKEN = 200  # in the list, as on the page
VORM: dict[str, Any] = {
    "type": "object",
    "description": "Om wie u vraagt, en voor welk werk.",
    "required": ["kandidaten", "vacature"],
    "additionalProperties": False,
    "properties": {
        "kandidaten": {
            "type": "array",
            "minItems": 1,
            "maxItems": MEEST_KANDIDATEN,
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


class ContactverzoekSerializer(serializers.Serializer[Any]):
    """A contact request and how it stands."""

    id = serializers.IntegerField(source="rij.pk", help_text="Nummer van het verzoek.")
    kandidaat = serializers.UUIDField(
        source="nummer", help_text="Kandidaatnummer, zoals het dit kwartaal is."
    )
    vacature = serializers.CharField(source="rij.vacature", help_text="Voor welke vacature.")
    bericht = serializers.CharField(source="rij.bericht", help_text="Wat u de adviseur schreef.")
    stand = CodeSerializer(help_text="Hoe het met het verzoek staat.")
    ingediendOp = serializers.DateTimeField(  # noqa: N815 - the API's field names are camelCase
        source="rij.ingediend_op", help_text="Wanneer u het vroeg."
    )
    uiterlijkOp = serializers.DateField(  # noqa: N815
        source="rij.uiterlijk_op", help_text="Uiterlijk op deze dag hebt u antwoord."
    )
    beantwoordOp = serializers.DateTimeField(  # noqa: N815
        source="rij.beantwoord_op",
        allow_null=True,
        help_text="Wanneer er antwoord kwam; null is: nog niet.",
    )
    _links = KandidaatLinksSerializer(source="links", help_text="Waar het verzoek te vinden is.")


class ContactverzoekenSerializer(serializers.Serializer[Any]):
    """Contact requests, the newest first."""

    contactverzoeken = ContactverzoekSerializer(many=True, help_text="Nieuwste eerst.")


class ContactverzoekView(ApiView):
    """What holds for both addresses."""

    bereik = Apisleutel.Bereik.CONTACT
    parser_classes = [JSONParser]

    def geen_parameters(self, request: Request) -> None:
        """Raise OngeldigeParameters when there are any."""
        reden = ["Deze parameter bestaat niet."]
        if onbekend := {naam[:60]: reden for naam in request.query_params}:
            raise InvalidParameters(onbekend)

    def beeld(self, rij: Contactverzoek) -> dict[str, Any]:
        """A request in the words and numbers of whoever asks."""
        pad = reverse("kandidatenverkenner:api-contactverzoek", kwargs={"nummer": str(rij.pk)})
        return {
            "rij": rij,
            "nummer": self.nummering.nummer(rij.kandidaat) if rij.kandidaat else None,
            "stand": {"code": rij.stand, "naam": rij.get_stand_display()},
            "links": {"self": {"href": self.request.build_absolute_uri(pad)}},
        }

    def lijst(self, rijen: list[Contactverzoek]) -> dict[str, Any]:
        """A list as it is answered."""
        return dict(
            ContactverzoekenSerializer(
                {"contactverzoeken": [self.beeld(rij) for rij in rijen]}
            ).data
        )


class ContactverzoekenView(ContactverzoekView):
    """All of the organisation, and a new one."""

    http_method_names = ["get", "head", "post", "options"]
    met_etag = True

    @extend_schema(
        operation_id="zoekContactverzoeken",
        summary="Contactverzoeken volgen",
        description=(
            f"De nieuwste {MEEST_VERZOEKEN} verzoeken van uw organisatie, met hun stand en de dag "
            "waarop u uiterlijk antwoord hebt. Bereik van de sleutel: contact."
        ),
        tags=["contactverzoeken"],
        examples=[OpenApiExample("Twee verzoeken", VOORBEELD_CONTACTVERZOEKEN, response_only=True)],
        responses={200: ContactverzoekenSerializer, **fouten(400, 401, 403, 406, 412, 429)},
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        self.geen_parameters(request)
        # A question to the servicepunt is of the pages: it has no candidate.
        rijen = Contactverzoek.objects.filter(
            werkgever=self.account.werkgever_id, kandidaat__isnull=False
        )
        return Response(self.lijst(list(rijen.order_by("-ingediend_op", "-pk")[:MEEST_VERZOEKEN])))

    @extend_schema(
        operation_id="maakContactverzoek",
        summary="Om contact vragen",
        description=(
            f"Vraag om contact met een of meer kandidaten (hoogstens {MEEST_KANDIDATEN}) voor een "
            "vacature. Elke kandidaat krijgt een eigen verzoek; lukt er een niet, dan is er geen. "
            "Het werkgeversservicepunt van de regio antwoordt binnen twee werkdagen. "
            "Bereik van de sleutel: contact."
        ),
        tags=["contactverzoeken"],
        request={"application/json": VORM},
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
            **fouten(400, 401, 403, 404, 406, 409, 411, 413, 415, 429),
        },
    )
    def post(self, request: Request) -> Response:
        """One for each candidate, or none."""
        self.geen_parameters(request)
        gegeven = lees_lichaam(request, VORM)
        rijen = []
        with transaction.atomic():
            for nummer in dict.fromkeys(uuid.UUID(een) for een in gegeven["kandidaten"]):
                kandidaat = self.nummering.kandidaat(nummer)
                if not Kandidaat.objects.filter(pk=kandidaat).exists():
                    raise NotFound(f"Kandidaat {nummer} is niet (meer) beschikbaar.")
                try:
                    rij = dien_in(
                        account=self.account,
                        kandidaat=kandidaat,
                        vacature=gegeven["vacature"],
                        bericht=gegeven.get("bericht", ""),
                        moment=self.nu,
                    )
                except ValidationError as fout:
                    if getattr(fout, "code", "") == "daglimiet":
                        raise Throttled(fout.messages[0], tot_morgen(self.nu)) from fout
                    raise Conflict(f"Kandidaat {nummer}: {fout.messages[0]}") from fout
                rijen.append(rij)
        return Response(self.lijst(rijen), status=201)


class EenContactverzoek(ContactverzoekView):
    """One request."""

    met_etag = True

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
        responses={200: ContactverzoekSerializer, **fouten(400, 401, 403, 404, 406, 412, 429)},
    )
    def get(self, request: Request, nummer: str) -> Response:
        """An unknown one and one of somebody else look the same."""
        self.geen_parameters(request)
        # Longer numbers do not fit in the database.
        if not (nummer.isascii() and nummer.isdecimal() and len(nummer) < 18):
            raise NotFound("Dit contactverzoek bestaat niet.")
        rij = Contactverzoek.objects.filter(
            pk=int(nummer), werkgever=self.account.werkgever_id, kandidaat__isnull=False
        ).first()
        if rij is None:
            raise NotFound("Dit contactverzoek bestaat niet.")
        return Response(ContactverzoekSerializer(self.beeld(rij)).data)
