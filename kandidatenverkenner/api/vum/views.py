"""The VUM source: VUM-Bron-WerkzoekendeProfielen 1.0.0."""

import uuid
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.authentication import ApiKeyAuthentication
from kandidatenverkenner.api.generics import ApiView
from kandidatenverkenner.api.vum.envelope import (
    BERICHTVERSIE,
    ONGELDIG,
    TE_VEEL,
    VumError,
    check_headers,
    exception_handler,
)
from kandidatenverkenner.api.vum.query import count_detail, find, record_question, validated
from kandidatenverkenner.api.vum.serializers import to_match, to_profile
from kandidatenverkenner.models import Apisleutel, Bezoek, Codelijsten
from kandidatenverkenner.privacy.visits import (
    DaglimietError,
    count_page,
    open_kandidaat,
    seconds_until_tomorrow,
)
from kandidatenverkenner.zoeken.results import beschrijf


MAX_MATCHES = 100  # of the standard
MAX_BYTES = 100_000  # bytes


class VumView(ApiView):
    """What holds for both addresses: only programs, the headers of VUM, the errors of VUM."""

    authentication_classes = [ApiKeyAuthentication]
    scope = Apisleutel.Bereik.VUM
    parser_classes = [JSONParser]

    def get_exception_handler(self) -> Any:
        """Errors as the contract has them."""
        return exception_handler

    @property
    def default_response_headers(self) -> dict[str, str]:
        """On every answer, errors too."""
        return super().default_response_headers | {"X-VUM-berichtVersie": BERICHTVERSIE}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check who asks first, then the envelope."""
        super().initial(request, *args, **kwargs)
        check_headers(request.headers)


@extend_schema(exclude=True)
class VumMatchesView(VumView):
    """A question, and at most a hundred that answer it."""

    http_method_names = ["post", "options"]

    def post(self, request: Request) -> Response:
        """Each number in the answer is valid for this organisation and this question only."""
        # Without a length, or with one that is no number, Django reads nothing.
        lengte = str(request.META.get("CONTENT_LENGTH", ""))
        if lengte.isdecimal() and int(lengte) > MAX_BYTES:
            raise VumError(ONGELDIG, f"Het bericht is langer dan {MAX_BYTES} bytes.")
        codelijsten = Codelijsten.lees()
        gevonden = find(validated(request.data), codelijsten)[: MAX_MATCHES + 1]
        rijen = list(gevonden)
        try:
            gezien = [rij.pk for rij in rijen[:MAX_MATCHES]]
            self.browsing_quota = count_page(self.account.werkgever, gezien, self.now)
        except DaglimietError as fout:
            raise VumError(TE_VEEL, str(fout), seconds_until_tomorrow(self.now)) from fout
        vraag = record_question(self.account, self.now)
        matches = []
        for rij in rijen[:MAX_MATCHES]:
            beeld = beschrijf(rij, codelijsten, self.pseudonyms)
            matches.append(to_match(beeld, f"{vraag.pk}.{beeld.nummer}"))
        vol = len(rijen) > MAX_MATCHES
        return Response({"maximumAantalResultatenBereikt": vol, "matches": matches})


@extend_schema(exclude=True)
class VumDetailView(VumView):
    """One profile of an answer."""

    opens_kandidaten = True

    def get(self, request: Request, nummer: str) -> Response:  # noqa: ARG002
        """Count the profile under its question and under the day, then answer it."""
        vraag, kandidaatnummer = _gelezen(nummer)
        kandidaat = self.pseudonyms.decrypt(kandidaatnummer)
        if not count_detail(self.account, vraag, kandidaat):
            raise _niet_beschikbaar()
        try:
            gevonden = open_kandidaat(
                account=self.account, kandidaat=kandidaat, wijze=Bezoek.Wijze.API, moment=self.now
            )
        except DaglimietError as fout:
            raise VumError(TE_VEEL, str(fout), seconds_until_tomorrow(self.now)) from fout
        if gevonden is None:
            raise _niet_beschikbaar()
        beeld = beschrijf(gevonden, Codelijsten.lees(), self.pseudonyms)
        return Response(to_profile(beeld, nummer))


@extend_schema(exclude=True)
class UnknownVumAddressView(VumView):
    """Any other address under /vum."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Whatever the method."""
        raise Http404


def _gelezen(nummer: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The question and the candidate of an idWerkzoekende."""
    vraag, _, kandidaat = nummer.partition(".")
    try:
        gelezen = uuid.UUID(vraag), uuid.UUID(kandidaat)
    except ValueError as fout:
        raise _niet_beschikbaar() from fout
    if ".".join(map(str, gelezen)) != nummer:
        raise _niet_beschikbaar()
    return gelezen


def _niet_beschikbaar() -> VumError:
    # The contract has no 404. Unknown, expired, withdrawn and somebody else's look the same.
    return VumError(ONGELDIG, "Dit idWerkzoekende is niet (meer) beschikbaar.")
