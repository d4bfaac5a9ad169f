"""Inzage: everything that Sonar knows about one person, and who looked (AVG article 15)."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from sonar.models import (
    Activiteit,
    Bezwaar,
    Bsncorrectie,
    Competentiebeheersing,
    Contactmoment,
    Doelgroepregistratie,
    Geschiedenis,
    Grond,
    Handeling,
    Inschrijving,
    Klantprofiel,
    Medewerker,
    Noodtoegang,
    Opleiding,
    Overdracht,
    Plaatsing,
    Profielversie,
    Rectificatie,
    Taalbeheersing,
    Telkenmerk,
    Traject,
    Vaststelling,
    Verwerking,
    Verzoekstap,
    Voordracht,
    Werkzoekende,
    Wisaankondiging,
)
from sonar.readable import ZONDER_BETEKENIS, ReadableRow, regel


# Every model that holds something about a person, and the path from it to the person. Klantstand is
# made of these and adds nothing.
WEGEN: dict[type[Model], str] = {
    Werkzoekende: "pk",
    Inschrijving: "werkzoekende",
    Doelgroepregistratie: "werkzoekende__pk",
    Klantprofiel: "werkzoekende",
    Opleiding: "klantprofiel__werkzoekende",
    Competentiebeheersing: "klantprofiel__werkzoekende",
    Taalbeheersing: "klantprofiel__werkzoekende",
    Profielversie: "klantprofiel__werkzoekende",
    Vaststelling: "klantprofiel__werkzoekende",
    Traject: "werkzoekende",
    Activiteit: "traject__werkzoekende",
    Contactmoment: "werkzoekende",
    Plaatsing: "werkzoekende",
    Voordracht: "werkzoekende",
    Verzoekstap: "werkzoekende",
    Overdracht: "werkzoekende",
    Noodtoegang: "werkzoekende",
    Bezwaar: "werkzoekende",
    Rectificatie: "werkzoekende",
    Bsncorrectie: "werkzoekende",
    Wisaankondiging: "werkzoekende",
    Geschiedenis: "werkzoekende__pk",
    Telkenmerk: "werkzoekende",
    Verwerking: "persoon",
}
# What was done with somebody's data and why, said to that person.
WAT: dict[str, str] = {
    Handeling.LIJST: "zag u in een lijst staan",
    Handeling.INZIEN: "bekeek uw gegevens",
    Handeling.TOEVOEGEN: "schreef gegevens van u op",
    Handeling.WIJZIGEN: "veranderde iets in uw gegevens",
    Handeling.GESCHIEDENIS: "bekeek wanneer uw gegevens zijn veranderd",
    Handeling.GEZOCHT: "vond u bij het zoeken",
    Handeling.HERLEID: "ging na of u in een gepubliceerd aantal meetelt",
    Handeling.BSN: "bekeek uw burgerservicenummer",
    Handeling.GEWEIGERD: "wilde uw gegevens zien, maar kreeg ze niet",
    Handeling.NOODTOEGANG: "kreeg voor korte tijd toegang tot uw gegevens",
    Handeling.UITVOER: "zette gegevens van u in een bestand",
    Handeling.LEVERING: "liet uw profiel zonder naam aan werkgevers zien",
    Handeling.INZAGE: "maakte voor u een overzicht of een brief",
    Handeling.WISSEN: "wiste uw gegevens",
}
WAAROM: dict[str, str] = {
    Grond.EIGEN_KLANT: "u wordt door deze medewerker geholpen",
    Grond.ORGANISATIE: "u wordt of werd door deze organisatie geholpen",
    Grond.BEMIDDELING: "om werk voor u te zoeken",
    Grond.NOODTOEGANG: "het kon niet wachten; de teamleider kijkt of dat klopte",
    Grond.BEOORDELING: "om te beoordelen of een collega u mocht zien",
    Grond.ZOEKVRAAG: "de medewerker zocht met uw gegevens",
    Grond.OVERDRACHT: "een andere organisatie gaat u helpen",
    Grond.AVG: "u vroeg het zelf",
    Grond.OPDRACHT: "dat doet Sonar vanzelf",
    Grond.CONTROLE: "om te controleren of een gepubliceerd aantal klopt",
    Grond.GEEN: "daar was geen reden voor",
}
# The explanations that AVG article 15 asks beside the data themselves.
UITLEG: ReadableRow = {
    "waarvoor wij uw gegevens gebruiken": (
        "om u aan werk te helpen, en om te tellen hoeveel mensen wij helpen"
    ),
    "waarom dat mag": "het is onze taak volgens de Wet SUWI en de Participatiewet",
    "wie gegevens krijgt": (
        "medewerkers die u helpen; werkgevers zien uw profiel zonder naam, adres en "
        "contactgegevens; uw naam krijgt een werkgever alleen als u dat wilt"
    ),
    "waar de gegevens vandaan komen": "van uzelf, van UWV en van uw gemeente",
    "hoe lang wij ze bewaren": "tot vijf jaar na het einde van uw inschrijving",
    "wat u kunt vragen": (
        "verbeteren wat niet klopt, uw profiel niet meer tonen, of uw gegevens wissen; vraag het "
        "aan wie u helpt"
    ),
    "als u het er niet mee eens bent": (
        "dien een klacht in bij de functionaris gegevensbescherming van uw gemeente of van UWV, of "
        "bij de Autoriteit Persoonsgegevens"
    ),
}


def inzage(werkzoekende: Werkzoekende) -> list[tuple[str, list[ReadableRow]]]:
    """Everything, by kind: the name of the kind, and its rows as (Dutch name, what it says).

    A colleague is given as role and organisation, not by name. Kinds without rows are left out.
    """
    soorten = []
    for model, weg in WEGEN.items():
        if model is Verwerking:
            continue
        rijen = model._default_manager.filter(**{weg: werkzoekende.pk})
        if model is Geschiedenis:
            rijen = geschiedenis_van(werkzoekende.pk)
        regels = [regel(rij) for rij in _met_relaties(rijen.order_by("pk"))]
        if regels:
            soorten.append((str(model._meta.verbose_name_plural), regels))
    soorten[0][1][0]["burgerservicenummer"] = werkzoekende.bsn
    soorten.append(("wat u moet weten", [UITLEG]))
    if keken := wie_keek(werkzoekende.pk):
        soorten.append(("wie uw gegevens zag", keken))
    return soorten


def geschiedenis_van(persoon: int) -> QuerySet[Geschiedenis]:
    """Everything that was once known about this person, also under a BSN that turned out to be
    wrong. Rows about somebody else who had this number by mistake are left out.
    """
    toen = Bsncorrectie.objects.filter(
        vorige_zoeksleutel=OuterRef("werkzoekende_id"), besloten_op__gte=OuterRef("vervallen_op")
    )
    register = Q(soort=Geschiedenis.Soort.DOELGROEP)

    def verhuisd(correcties: QuerySet[Bsncorrectie]) -> Q:
        mee = Exists(correcties.filter(register_mee=True))
        return ~register & Q(Exists(correcties)) | register & Q(mee)

    van_nu = Q(werkzoekende__pk=persoon) & ~verhuisd(toen.exclude(werkzoekende=persoon))
    return Geschiedenis.objects.filter(van_nu | verhuisd(toen.filter(werkzoekende=persoon)))


def wie_keek(persoon: int, meest: int | None = None) -> list[ReadableRow]:
    """Who did what with the data of this person and why, the newest first, in plain words."""
    regels = Verwerking.objects.filter(persoon=persoon).select_related(
        "medewerker__organisatie", "organisatie"
    )
    return [
        {
            "wanneer": date_format(timezone.localtime(regel.tijdstip), "j F Y, H:i") + " uur",
            "wie": regel.wie_toen(),
            "wat": WAT[regel.handeling],
            "waarom": WAAROM[regel.grond],
        }
        for regel in regels.order_by("-id")[:meest]
    ]


def _met_relaties(rijen: QuerySet[Any]) -> QuerySet[Any]:
    velden = {veld.name for veld in rijen.model._meta.fields if veld.many_to_one}
    mensen = [f"{naam}__organisatie" for naam in velden if _is_medewerker(rijen.model, naam)]
    return rijen.select_related(*(velden - ZONDER_BETEKENIS), *mensen)


def _is_medewerker(model: type[Model], naam: str) -> bool:
    return model._meta.get_field(naam).related_model is Medewerker
