"""The form of contact requests and saved searches in the API."""

# ruff: noqa: N815 - the API's field names are camelCase, as in VUM
from typing import Any

from rest_framework import serializers

from kandidatenverkenner.models import Contactverzoek


MEESTE_KANDIDATEN = 10  # in one request
VOORBEELD_VERZOEK = {
    "nummer": 12,
    "kandidaat": "3f2a9c1b-5d0e-5b53-9f0a-8f6f1c9d2e77",
    "vacature": "Magazijnmedewerker",
    "bericht": "Wij beginnen om 7.00 uur.",
    "ingediendOp": "2026-11-23T09:30:00+01:00",
    "antwoordUiterlijkOp": "2026-11-25",
    "stand": "ingediend",
    "beantwoordOp": None,
}
VOORBEELD_ZOEKOPDRACHT = {
    "nummer": 3,
    "naam": "Inpakkers",
    "zoekvraag": "regio=AM19&taaksoort=inpakken",
    "metMail": True,
    "nieuw": 2,
}


class GewoneTekst(serializers.CharField):
    """Text as it was given: a number is not text."""

    def to_internal_value(self, data: Any) -> str:
        """Raises ValidationError for what is not text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class NieuwContactverzoekSerializer(serializers.Serializer[Any]):
    """A request that an employer makes."""

    kandidaten = serializers.ListField(
        child=serializers.UUIDField(),
        min_length=1,
        max_length=MEESTE_KANDIDATEN,
        help_text=f"Kandidaatnummers, hoogstens {MEESTE_KANDIDATEN}.",
    )
    vacature = GewoneTekst(max_length=120, help_text="Voor welke vacature.")
    bericht = GewoneTekst(
        max_length=1000,
        required=False,
        default="",
        allow_blank=True,
        help_text="Wat de adviseur moet weten.",
    )


class ContactverzoekSerializer(serializers.Serializer[Any]):
    """A request, and how it stands."""

    nummer = serializers.IntegerField(source="pk", help_text="Nummer van het verzoek.")
    kandidaat = serializers.SerializerMethodField(
        help_text="Kandidaatnummer, zoals dat dit kwartaal voor uw organisatie geldt."
    )
    vacature = serializers.CharField(help_text="Voor welke vacature.")
    bericht = serializers.CharField(help_text="Wat de adviseur moet weten.", allow_blank=True)
    ingediendOp = serializers.DateTimeField(source="ingediend_op", help_text="Wanneer u vroeg.")
    antwoordUiterlijkOp = serializers.DateField(
        source="uiterlijk_op", help_text="Twee werkdagen later."
    )
    stand = serializers.ChoiceField(
        choices=Contactverzoek.Stand.choices, help_text="Hoe het verzoek staat."
    )
    beantwoordOp = serializers.DateTimeField(
        source="beantwoord_op", allow_null=True, help_text="Leeg zolang er geen antwoord is."
    )

    def get_kandidaat(self, verzoek: Any) -> str:
        """The number of today; the view knows how."""
        return str(self.context["nummer_van"](verzoek.kandidaat))


class ContactverzoekenSerializer(serializers.Serializer[Any]):
    """A list of requests."""

    contactverzoeken = ContactverzoekSerializer(many=True, help_text="De nieuwste vooraan.")


class NieuweZoekopdrachtSerializer(serializers.Serializer[Any]):
    """A search to keep."""

    naam = GewoneTekst(max_length=60, help_text="Hoe u de zoekopdracht noemt.")
    zoekvraag = GewoneTekst(
        max_length=2000,
        allow_blank=True,
        help_text="De parameters van /api/v1/kandidaten, zoals in een adres.",
    )
    metMail = serializers.BooleanField(
        required=False, default=False, help_text="Of u e-mail wilt over nieuwe kandidaten."
    )


class ZoekopdrachtSerializer(serializers.Serializer[Any]):
    """A search that is kept."""

    nummer = serializers.IntegerField(source="pk", help_text="Nummer van de zoekopdracht.")
    naam = serializers.CharField(help_text="Hoe u de zoekopdracht noemde.")
    zoekvraag = serializers.CharField(
        source="vraag", allow_blank=True, help_text="De parameters, zoals in een adres."
    )
    metMail = serializers.BooleanField(
        source="met_mail", help_text="Of u e-mail krijgt over nieuwe kandidaten."
    )
    nieuw = serializers.SerializerMethodField(
        help_text="Kandidaten die nieuw of gewijzigd zijn sinds u hier het laatst keek."
    )

    def get_nieuw(self, opdracht: Any) -> int:
        """Counted for all at once."""
        return int(self.context["nieuw"][opdracht.pk])


class ZoekopdrachtenSerializer(serializers.Serializer[Any]):
    """The saved searches of an account."""

    zoekopdrachten = ZoekopdrachtSerializer(many=True, help_text="Op naam.")
