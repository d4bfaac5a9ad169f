"""(i) Somebody has a dump of the tables, and not the keys: what stands in it."""

import re
from collections.abc import Iterable

from django.apps import apps
from django.db import connection
from django.utils import timezone

from kandidatenverkenner.models import Kandidaat, Werkgever
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from sonar.models import Klantprofiel, Werkzoekende
from tests.attacks.limits import Uitkomst


CIJFERS = re.compile(rb"(?<!\d)\d{9}(?!\d)")
# A postcode, an e-mail address or a telephone number, whoever's it is.
WOORD = re.compile(rb"[^\s\t,;{}\"\\]+")


def tabellen(app: str) -> list[str]:
    """The tables of one side."""
    modellen = apps.get_app_config(app).get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in modellen)


def inhoud(namen: Iterable[str]) -> bytes:
    """The rows of these tables, as pg_dump writes them."""
    stukken = []
    with connection.cursor() as cursor:
        for naam in namen:
            with cursor.copy(f'COPY "{naam}" TO STDOUT') as rijen:
                stukken += [bytes(stuk) for stuk in rijen]
    return b"".join(stukken)


def _staan_in(namen: Iterable[bytes], tekst: bytes, woorden: set[bytes]) -> int:
    """How many names stand in a text; only of which each word does, is the text read."""
    return sum(woorden.issuperset(naam.split()) and naam in tekst for naam in namen)


def lees_dump(meest: int = 20_000) -> list[Uitkomst]:
    """Look for people of Sonar in a dump of either side."""
    mensen = list(Werkzoekende.objects.order_by("pk")[:meest])
    buiten = inhoud(tabellen("kandidatenverkenner"))
    binnen = inhoud(tabellen("sonar"))
    bsns = {str(een.bsn).encode() for een in mensen}
    kenmerkend = bsns | {
        waarde.replace(" ", "").encode()
        for een in mensen
        for waarde in (een.email, een.telefoon, een.postcode, een.geboortedatum.isoformat())
        if waarde
    }
    woorden = set(WOORD.findall(buiten))
    namen = {f"{een.voornamen} {een.achternaam}".encode() for een in mensen}
    # A date of birth is a date: those that profiles hold of their own are no find.
    eigen = {dag.isoformat().encode() for dag in Kandidaat.objects.dates("gewijzigd_op", "day")}
    gevonden = len((kenmerkend - eigen) & woorden) + _staan_in(namen, buiten, woorden)
    vandaag = timezone.localdate()
    nummers = {
        str(PseudonymCipher.for_day(werkgever, vandaag).encrypt(een)).encode()
        for werkgever in Werkgever.objects.order_by("pk").values_list("pk", flat=True)[:20]
        for een in Kandidaat.objects.order_by("pk").values_list("pk", flat=True)[:500]
    }
    samen = Klantprofiel.objects.filter(kandidaatnummer__in=Kandidaat.objects.values("pk")).count()
    return [
        Uitkomst("dump.persoon", gevonden, len(kenmerkend) + len(namen), f"{len(buiten)} bytes"),
        Uitkomst("dump.nummers", len(nummers & woorden), len(nummers)),
        Uitkomst(
            "dump.sonar",
            len(bsns & set(CIJFERS.findall(binnen))),
            len(bsns),
            f"{len(binnen)} bytes; namen en adressen staan er wel leesbaar in",
        ),
        Uitkomst(
            "dump.samen",
            samen / max(1, Kandidaat.objects.count()),
            Kandidaat.objects.count(),
            "deel van de profielen dat een naam krijgt voor wie beide dumps heeft",
        ),
    ]
