"""The endpoints for what an employer asks and keeps: contact requests and saved searches."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.aanvraagvormen import (
    VOORBEELD_VERZOEK,
    VOORBEELD_ZOEKOPDRACHT,
    ContactverzoekenSerializer,
    ContactverzoekSerializer,
    NieuwContactverzoekSerializer,
    NieuweZoekopdrachtSerializer,
    ZoekopdrachtenSerializer,
    ZoekopdrachtSerializer,
)
from kandidatenverkenner.api.adressen import vreemde_sleutels
from kandidatenverkenner.api.basis import ApiView, fouten
from kandidatenverkenner.api.probleem import NietGevonden, OngeldigeParameters
from kandidatenverkenner.models import Bereik, Contactverzoek, Zoekopdracht
from kandidatenverkenner.verzoeken import dien_in
from kandidatenverkenner.zoeken.filters import Kandidaatfilter
from kandidatenverkenner.zoekopdrachten import aantallen_nieuw, bewaar_zoekopdracht


MEESTE = 200  # rows of a list: more nobody has, or follows
NUMMER = OpenApiParameter(
    "nummer",
    {"type": "integer", "minimum": 1},
    OpenApiParameter.PATH,
    description="Nummer: het veld `nummer` in de lijst.",
)


def geen_parameters(request: Request) -> None:
    """Raises OngeldigeParameters for any parameter."""
    if vreemd := {naam[:60]: ["Deze parameter bestaat niet."] for naam in request.query_params}:
        raise OngeldigeParameters(vreemd)


def gelezen(vorm: Any, request: Request) -> dict[str, Any]:
    """The body, checked. Raises OngeldigeParameters that names each field."""
    if not isinstance(request.data, dict):
        raise ParseError
    ingevuld = vorm(data=request.data)
    if not ingevuld.is_valid():
        raise OngeldigeParameters(
            {naam: [str(fout) for fout in _plat(lijst)] for naam, lijst in ingevuld.errors.items()}
        )
    return dict(ingevuld.validated_data)


def zonder_pagina(vraag: QueryDict) -> str:
    """A search as it stands in an address, at its first page."""
    delen = [(naam, w) for naam, ww in vraag.lists() for w in ww if w and naam != "pagina"]
    return urlencode(delen)


def _plat(fouten_: Any) -> list[Any]:
    """The messages of a field, also those of its parts."""
    if isinstance(fouten_, dict):
        return [een for deel in fouten_.values() for een in _plat(deel)]
    return [een for deel in fouten_ for een in (_plat(deel) if isinstance(deel, dict) else [deel])]


class Contactverzoeken(ApiView):
    """Asking to meet candidates."""

    http_method_names = ["get", "head", "post", "options"]
    bereik = Bereik.CONTACT

    @extend_schema(
        operation_id="leesContactverzoeken",
        summary="Contactverzoeken lezen",
        description="Wat uw organisatie vroeg, met de stand en de uiterste dag van antwoord.",
        tags=["contactverzoeken"],
        examples=[
            OpenApiExample(
                "De lijst", {"contactverzoeken": [VOORBEELD_VERZOEK]}, response_only=True
            )
        ],
        responses={200: ContactverzoekenSerializer, **fouten(400, 401, 403, 406)},
    )
    def get(self, request: Request) -> Response:
        """The newest first, at most 200."""
        geen_parameters(request)
        return Response({"contactverzoeken": self._vormen(self._van_hier()[:MEESTE])})

    @extend_schema(
        operation_id="vraagContact",
        summary="Contact aanvragen",
        description=(
            "Vraag contact met een of meer kandidaten voor een vacature. Een adviseur vraagt het "
            "elke kandidaat en antwoordt binnen twee werkdagen. Kan een van hen niet worden "
            "gevraagd, dan wordt niemand gevraagd."
        ),
        tags=["contactverzoeken"],
        request=NieuwContactverzoekSerializer,
        examples=[
            OpenApiExample(
                "Twee kandidaten",
                {
                    "kandidaten": [VOORBEELD_VERZOEK["kandidaat"]],
                    "vacature": "Magazijnmedewerker",
                    "bericht": "Wij beginnen om 7.00 uur.",
                },
                request_only=True,
            ),
            OpenApiExample(
                "Aangevraagd", {"contactverzoeken": [VOORBEELD_VERZOEK]}, response_only=True
            ),
        ],
        responses={201: ContactverzoekenSerializer, **fouten(400, 401, 403, 406, 415)},
    )
    def post(self, request: Request) -> Response:
        """All of them or none."""
        geen_parameters(request)
        gegeven = gelezen(NieuwContactverzoekSerializer, request)
        try:
            with transaction.atomic():
                nieuw = [
                    dien_in(
                        account=self.toegelaten,
                        kandidaat=self.nummering.kandidaat(nummer),
                        vacature=gegeven["vacature"],
                        bericht=gegeven["bericht"],
                        moment=timezone.localtime(),
                    )
                    for nummer in dict.fromkeys(gegeven["kandidaten"])
                ]
        except ValidationError as fout:
            raise OngeldigeParameters({"kandidaten": fout.messages}) from fout
        return Response({"contactverzoeken": self._vormen(nieuw)}, status=201)

    def _van_hier(self) -> Any:
        rijen = Contactverzoek.objects.filter(werkgever=self.toegelaten.werkgever_id)
        return rijen.exclude(kandidaat=None).order_by("-ingediend_op", "-pk")

    def _vormen(self, verzoeken: Any) -> Any:
        context = {"nummer_van": self._nummer_van}
        return ContactverzoekSerializer(verzoeken, many=True, context=context).data

    def _nummer_van(self, kandidaat: uuid.UUID) -> uuid.UUID:
        return self.nummering.nummer(kandidaat)


class EenContactverzoek(Contactverzoeken):
    """How one request stands."""

    http_method_names = ["get", "head", "options"]

    @extend_schema(
        operation_id="leesContactverzoek",
        summary="Een contactverzoek lezen",
        description="De stand van een verzoek, en wanneer u uiterlijk antwoord hebt.",
        tags=["contactverzoeken"],
        parameters=[NUMMER],
        examples=[OpenApiExample("Een verzoek", VOORBEELD_VERZOEK, response_only=True)],
        responses={200: ContactverzoekSerializer, **fouten(400, 401, 403, 404, 406)},
    )
    def get(self, request: Request, nummer: int) -> Response:  # type: ignore[override]
        """One of the organisation."""
        geen_parameters(request)
        verzoek = self._van_hier().filter(pk=nummer).first()
        if verzoek is None:
            raise NietGevonden("Dit contactverzoek is er niet.")
        return Response(self._vormen([verzoek])[0])


class Zoekopdrachten(ApiView):
    """Searches that the account keeps."""

    http_method_names = ["get", "head", "post", "options"]

    @extend_schema(
        operation_id="leesZoekopdrachten",
        summary="Bewaarde zoekopdrachten lezen",
        description="Met hoeveel kandidaten er nieuw of gewijzigd zijn sinds u ze het laatst zag.",
        tags=["zoekopdrachten"],
        examples=[
            OpenApiExample(
                "De lijst", {"zoekopdrachten": [VOORBEELD_ZOEKOPDRACHT]}, response_only=True
            )
        ],
        responses={200: ZoekopdrachtenSerializer, **fouten(400, 401, 403, 406)},
    )
    def get(self, request: Request) -> Response:
        """In order of name."""
        geen_parameters(request)
        return Response({"zoekopdrachten": self._vormen(list(self._mijn()))})

    @extend_schema(
        operation_id="bewaarZoekopdracht",
        summary="Een zoekopdracht bewaren",
        description=(
            "Bewaar een zoekvraag, zoals die in het adres van /api/v1/kandidaten staat. Met "
            "`metMail` krijgt u hoogstens een keer per dag e-mail als er nieuwe kandidaten zijn."
        ),
        tags=["zoekopdrachten"],
        request=NieuweZoekopdrachtSerializer,
        examples=[
            OpenApiExample(
                "Inpakkers",
                {"naam": "Inpakkers", "zoekvraag": "regio=AM19&taaksoort=inpakken"},
                request_only=True,
            ),
            OpenApiExample("Bewaard", VOORBEELD_ZOEKOPDRACHT, response_only=True),
        ],
        responses={201: ZoekopdrachtSerializer, **fouten(400, 401, 403, 406, 415)},
    )
    def post(self, request: Request) -> Response:
        """Only a search that can be asked."""
        geen_parameters(request)
        gegeven = gelezen(NieuweZoekopdrachtSerializer, request)
        vraag = QueryDict(gegeven["zoekvraag"])
        filterset = Kandidaatfilter.lees(vraag)
        if mis := vreemde_sleutels(vraag) | filterset.fouten:
            raise OngeldigeParameters(
                {
                    "zoekvraag": [
                        f"{naam}: {tekst}" for naam, lijst in mis.items() for tekst in lijst
                    ]
                }
            )
        try:
            opdracht = bewaar_zoekopdracht(
                account_id=self.toegelaten.account_id,
                naam=gegeven["naam"],
                vraag=zonder_pagina(vraag),
                met_mail=gegeven["metMail"],
                moment=timezone.localtime(),
            )
        except ValidationError as fout:
            raise OngeldigeParameters({"naam": fout.messages}) from fout
        adres = reverse("kandidatenverkenner:api-zoekopdracht", args=[opdracht.pk])
        return Response(
            self._vormen([opdracht])[0],
            status=201,
            headers={"Location": request.build_absolute_uri(adres)},
        )

    def _mijn(self) -> Any:
        return Zoekopdracht.objects.filter(account=self.toegelaten.account_id)

    def _vormen(self, opdrachten: list[Zoekopdracht]) -> Any:
        context = {"nieuw": aantallen_nieuw(opdrachten)}
        return ZoekopdrachtSerializer(opdrachten, many=True, context=context).data


class EenZoekopdracht(Zoekopdrachten):
    """One saved search."""

    http_method_names = ["get", "head", "delete", "options"]

    @extend_schema(
        operation_id="leesZoekopdracht",
        summary="Een zoekopdracht lezen",
        description="De zoekvraag, en hoeveel kandidaten er nieuw of gewijzigd zijn.",
        tags=["zoekopdrachten"],
        parameters=[NUMMER],
        examples=[OpenApiExample("Een zoekopdracht", VOORBEELD_ZOEKOPDRACHT, response_only=True)],
        responses={200: ZoekopdrachtSerializer, **fouten(400, 401, 403, 404, 406)},
    )
    def get(self, request: Request, nummer: int) -> Response:  # type: ignore[override]
        """One of this account."""
        geen_parameters(request)
        return Response(self._vormen([self._deze(nummer)])[0])

    @extend_schema(
        operation_id="verwijderZoekopdracht",
        summary="Een zoekopdracht verwijderen",
        description="Daarna komt er ook geen e-mail meer over.",
        tags=["zoekopdrachten"],
        parameters=[NUMMER],
        responses={
            204: OpenApiResponse(description="Verwijderd."),
            **fouten(400, 401, 403, 404, 406),
        },
    )
    def delete(self, request: Request, nummer: int) -> Response:
        """For good."""
        geen_parameters(request)
        self._deze(nummer).delete()
        return Response(status=204)

    def _deze(self, nummer: int) -> Zoekopdracht:
        opdracht: Zoekopdracht | None = self._mijn().filter(pk=nummer).first()
        if opdracht is None:
            raise NietGevonden("Deze zoekopdracht is er niet.")
        return opdracht
