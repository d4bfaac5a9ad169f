"""Beside the form of a klantprofiel: what an employer sees of it, and its versions."""

from contextlib import suppress
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from sonar.admin.access import eis, eis_persoon
from sonar.admin.site import sonar_site
from sonar.levering.anonimisering import anonimiseer, yes_no_lines
from sonar.levering.feed import MINSTENS_IN_WOORDEN, niet_te_zien, ruimer_te_zien
from sonar.levering.inhoud import read_content
from sonar.levering.leverbaar import Reden, waarom_niet, with_region
from sonar.models import (
    Affiniteit,
    Arbeidsmarktregio,
    Competentie,
    Klantprofiel,
    Opleidingsniveau,
    Profielversie,
    Rijbewijs,
    Sector,
    Taaksoort,
    Taal,
    Taalniveau,
    Vaardigheid,
    Vervoermiddel,
)
from sonar.readable import Verschil, wijzigingen
from sonar.rules.profielvelden import ONDERDELEN
from sonar.rules.volledigheid import ontbrekende_onderdelen


def _profiel(request: HttpRequest, pk: int) -> Klantprofiel:
    eis(request, "inzien", "klantprofiel")
    profiel = Klantprofiel.objects.filter(pk=pk).first()
    if profiel is None:
        raise Http404
    eis_persoon(request, profiel.werkzoekende_id, "inzien", "klantprofiel")
    return profiel


@sonar_site.pagina("klantprofielen/<int:pk>/voorbeeld/", "profiel_voorbeeld")
def voorbeeld(request: HttpRequest, pk: int) -> HttpResponse:
    """'Zo ziet een werkgever dit': made by the same code as for employers, from the delivered
    profile."""
    profiel = _profiel(request, pk)
    vandaag = timezone.localdate()
    redenen = waarom_niet(profiel.werkzoekende_id, vandaag)
    ontbreekt = ontbrekende_onderdelen(profiel.ingevulde_onderdelen())
    context = {
        **sonar_site.each_context(request),
        "title": "Zo ziet een werkgever dit",
        "profiel": profiel,
        "afgeschermd": Reden.AFGESCHERMD in redenen,
        "minstens": MINSTENS_IN_WOORDEN,
        "niet_te_zien": [],
        "ruimer_te_zien": [],
        "ontbreekt": [(onderdeel, ONDERDELEN[onderdeel].zin) for onderdeel in ontbreekt],
    }
    if not {Reden.ONVOLLEDIG, Reden.NIET_INGESCHREVEN} & set(redenen):
        dit = with_region(Klantprofiel.objects.filter(pk=profiel.pk), vandaag)
        [(_, regio, gegevens)] = read_content(dit)
        kandidaat = anonimiseer(gegevens, regio=regio, peildatum=vandaag)
        context["regels"] = _in_woorden(
            kandidaat, str(Arbeidsmarktregio.objects.get(pk=regio).naam)
        )
        # Before the first delivery employers have no code lists, and nobody to count.
        with suppress(ValueError):
            context["niet_te_zien"] = niet_te_zien(kandidaat)
        context["ruimer_te_zien"] = ruimer_te_zien(kandidaat)
    return TemplateResponse(request, "sonar/voorbeeld.html", context)


def _in_woorden(kandidaat: Any, regio: str) -> list[tuple[str, str]]:
    """The columns of a Kandidaatprofiel, each code as its word; nothing else can be shown."""
    lijsten: dict[str, tuple[str, type[Any]]] = {
        "vaardigheden": ("Vaardigheden", Vaardigheid),
        "taaksoorten": ("Taaksoorten", Taaksoort),
        "sectoren": ("Beroepssectoren", Sector),
        "competenties": ("Competenties", Competentie),
        "affiniteiten": ("Affiniteiten", Affiniteit),
    }
    uit = [
        ("Regio", regio),
        (
            "Opleiding",
            Opleidingsniveau(kandidaat.opleidingsniveau).label
            + (", met diploma" if kandidaat.diploma else ""),
        ),
    ]
    for naam, (kop, lijst) in lijsten.items():
        rijen = lijst._default_manager.filter(pk__in=getattr(kandidaat, naam)).order_by("pk")
        uit.append((kop, ", ".join(str(rij.naam) for rij in rijen)))
    talen = dict(Taal.objects.values_list("code", "naam"))
    uit += [
        ("Uren per week", f"{kandidaat.uren_min} tot {kandidaat.uren_max}"),
        ("Reisafstand", f"{kandidaat.reisafstand} km"),
        (
            "Beschikbaar",
            f"vanaf {kandidaat.beschikbaar_vanaf:%d-%m-%Y}"
            if kandidaat.beschikbaar_vanaf
            else "nu",
        ),
        ("Vervoer", ", ".join(str(Vervoermiddel(v).label) for v in kandidaat.vervoermiddelen)),
        ("Rijbewijzen", ", ".join(str(Rijbewijs(r).label) for r in kandidaat.rijbewijzen)),
        *yes_no_lines(kandidaat),
        (
            "Talen",
            "; ".join(
                f"{talen[taal.code]}: spreken {Taalniveau(taal.mondeling).label}, "
                f"schrijven {Taalniveau(taal.schriftelijk).label}"
                for taal in kandidaat.talen
            ),
        ),
    ]
    return [(kop, waarde or "-") for kop, waarde in uit]


@sonar_site.pagina("klantprofielen/<int:pk>/versies/", "profiel_versies")
def versies(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed in a klantprofiel, when, and by whom; the newest first."""
    profiel = _profiel(request, pk)
    alle = list(profiel.versies.select_related("medewerker__organisatie"))
    overgangen: list[tuple[Profielversie, list[Verschil]]]
    overgangen = [(nieuw, wijzigingen(oud.inhoud, nieuw.inhoud)) for nieuw, oud in pairwise(alle)]
    if alle:
        overgangen.append((alle[-1], []))
    context = {
        **sonar_site.each_context(request),
        "title": "Versies",
        "profiel": profiel,
        "overgangen": overgangen,
    }
    return TemplateResponse(request, "sonar/versies.html", context)
