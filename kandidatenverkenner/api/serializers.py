"""The form of what the API answers: one definition for the response and for the OpenAPI."""

# ruff: noqa: N815 - the API's field names are camelCase, as in VUM
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kandidatenverkenner.zoeken.filters import FACETTEN


class CodeSerializer(serializers.Serializer[Any]):
    """A code of a list, and its name."""

    code = serializers.CharField()
    naam = serializers.CharField()


class TaalniveauSerializer(serializers.Serializer[Any]):
    """How well a language is commanded."""

    code = serializers.CharField(source="value", help_text="1 (geen) tot 4 (uitstekend).")
    naam = serializers.CharField(source="label")


class TaalSerializer(serializers.Serializer[Any]):
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


class LinkSerializer(serializers.Serializer[Any]):
    """An address."""

    href = serializers.URLField()


class KandidaatLinksSerializer(serializers.Serializer[Any]):
    """Where a candidate is found."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`self` cannot be the name of an attribute here."""
        return {"self": LinkSerializer()}


class KandidaatKortSerializer(serializers.Serializer[Any]):
    """A candidate in a list: what the card of the page shows. The rest is one address away."""

    id = serializers.UUIDField(
        source="nummer",
        help_text=(
            "Kandidaatnummer. Het geldt dit kwartaal en voor uw organisatie; een ander heeft voor "
            "dezelfde kandidaat een ander nummer."
        ),
    )
    regio = CodeSerializer(help_text="Arbeidsmarktregio waarin de kandidaat woont.")
    opleidingsniveau = CodeSerializer(
        allow_null=True,
        help_text="Hoogste opleidingsniveau. Leeg bij minder dan tien mensen in de regio.",
    )
    diploma = serializers.BooleanField(
        source="kandidaat.diploma",
        allow_null=True,
        help_text="Of die opleiding met een diploma is afgesloten.",
    )
    taaksoorten = CodeSerializer(
        many=True, source="taken_kort", help_text="De eerste taken; alle staan bij de kandidaat."
    )
    vaardigheden = CodeSerializer(
        many=True,
        source="vaardigheden_kort",
        help_text="De eerste vaardigheden; alle staan bij de kandidaat.",
    )
    urenMin = serializers.IntegerField(
        source="kandidaat.uren_min", help_text="Uren per week, ten minste."
    )
    urenMax = serializers.IntegerField(
        source="kandidaat.uren_max", help_text="Uren per week, hoogstens."
    )
    beschikbaarVanaf = serializers.DateField(
        source="kandidaat.beschikbaar_vanaf",
        allow_null=True,
        help_text="Eerste dag van de maand; null is per direct.",
    )
    reisafstand = serializers.IntegerField(
        source="kandidaat.reisafstand", help_text="Hoe ver de kandidaat wil reizen, in km."
    )
    rijbewijzen = CodeSerializer(many=True, source="per_facet.rijbewijs")
    _links = serializers.SerializerMethodField()

    @extend_schema_field(KandidaatLinksSerializer)
    def get__links(self, beeld: Any) -> dict[str, dict[str, str]]:
        """The view knows where it lives."""
        return {"self": {"href": self.context["adres_van"](beeld.nummer)}}


class WensSerializer(serializers.Serializer[Any]):
    """A wish, or some of which one is enough."""

    sleutel = serializers.CharField(help_text="De sleutel voor de dubbele punt van de wens.")
    codes = serializers.ListField(
        child=serializers.CharField(), help_text="De gevraagde waarden; een ervan is genoeg."
    )
    naam = serializers.CharField(help_text="De wens in woorden.")


class OordeelSerializer(serializers.Serializer[Any]):
    """Which wishes fit, and which do not."""

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
        many=True, source="per_facet.sector", help_text="Secties en afdelingen van SBI 2008."
    )
    taaksoorten = CodeSerializer(many=True, source="per_facet.taaksoort")
    vervoermiddelen = CodeSerializer(many=True, source="per_facet.vervoermiddel")
    talen = TaalSerializer(many=True)


class FacetwaardeSerializer(serializers.Serializer[Any]):
    """A value of a filter and what choosing it gives."""

    code = serializers.CharField(source="kenmerk.code")
    naam = serializers.CharField(source="kenmerk.naam")
    aantal = serializers.IntegerField(
        help_text="Kandidaten met deze waarde, als in dit filter niets anders gekozen was."
    )
    gekozen = serializers.BooleanField()


class FacettenSerializer(serializers.Serializer[Any]):
    """The counts of every filter; values that nobody has are left out."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One field for each facet."""
        return {facet.value: FacetwaardeSerializer(many=True) for facet in FACETTEN}


class LijstLinksSerializer(serializers.Serializer[Any]):
    """This page and its neighbours."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`self` cannot be the name of an attribute here; null is: there is none."""
        return {
            naam: LinkSerializer(allow_null=naam in ("prev", "next"))
            for naam in ("self", "first", "prev", "next", "last")
        }


class KandidatenlijstSerializer(serializers.Serializer[Any]):
    """A page of candidates."""

    totaal = serializers.IntegerField(help_text="Aantal kandidaten dat aan alles voldoet.")
    pagina = serializers.IntegerField()
    paginas = serializers.IntegerField(help_text="Aantal pagina's, hoogstens 10.")
    paginaGrootte = serializers.IntegerField(help_text="Hoogste aantal kandidaten op een pagina.")
    kandidaten = KandidaatInLijstSerializer(many=True)
    facetten = FacettenSerializer()
    _links = LijstLinksSerializer()
