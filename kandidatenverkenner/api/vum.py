"""A VUM source: the bron side of Verbeteren Uitwisseling Matchingsgegevens, contract 1.0.0.

A question gives at most 100 matches, each with what a card tells; at most 10 of them are opened.
Criteria that this source does not know, are ignored (VUM 2); of a known one a value that is not of
the contract is refused, and a value that nobody here can have finds nobody.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from kandidatenverkenner.api.basis import ApiView
from kandidatenverkenner.bezoek import DaglimietError, open_kandidaat
from kandidatenverkenner.models import Bereik, Bezoek, Codelijsten, Facet, Kandidaat
from kandidatenverkenner.zoeken.uitkomst import Kandidaatbeeld, beschrijf
from kandidatenverkenner.zoekindex import Zoekvraag, bladzijde, totalen


MEESTE_MATCHES = 100
MEESTE_DETAILS = 10  # of one question
VERPLICHT = ("X-VUM-berichtVersie", "X-VUM-fromParty", "X-VUM-toParty", "X-VUM-SUWIparty")
VERSIE = "1.0.0"
JA, NEE = 1, 2


class VumFout(exceptions.APIException):
    """An error of the contract: a code, and what is wrong."""

    def __init__(self, code: str, bericht: str, details: str = "") -> None:
        super().__init__()
        self.status_code = int(code.partition(".")[0])
        self.code, self.bericht, self.details = code, bericht, details


def ongeldig(details: str) -> VumFout:
    """The call cannot be understood."""
    return VumFout("400.01", "Ongeldige aanroep", details)


def als_vumfout(fout: Exception, _context: Mapping[str, Any]) -> Response:
    """DRF's exception handler, with the errors of the contract."""
    if isinstance(fout, VumFout):
        code, bericht, details = fout.code, fout.bericht, fout.details
    elif isinstance(fout, exceptions.APIException) and fout.status_code < 500:
        code, bericht, details = f"{fout.status_code}.01", "Ongeldige aanroep", str(fout.detail)
    else:
        raise fout
    inhoud = {"code": code, "message": bericht} | ({"details": details[:2000]} if details else {})
    headers = {"WWW-Authenticate": "Bearer"} if code.startswith("401") else {}
    return Response(inhoud, status=int(code.partition(".")[0]), headers=headers)


class VumView(ApiView):
    """What holds for every address of the contract."""

    bereik = Bereik.VUM
    parser_classes = [JSONParser]

    def get_exception_handler(self) -> Any:
        """Errors as in the contract."""
        return als_vumfout

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Without the headers of the contract there is no answer."""
        super().initial(request, *args, **kwargs)
        if weg := [kop for kop in VERPLICHT if not request.headers.get(kop)]:
            raise VumFout("400.02", "Onvolledige aanroep", f"Headers ontbreken: {', '.join(weg)}.")
        self.headers |= {
            "X-VUM-berichtVersie": VERSIE,
            "X-VUM-fromParty": request.headers["X-VUM-toParty"],
            "X-VUM-toParty": request.headers["X-VUM-fromParty"],
        }

    @property
    def sleutel_van_de_vraag(self) -> str:
        """Where it is kept when this account last asked a question."""
        return f"vum-vraag-{self.toegelaten.account_id}"


@extend_schema(exclude=True)
class Matches(VumView):
    """POST /werkzoekendeProfielen/matches."""

    http_method_names = ["post", "options"]

    def post(self, request: Request) -> Response:
        """At most 100 who answer the question."""
        gegeven = request.data
        if not isinstance(gegeven, dict):
            raise ongeldig("De inhoud is geen object.")
        if "vraagObject" not in gegeven:
            raise VumFout("400.02", "Onvolledige aanroep", "vraagObject ontbreekt.")
        codelijsten = Codelijsten.lees()
        vraag = _zoekvraag(_object(gegeven, "vraagObject"), codelijsten)
        rijen = bladzijde(vraag, vanaf=0, aantal=MEESTE_MATCHES) if vraag else []
        totaal = totalen({"alle": vraag})["alle"] if vraag else 0
        cache.set(self.sleutel_van_de_vraag, timezone.localtime().isoformat(), 24 * 3600)
        return Response(
            {
                "maximumAantalResultatenBereikt": totaal > MEESTE_MATCHES,
                "matches": [_match(beschrijf(rij, codelijsten, self.nummering)) for rij in rijen],
            }
        )


@extend_schema(exclude=True)
class Werkzoekende(VumView):
    """GET /werkzoekendeProfielen/{idWerkzoekende}."""

    def get(self, request: Request, nummer: str) -> Response:  # noqa: ARG002
        """One of the matches, whole; it counts as a candidate that was opened."""
        nu = timezone.localtime()
        try:
            kandidaat = self.nummering.kandidaat(uuid.UUID(nummer))
        except ValueError as fout:
            raise ongeldig("idWerkzoekende is niet bekend.") from fout
        if Kandidaat.objects.filter(pk=kandidaat).exists() and self._vol(kandidaat):
            raise VumFout(
                "429.01",
                "Aantal werkzoekendeProfielen limiet overschreden",
                f"Bij een vraag horen hoogstens {MEESTE_DETAILS} profielen. Stel een nieuwe vraag.",
            )
        try:
            gevonden = open_kandidaat(
                account=self.toegelaten, kandidaat=kandidaat, wijze=Bezoek.Wijze.VUM, moment=nu
            )
        except DaglimietError as fout:
            raise VumFout(
                "429.01", "Aantal werkzoekendeProfielen limiet overschreden", str(fout)
            ) from fout
        if gevonden is None:
            raise ongeldig("idWerkzoekende is niet bekend.")
        return Response(_detail(beschrijf(gevonden, Codelijsten.lees(), self.nummering)))

    def _vol(self, kandidaat: uuid.UUID) -> bool:
        """Whether the last question of this account has had its ten."""
        gesteld = cache.get(self.sleutel_van_de_vraag)
        sinds = (
            datetime.datetime.fromisoformat(gesteld)
            if gesteld
            else timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        )
        geopend = Bezoek.objects.filter(
            account=self.toegelaten.account_id, wijze=Bezoek.Wijze.VUM, moment__gte=sinds
        )
        gezien = set(geopend.values_list("kandidaat", flat=True))
        return kandidaat not in gezien and len(gezien) >= MEESTE_DETAILS


def _zoekvraag(vraag: Mapping[str, Any], codelijsten: Codelijsten) -> Zoekvraag | None:
    """What is asked of the index; None when a criterion can be met by nobody here."""
    kwalificatie = _object(vraag, "arbeidsmarktkwalificatie")
    gevraagd = {
        Facet.SECTOR: [f"{code:02}" for code in _codes(vraag, "sector", "codeSbi", int)],
        Facet.RIJBEWIJS: _codes(kwalificatie, "rijbewijs", "codeSoortRijbewijs", str),
        Facet.COMPETENTIE: _codes(
            kwalificatie, "gedragscompetentie", "codeGedragscompetentie", int
        ),
        Facet.OPLEIDINGSNIVEAU: _codes(kwalificatie, "opleiding", "codeNiveauOpleiding", int),
        Facet.TAAL: _codes(kwalificatie, "taalbeheersing", "codeTaal", str),
        Facet.VAARDIGHEID: _op_naam(
            _codes(kwalificatie, "vakvaardigheid", "omschrijving", str), codelijsten
        ),
    }
    keuzen: dict[str, frozenset[int]] = {}
    for facet, codes in gevraagd.items():
        bekend = codelijsten.per_facet[facet]
        nummers = frozenset(bekend[str(code)].id for code in codes if str(code) in bekend)
        if codes and not nummers:
            return None
        if nummers:
            keuzen[facet.value] = nummers
    werktijden = _object(vraag, "werktijden")
    minimaal = _getal(werktijden, "aantalWerkurenPerWeekMinimaal")
    maximaal = _getal(werktijden, "aantalWerkurenPerWeekMaximaal")
    vanaf = _object(vraag, "flexibiliteit").get("datumAanvangBeschikbaarVoorWerk")
    return Zoekvraag(
        keuzen=keuzen,
        uren=None if minimaal is maximaal is None else (minimaal or 0, maximaal or 168),
        beschikbaar=_datum(vanaf) if vanaf is not None else None,
    )


def _object(bron: Mapping[str, Any], naam: str) -> Mapping[str, Any]:
    deel = bron.get(naam)
    if deel is None:
        return {}
    if not isinstance(deel, dict):
        raise ongeldig(f"{naam} is geen object.")
    return deel


def _codes(bron: Mapping[str, Any], lijst: str, naam: str, soort: type) -> list[Any]:
    """The values of one field in a list of objects; those that do not say it are left out."""
    delen = bron.get(lijst) or []
    if not isinstance(delen, list) or not all(isinstance(deel, dict) for deel in delen):
        raise ongeldig(f"{lijst} is geen lijst van objecten.")
    codes = [deel[naam] for deel in delen if deel.get(naam) is not None]
    if any(not isinstance(code, soort) or isinstance(code, bool) for code in codes):
        raise ongeldig(f"{naam} heeft niet de vorm van het contract.")
    return codes


def _op_naam(namen: Iterable[str], codelijsten: Codelijsten) -> list[str]:
    """Skills are free text in VUM: those of our list, by their name; others find nobody."""
    per_naam = {
        kenmerk.naam.casefold(): code
        for code, kenmerk in codelijsten.per_facet[Facet.VAARDIGHEID].items()
    }
    return [per_naam.get(naam.strip().casefold(), "") for naam in namen]


def _getal(bron: Mapping[str, Any], naam: str) -> int | None:
    getal = bron.get(naam)
    if getal is None:
        return None
    if not isinstance(getal, int) or isinstance(getal, bool) or not 0 <= getal <= 168:
        raise ongeldig(f"{naam} is geen aantal uren.")
    return getal


def _datum(tekst: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(tekst))
    except ValueError as fout:
        raise ongeldig("datumAanvangBeschikbaarVoorWerk is geen datum.") from fout


def _match(beeld: Kandidaatbeeld) -> dict[str, Any]:
    """What a card tells, in the words of the contract."""
    kandidaat = beeld.kandidaat
    kwalificatie: dict[str, Any] = {
        "vakvaardigheid": [{"omschrijving": een.naam} for een in beeld.vaardigheden_kort],
        "rijbewijs": [{"codeSoortRijbewijs": een.code} for een in beeld.per_facet[Facet.RIJBEWIJS]],
    }
    if opleiding := _opleiding(beeld):
        kwalificatie["opleiding"] = [opleiding]
    flexibiliteit = {}
    if kandidaat.beschikbaar_vanaf:
        flexibiliteit["datumAanvangBeschikbaarVoorWerk"] = kandidaat.beschikbaar_vanaf.isoformat()
    return {
        "idWerkzoekende": str(beeld.nummer),
        "mobiliteit": {"maximaleReisafstand": kandidaat.reisafstand},
        "flexibiliteit": flexibiliteit,
        "werktijden": {
            "aantalWerkurenPerWeekMinimaal": kandidaat.uren_min,
            "aantalWerkurenPerWeekMaximaal": kandidaat.uren_max,
        },
        "arbeidsmarktkwalificatie": kwalificatie,
    }


def _opleiding(beeld: Kandidaatbeeld) -> dict[str, int]:
    opleiding = {}
    if beeld.opleidingsniveau:
        opleiding["codeNiveauOpleiding"] = int(beeld.opleidingsniveau.code)
    if beeld.kandidaat.diploma is not None:
        opleiding["indicatieDiploma"] = JA if beeld.kandidaat.diploma else NEE
    return opleiding


def _detail(beeld: Kandidaatbeeld) -> dict[str, Any]:
    """The whole profile, without anything that says who it is."""
    uit = _match(beeld)
    facetten = beeld.per_facet
    uit["arbeidsmarktkwalificatie"] |= {
        "vakvaardigheid": [{"omschrijving": een.naam} for een in facetten[Facet.VAARDIGHEID]],
        "gedragscompetentie": [
            {"codeGedragscompetentie": int(een.code), "omschrijvingGedragscompetentie": een.naam}
            for een in facetten[Facet.COMPETENTIE]
        ],
        "interesse": [{"naamInteresse": een.naam} for een in facetten[Facet.AFFINITEIT]],
        "taalbeheersing": [
            {
                "codeTaal": kennis.taal.code,
                "codeNiveauTaalbeheersingMondeling": int(kennis.mondeling),
                "codeNiveauTaalbeheersingSchriftelijk": int(kennis.schriftelijk),
            }
            for kennis in beeld.talen
        ],
    }
    uit["vervoermiddel"] = [
        {"codeVervoermiddel": int(een.code), "indicatieBeschikbaarVoorWoonWerkverkeer": JA}
        for een in facetten[Facet.VERVOERMIDDEL]
    ]
    # A section of SBI has a letter, and the contract a number: a division stands for both.
    uit["sector"] = [
        {"codeSbi": int(een.code)} for een in facetten[Facet.SECTOR] if een.code.isdecimal()
    ]
    return uit
