"""What the API answers: one definition for the response and for the OpenAPI.

The declared fields are the only list of what there is. `PlainSerializer` reads them without a DRF
field for every value, because a page of candidates has thousands.
"""

# ruff: noqa: N815 - the API's field names are camelCase, as in VUM
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import get_attribute

from kandidatenverkenner.models import Kenmerk
from kandidatenverkenner.ontvangst.profiel import Profielveld, ja_nee, veld
from kandidatenverkenner.zoeken.filters import FACETTEN


Reader = Callable[[Any, Mapping[str, Any]], Any]


class PlainSerializer(serializers.Serializer[Any]):
    """A serializer whose values are right as they are: texts, numbers, dates, UUIDs."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Read the declared fields, in their order."""
        return dict(_reader(type(self))(instance, self.context))


@cache
def _reader(serializer: type[serializers.Serializer[Any]]) -> Reader:
    """A function that makes the plain values of one object; made once for a serializer."""
    fields = serializer().fields
    if len(fields) > 1 and all(_is_plain(field) for field in fields.values()):
        names = tuple(fields)
        get = _getter(*(".".join(field.source_attrs) for field in fields.values()))
        return lambda instance, _: dict(zip(names, get(instance), strict=True))
    readers = [(name, _field_reader(field)) for name, field in fields.items()]
    return lambda instance, context: {name: read(instance, context) for name, read in readers}


def _is_plain(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    return not isinstance(field, serializers.BaseSerializer | KandidaatLinksField)


def _field_reader(field: serializers.Field[Any, Any, Any, Any]) -> Reader:
    """A function that reads one field of an object, as its `source` says."""
    if isinstance(field, KandidaatLinksField):
        return field.links
    get = _getter(".".join(field.source_attrs))
    if isinstance(field, serializers.ListSerializer) and isinstance(
        field.child, serializers.Serializer
    ):
        item = _reader(type(field.child))
        return lambda instance, context: [item(one, context) for one in get(instance)]
    if isinstance(field, serializers.Serializer):
        nested = _reader(type(field))

        def read(instance: Any, context: Mapping[str, Any]) -> Any:
            value = get(instance)
            return None if value is None else nested(value, context)

        return read
    return lambda instance, _: get(instance)


def _getter(*sources: str) -> Callable[[Any], Any]:
    """Read attributes, or keys of a dict; of more than one source a tuple."""
    attributes = attrgetter(*sources)
    paths = [source.split(".") for source in sources]

    def get(instance: Any) -> Any:
        try:
            return attributes(instance)
        except AttributeError:
            values = tuple(get_attribute(instance, path) for path in paths)
            return values if len(values) > 1 else values[0]

    return get


class CodeSerializer(PlainSerializer):
    """A code of a list, and its name."""

    code = serializers.CharField()
    naam = serializers.CharField()


class TaalniveauSerializer(PlainSerializer):
    """How well somebody speaks or writes a language."""

    code = serializers.CharField(source="value", help_text="1 (geen) tot 4 (uitstekend).")
    naam = serializers.CharField(source="label")


class TaalSerializer(PlainSerializer):
    """A language of a candidate."""

    code = serializers.CharField(source="taal.code", help_text="ISO 639-3.")
    naam = serializers.CharField(source="taal.naam")
    mondeling = TaalniveauSerializer(
        allow_null=True,
        help_text="Spreken en verstaan. Null: te weinig mensen in de regio kunnen het zo.",
    )
    schriftelijk = TaalniveauSerializer(
        allow_null=True,
        help_text="Lezen en schrijven. Null: te weinig mensen in de regio kunnen het zo.",
    )


class LinkSerializer(PlainSerializer):
    """An address."""

    href = serializers.URLField()


class KandidaatLinksSerializer(PlainSerializer):
    """Where a candidate is found."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`self` cannot be the name of an attribute here."""
        return {"self": LinkSerializer()}


@extend_schema_field(KandidaatLinksSerializer)
class KandidaatLinksField(serializers.Field[Any, Any, Any, Any]):
    """The links of a candidate. The view knows its own address, and puts it in the context."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def links(self, beeld: Any, context: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Where this candidate is found."""
        return {"self": {"href": f"{context['address']}/{beeld.nummer}"}}

    def to_representation(self, value: Any) -> dict[str, dict[str, str]]:
        """The same, when DRF asks."""
        return self.links(value, self.context)


def _yes_no(een: Profielveld) -> serializers.BooleanField:
    """A field that is yes or no; null where the answer is hidden."""
    return serializers.BooleanField(
        source=f"kandidaat.{een.naam}", allow_null=True, help_text=een.uitleg
    )


class KandidaatKortSerializer(PlainSerializer):
    """A candidate in a list: what a card of the page shows. The rest is one address away."""

    id = serializers.UUIDField(
        source="nummer",
        help_text=(
            "Kandidaatnummer. Het geldt dit kwartaal en voor uw organisatie; een ander heeft voor "
            "dezelfde kandidaat een ander nummer."
        ),
    )
    regio = CodeSerializer(help_text=veld("regio").uitleg)
    opleidingsniveau = CodeSerializer(allow_null=True, help_text=veld("opleidingsniveau").uitleg)
    taaksoorten = CodeSerializer(
        many=True, source="taken_kort", help_text="De eerste taken; alle staan bij de kandidaat."
    )
    vaardigheden = CodeSerializer(
        many=True,
        source="vaardigheden_kort",
        help_text="De eerste vaardigheden; alle staan bij de kandidaat.",
    )
    urenMin = serializers.IntegerField(
        source="kandidaat.uren_min", help_text=veld("uren_min").uitleg
    )
    urenMax = serializers.IntegerField(
        source="kandidaat.uren_max", help_text=veld("uren_max").uitleg
    )
    beschikbaarVanaf = serializers.DateField(
        source="kandidaat.beschikbaar_vanaf",
        allow_null=True,
        help_text=veld("beschikbaar_vanaf").uitleg,
    )
    reisafstand = serializers.IntegerField(
        source="kandidaat.reisafstand", help_text=veld("reisafstand").uitleg
    )
    rijbewijzen = CodeSerializer(many=True, source="per_facet.rijbewijs")
    _links = KandidaatLinksField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Whatever the table of the candidate knows as yes or no stands after the education."""
        fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {}
        for name, field in super().get_fields().items():
            fields[name] = field
            if name == "opleidingsniveau":
                fields |= {een.api_naam: _yes_no(een) for een in ja_nee()}
        return fields


class WensSerializer(PlainSerializer):
    """A wish. Of its codes one is enough."""

    sleutel = serializers.CharField(help_text="De sleutel voor de dubbele punt van de wens.")
    codes = serializers.ListField(
        child=serializers.CharField(), help_text="De gevraagde waarden; een ervan is genoeg."
    )
    naam = serializers.CharField(help_text="De wens in woorden.")


class OordeelSerializer(PlainSerializer):
    """Which wishes fit, and which do not fit."""

    past = WensSerializer(many=True, help_text="Deze wensen passen bij de kandidaat.")
    ontbreekt = WensSerializer(many=True, help_text="Deze wensen staan niet in het profiel.")


class KandidaatInLijstSerializer(KandidaatKortSerializer):
    """A candidate in the answer to a search, with how it fits the wishes of that search."""

    wensen = OordeelSerializer(
        source="oordeel", help_text="Welke van uw wensen (sleutel `wens`) passen, en welke niet."
    )


class KandidaatSerializer(KandidaatKortSerializer):
    """A candidate, without name, address and contact details."""

    vaardigheden = CodeSerializer(many=True, source="per_facet.vaardigheid")
    competenties = CodeSerializer(many=True, source="per_facet.competentie")
    affiniteiten = CodeSerializer(many=True, source="per_facet.affiniteit")
    sectoren = CodeSerializer(
        many=True, source="per_facet.sector", help_text=veld("sectoren").uitleg
    )
    taaksoorten = CodeSerializer(many=True, source="per_facet.taaksoort")
    vervoermiddelen = CodeSerializer(many=True, source="per_facet.vervoermiddel")
    talen = TaalSerializer(many=True)


class Facetwaarde(NamedTuple):
    """A value of a filter, and how many candidates have it."""

    kenmerk: Kenmerk
    aantal: int
    gekozen: bool


class FacetwaardeSerializer(PlainSerializer):
    """A value of a filter, and what choosing it gives."""

    code = serializers.CharField(source="kenmerk.code")
    naam = serializers.CharField(source="kenmerk.naam")
    aantal = serializers.IntegerField(
        help_text="Kandidaten met deze waarde, als in dit filter niets anders gekozen was."
    )
    gekozen = serializers.BooleanField()


class FacettenSerializer(PlainSerializer):
    """The counts of every filter, without the values that nobody has."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One field for each facet."""
        return {facet.value: FacetwaardeSerializer(many=True) for facet in FACETTEN}


class LijstLinksSerializer(PlainSerializer):
    """This page and its neighbours."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`self` cannot be the name of an attribute here. Null says that there is no such page."""
        return {
            naam: LinkSerializer(allow_null=naam in ("prev", "next"))
            for naam in ("self", "first", "prev", "next", "last")
        }


class KandidatenlijstSerializer(PlainSerializer):
    """A page of candidates."""

    totaal = serializers.IntegerField(
        source="results.totaal", help_text="Aantal kandidaten dat aan alles voldoet."
    )
    pagina = serializers.IntegerField(source="results.pagina")
    paginas = serializers.IntegerField(
        source="results.paginas", help_text="Aantal pagina's, hoogstens 10."
    )
    paginaGrootte = serializers.IntegerField(help_text="Hoogste aantal kandidaten op een pagina.")
    kandidaten = KandidaatInLijstSerializer(many=True, source="results.kandidaten")
    facetten = FacettenSerializer()
    _links = LijstLinksSerializer()


class ContactverzoekSerializer(serializers.Serializer[Any]):
    """A contact request and how it stands."""

    id = serializers.IntegerField(source="verzoek.pk", help_text="Nummer van het verzoek.")
    kandidaat = serializers.UUIDField(
        source="nummer", help_text="Kandidaatnummer, zoals het dit kwartaal is."
    )
    vacature = serializers.CharField(source="verzoek.vacature", help_text="Voor welke vacature.")
    bericht = serializers.CharField(
        source="verzoek.bericht", help_text="Wat u de adviseur schreef."
    )
    stand = CodeSerializer(help_text="Hoe het met het verzoek staat.")
    ingediendOp = serializers.DateTimeField(
        source="verzoek.ingediend_op", help_text="Wanneer u het vroeg."
    )
    uiterlijkOp = serializers.DateField(
        source="verzoek.uiterlijk_op", help_text="Uiterlijk op deze dag hebt u antwoord."
    )
    beantwoordOp = serializers.DateTimeField(
        source="verzoek.beantwoord_op",
        allow_null=True,
        help_text="Wanneer er antwoord kwam; null is: nog niet.",
    )
    _links = KandidaatLinksSerializer(source="links", help_text="Waar het verzoek te vinden is.")


class ContactverzoekenSerializer(serializers.Serializer[Any]):
    """Contact requests, the newest first."""

    contactverzoeken = ContactverzoekSerializer(many=True, help_text="Nieuwste eerst.")


class ZoekopdrachtSerializer(serializers.Serializer[Any]):
    """A saved search, and how much is new."""

    id = serializers.IntegerField(source="opdracht.pk", help_text="Nummer van de zoekopdracht.")
    naam = serializers.CharField(source="opdracht.naam", help_text="Hoe u de zoekopdracht noemde.")
    zoekvraag = serializers.CharField(
        source="opdracht.vraag", help_text="De parameters van het zoeken, zoals in een adres."
    )
    metMail = serializers.BooleanField(
        source="opdracht.met_mail", help_text="Of u e-mail krijgt over nieuwe kandidaten."
    )
    nieuw = serializers.IntegerField(
        help_text="Kandidaten die nieuw of gewijzigd zijn sinds uw vorige e-mail of bezoek."
    )
    _links = KandidaatLinksSerializer(source="links", help_text="Waar dit te vinden is.")


class ZoekopdrachtenSerializer(serializers.Serializer[Any]):
    """Saved searches, by name."""

    zoekopdrachten = ZoekopdrachtSerializer(many=True, help_text="Op naam.")
