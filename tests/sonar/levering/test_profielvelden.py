"""The two tables of a profile: what reads them follows, and what cannot follow fails loudly."""

import dataclasses
import json
import re

import pytest
from django.db.models import BooleanField, Value

from kandidatenverkenner.api.serializers import KandidaatKortSerializer, KandidaatSerializer
from kandidatenverkenner.models import Aanlevering, Facet, Kandidaat
from kandidatenverkenner.ontvangst import profiel as buiten
from kandidatenverkenner.ontvangst.profiel import Kandidaatprofiel, Profielveld, Soort, Zeldzaam
from kandidatenverkenner.ontvangst.suppression import widened
from kandidatenverkenner.views.zoeken.cards import CandidateCard
from sonar.admin.dossier.klantprofiel import KlantprofielAdmin, fieldsets_of
from sonar.handelingen.dossier.zoekvragen import gemiste_zoekvragen
from sonar.levering import anonimisering
from sonar.levering.behandeling import BEHANDELING, PROFIELMODELLEN
from sonar.levering.inhoud import read_content
from sonar.models import Beheersing, Klantprofiel, Klantstand
from sonar.models.klantstand import ONDERDEELBITS
from sonar.rules import profielvelden as binnen
from sonar.rules.profielvelden import OVERNEMEN, VERGROVEN, Behandeling, Veld
from sonar.rules.volledigheid import ontbrekende_onderdelen, percentage
from tests.bouwers import PEILDATUM, medewerker, volledig_klantprofiel
from tests.kandidatenverkenner.bouwers import lever, profiel as kandidaatprofiel, werkgeversaccount
from tests.sonar.schermen import aan_het_werk


@pytest.fixture
def onderdelen():
    """The table of parts, to be changed; afterwards as it was, in its order."""
    eerder = dict(binnen.ONDERDELEN)
    yield binnen.ONDERDELEN
    binnen.ONDERDELEN.clear()
    binnen.ONDERDELEN.update(eerder)


def kolommen(model):
    return {veld.name for veld in (*model._meta.concrete_fields, *model._meta.many_to_many)}


# --- each row is about something, and each column has a row ---


@pytest.mark.parametrize("model", PROFIELMODELLEN, ids=lambda model: model.__name__)
def test_every_column_of_the_profile_has_one_row(model):
    namen = [veld.naam for veld in binnen.columns_of(model._meta.model_name)]

    assert sorted(namen) == sorted(kolommen(model))
    assert BEHANDELING[model] == binnen.behandeling(model._meta.model_name)


def test_both_tables_name_the_same_fields():
    velden = {veld.name for veld in dataclasses.fields(Kandidaatprofiel)}

    assert {veld.naar for veld in binnen.leaving()} | {"regio"} == velden
    assert {veld.naam for veld in buiten.VELDEN} | {"id"} == velden


def test_the_columns_of_candidates_are_those_of_the_table():
    eigen = {"id", "kenmerken"}

    assert kolommen(Aanlevering) - {"woorden", "ingetrokken"} == {*buiten.kolommen()} | eigen
    assert (
        kolommen(Kandidaat) - {"tekst", "gewijzigd_op", "ontvangen_op"}
        == {*buiten.kolommen()} | eigen
    )


def test_the_api_tells_every_field_of_the_table():
    lang, kort = KandidaatSerializer().fields, KandidaatKortSerializer().fields

    assert set(lang) == {veld.api_naam for veld in buiten.VELDEN} | {"id", "_links"}
    assert {veld.api_naam for veld in buiten.ja_nee()} <= set(kort)
    for veld in buiten.VELDEN:
        if veld.uitleg:
            assert lang[veld.api_naam].help_text == veld.uitleg


def test_the_api_follows_a_new_yes_or_no(monkeypatch):
    nieuw = Profielveld(
        "wil_auto", Soort.JA_NEE, Zeldzaam.JA_NEE, api="wilAuto", kolom=True, uitleg="Of het kan."
    )
    monkeypatch.setattr(buiten, "VELDEN", (*buiten.VELDEN, nieuw))

    for serializer in (KandidaatKortSerializer, KandidaatSerializer):
        velden = serializer().fields
        assert velden["wilAuto"].source == "kandidaat.wil_auto"
        namen = list(velden)
        assert namen.index("opleidingsniveau") < namen.index("wilAuto") < namen.index("taaksoorten")


def test_every_facet_but_hours_belongs_to_one_field():
    facetten = [veld.facet for veld in buiten.VELDEN if veld.facet]

    assert sorted([*facetten, Facet.UREN]) == sorted(Facet)
    assert {deel.facet for deel in binnen.ONDERDELEN.values()} - {""} <= set(Facet.values)


def test_what_is_yes_or_no_can_be_hidden():
    for veld in buiten.ja_nee():
        kolom = Kandidaat._meta.get_field(veld.naam)
        assert isinstance(kolom, BooleanField)
        assert kolom.null
        assert veld.label
        assert veld.zeldzaam is Zeldzaam.JA_NEE


def test_parts_have_bits_of_their_own_in_order():
    assert [deel.bit for deel in binnen.ONDERDELEN.values()] == [2**n for n in range(8)]
    assert {veld.onderdeel for veld in binnen.VELDEN} - {""} == set(binnen.ONDERDELEN)


def test_beheerst_are_the_two_levels_that_are_mastered():
    assert binnen.BEHEERST == (Beheersing.GOED, Beheersing.VOLDOENDE)


# --- the form ---


def test_the_form_shows_every_column_of_the_table_that_has_a_place():
    getoond = [
        veld
        for _, opties in KlantprofielAdmin.fieldsets
        for regel in opties["fields"]
        for veld in ([regel] if isinstance(regel, str) else regel)
    ]

    assert sorted(getoond) == sorted(
        veld.naam for veld in binnen.columns_of("klantprofiel") if veld.blok is not None
    )


@pytest.mark.django_db
def test_the_page_holds_what_its_script_needs_and_every_anchor():
    profiel = volledig_klantprofiel()
    client = aan_het_werk(medewerker())

    html = client.get(f"/sonar/sonar/klantprofiel/{profiel.pk}/change/").content.decode()

    tekst = re.search(r'<script id="wanneer-er" type="application/json">(.*?)</script>', html)[1]
    assert json.loads(tekst).keys() == binnen.ONDERDELEN.keys()
    for deel in binnen.ONDERDELEN.values():
        assert f'id="{deel.anker}"' in html
        assert f'href="#{deel.anker}"' in html


# --- sabotage: a part ---


@pytest.mark.django_db
def test_everybody_follows_a_part_that_goes(onderdelen):
    profiel = volledig_klantprofiel()
    profiel.taaksoorten.clear()
    dit = Klantprofiel.objects.filter(pk=profiel.pk).annotate(regio=Value("AM19"))
    [(_, _, gegevens)] = read_content(dit)
    assert ontbrekende_onderdelen(profiel.ingevulde_onderdelen()) == ["taaksoorten"]
    assert ontbrekende_onderdelen(gegevens.ingevulde_onderdelen()) == ["taaksoorten"]

    del onderdelen["taaksoorten"]

    assert percentage(profiel.ingevulde_onderdelen()) == 100
    assert ontbrekende_onderdelen(gegevens.ingevulde_onderdelen()) == []


@pytest.mark.django_db
def test_everybody_follows_when_a_part_counts_something_else(onderdelen):
    profiel = volledig_klantprofiel()
    anders = dataclasses.replace(
        binnen.ONDERDELEN["competenties"], telt=("beheersing", ("3",)), facet="affiniteit"
    )
    assert "competenties" in profiel.ingevulde_onderdelen()

    onderdelen["competenties"] = anders

    assert "competenties" not in profiel.ingevulde_onderdelen()
    assert gemiste_zoekvragen(["competenties"], PEILDATUM) == {"competenties": 0}


@pytest.mark.django_db
def test_the_bits_in_the_database_are_those_of_the_table():
    """The trigger repeats the parts; with another bit or part this fails."""
    assert {naam: deel.bit for naam, deel in binnen.ONDERDELEN.items()} == ONDERDEELBITS
    profiel = volledig_klantprofiel()
    for naam, deel in binnen.ONDERDELEN.items():
        eerder = Klantstand.objects.get(pk=profiel.werkzoekende_id).ingevuld
        relatie = getattr(profiel, deel.bron)
        if deel.kolom:
            relatie.all().delete()
        elif hasattr(relatie, "clear"):
            relatie.clear()
        else:
            uren = {"uren_min": None, "uren_max": None}
            leeg = {"uren_max": uren, "reisafstand": {"reisafstand": ""}}[deel.bron]
            Klantprofiel.objects.filter(pk=profiel.pk).update(**leeg)
        nu = Klantstand.objects.get(pk=profiel.werkzoekende_id).ingevuld
        assert eerder - nu == deel.bit, naam


# --- sabotage: a column ---


def met_veld(monkeypatch, veld):
    monkeypatch.setattr(binnen, "VELDEN", (*binnen.VELDEN, veld))


def test_form_and_behandeling_follow_a_new_column(monkeypatch):
    met_veld(monkeypatch, Veld("klantprofiel", "wil_auto", OVERNEMEN, blok=binnen.BESCHIKBAAR))

    assert binnen.behandeling("klantprofiel")["wil_auto"] is OVERNEMEN
    assert dict(fieldsets_of(Klantprofiel))["Beschikbaarheid"]["fields"][-1] == "wil_auto"
    assert ("wil_auto", "wil_auto", None) in anonimisering.steps()


@pytest.mark.django_db
def test_a_column_that_does_not_exist_cannot_be_delivered(monkeypatch):
    volledig_klantprofiel()
    met_veld(monkeypatch, Veld("klantprofiel", "wil_auto", OVERNEMEN))

    with pytest.raises(Exception, match="wil_auto"):
        list(read_content(Klantprofiel.objects.annotate(regio=Value("AM19"))))


def test_what_leaves_less_precise_needs_a_function(monkeypatch):
    met_veld(monkeypatch, Veld("klantprofiel", "wil_auto", VERGROVEN))

    with pytest.raises(KeyError, match="wil_auto"):
        anonimisering.steps()


def test_every_function_is_of_a_column_of_its_kind():
    kinds = {veld.naar: veld.behandeling for veld in binnen.leaving()}

    assert {naar for naar, hoe in kinds.items() if hoe is VERGROVEN} == set(anonimisering.VERGROVEN)
    assert {kinds[naar] for naar in anonimisering.OMGEZET} == {Behandeling.OVERNEMEN}


@pytest.mark.django_db
def test_what_has_no_field_outside_cannot_cross(monkeypatch):
    """The wall: a supplier that sends more is refused by the type itself."""
    monkeypatch.setattr(
        anonimisering, "STAPPEN", [*anonimisering.STAPPEN, ("wil_auto", "uren_min", None)]
    )
    dit = Klantprofiel.objects.filter(pk=volledig_klantprofiel().pk).annotate(regio=Value("AM19"))
    [(_, regio, gegevens)] = read_content(dit)

    with pytest.raises(TypeError, match="wil_auto"):
        anonimisering.anonimiseer(gegevens, regio=regio, peildatum=PEILDATUM)


# --- sabotage: outside ---


@pytest.mark.django_db
def test_page_card_and_preview_follow_a_heading(client, monkeypatch):
    client.force_login(werkgeversaccount())
    lever(kandidaatprofiel())
    rij = buiten.veld("reisafstand")
    anders = [
        dataclasses.replace(veld, label="Hoe ver") if veld is rij else veld
        for veld in buiten.VELDEN
    ]
    monkeypatch.setattr(buiten, "VELDEN", tuple(anders))
    adres = re.search(r'<h3><a href="([^"]+)"', client.get("/kandidaten").text)[1]

    assert "<dt>Hoe ver</dt><dd>Tot " in client.get(adres.replace("&amp;", "&")).text


@pytest.mark.django_db
@pytest.mark.usefixtures("few_are_shown")
def test_what_is_hidden_follows_the_table(monkeypatch):
    """A yes or no that is rare in a region is told of nobody; without its row it would be."""
    profiel = kandidaatprofiel()
    lever(profiel)
    Kandidaat.objects.update(diploma=None)
    al = (profiel.id, (profiel.uren_min, profiel.uren_max), profiel.reisafstand, None)
    assert widened(*al) == ["Diploma: niet getoond"]

    zonder = tuple(veld for veld in buiten.VELDEN if veld.naam != "diploma")
    monkeypatch.setattr(buiten, "VELDEN", zonder)

    assert widened(*al) == []


def test_a_yes_or_no_of_its_own_gets_a_line(monkeypatch):
    nieuw = Profielveld("wil_auto", Soort.JA_NEE, Zeldzaam.JA_NEE, kolom=True, label="Eigen auto")
    monkeypatch.setattr(buiten, "VELDEN", (nieuw,))

    class Beeld:
        class kandidaat:  # noqa: N801
            wil_auto = True

    assert CandidateCard.ja_nee.fget(type("Kaart", (), {"beeld": Beeld})) == [("Eigen auto", "ja")]
