"""From a figure to the persons in it, and back: against an oracle of plain snapshots."""

import datetime
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from sonar.handelingen.rechten.wissen import wis
from sonar.models import Arbeidsmarktregio, Medewerker, Uitgave, Verwerking, Wisbewijs
from sonar.rapportage.herleiden.cijfer import Cijfer, cijfer_van, lees_cijfer
from sonar.rapportage.herleiden.herleiding import HerleidenGeweigerdError, herleid
from sonar.rapportage.herleiden.telplekken import herleid_persoon, telplekken
from sonar.rapportage.herleiden.wie import STROMEN, Cel
from sonar.rapportage.tabellen.tabel import Editie
from sonar.rapportage.tellen.aanvraag import (
    Aanvraag,
    OnbekendRapportError,
    Rapport,
    make_rapport,
)
from sonar.rapportage.tellen.controle import KloptNietError
from sonar.rapportage.tellen.feiten import AsOf
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rapportage.tellen.telling import kwartaaltelling
from sonar.rapportage.tellen.uitsplitsing import UITSPLITSINGEN
from sonar.rapportage.uitgeven.samenstellen import ReleaseRequest
from sonar.rapportage.uitgeven.uitgeven import keur_goed, stel_voor
from tests.bouwers import (
    PEILDATUM,
    doelgroepregistratie,
    een_bsn,
    gemeente,
    inschrijving,
    medewerker,
    uwv,
    werkzoekende,
    zichtbare_klant,
)
from tests.sonar.klok import BEGIN, UUR, het_is, uur, zet_klok
from tests.sonar.werkelijkheid import GEBEURTENIS, GESCHIEDENISSEN, REGIO, Werkelijkheid, geldt


KWARTAAL = Kwartaal.lees("2020KW04")
VANDAAG = datetime.date(2021, 1, 6)
PAGINA, PERSOON = "/sonar/cijfers/herleiding/", "/sonar/cijfers/persoon/"
CEL = {"regio": "AM19", "kwartaal": "2020KW04", "rij": "GM0546", "kolom": "gemeente_met_profiel"}


def auditor():
    return medewerker(rol=Medewerker.Rol.AUDITOR)


# --- the oracle ---


def gebieden(waar):
    """Of which regions and country a gemeente is."""
    return () if waar is None else ("AM19", "NL") if waar[0] in REGIO else ("NL",)


def orakel(feiten):
    """Of every cell that is not empty, the persons by their index."""
    op_de_dag = {
        (soort, wie): (code, bij_uwv)
        for (soort, _), (wie, periode, code, bij_uwv) in feiten.items()
        if geldt(periode, PEILDATUM)
    }
    cellen = defaultdict(set)
    for wie in range(3):
        waar, register = op_de_dag.get(("inschrijving", wie)), op_de_dag.get(("doelgroep", wie))
        for gebied in gebieden(register):
            cellen[gebied, "doelgroep"].add(wie)
            if waar:
                cellen[gebied, "bekend"].add(wie)
        if waar and register:
            met = "met" if ("vaststelling", wie) in op_de_dag else "zonder"
            for rij in (waar[0], *gebieden(waar)):
                cellen[rij, f"{'uwv' if waar[1] else 'gemeente'}_{met}_profiel"].add(wie)
                cellen[rij, "totaal"].add(wie)
    return cellen


ALLE = [
    (rij, kolom)
    for rij in ("AM19", "GM0537", "GM0546")
    for kolom in (
        "gemeente_met_profiel",
        "gemeente_zonder_profiel",
        "uwv_met_profiel",
        "uwv_zonder_profiel",
        "totaal",
    )
] + [("AM19", "doelgroep"), ("AM19", "bekend")]


VAN_HET_LAND = [("NL", kolom) for rij, kolom in ALLE if rij == "AM19"]


@pytest.mark.proof
class TestTegenHetOrakel(TestCase):
    @settings(max_examples=GESCHIEDENISSEN // 3)
    @given(st.lists(GEBEURTENIS, max_size=14))
    def test_in_every_cell_stand_those_of_whom_it_was_known(self, gebeurtenissen):
        wereld, n = Werkelijkheid(), 0
        for gebeurtenis in gebeurtenissen:
            n += gebeurtenis["later"]
            wereld.doe(n, gebeurtenis)
        gemeente()
        regio, door = Arbeidsmarktregio.objects.get(code="AM19"), auditor()
        nummers = {persoon.pk: wie for wie, persoon in enumerate(wereld.personen)}

        for moment, feiten in [*wereld.bekend.items(), (None, wereld.feiten)]:
            toen = None if moment is None else uur(moment)
            verwacht = orakel(feiten)
            rapport = Rapport(KWARTAAL, kwartaaltelling(regio, AsOf(PEILDATUM, toen)))
            for rij, kolom in [*ALLE, *VAN_HET_LAND]:
                wie = verwacht[rij, kolom]
                waar = "NL" if rij == "NL" else "AM19"
                cijfer = Cijfer(Cel(waar, rij, kolom), rapport, rij, kolom, len(wie))
                personen = herleid(cijfer=cijfer, medewerker=door)
                gewist = wie & wereld.gewist
                assert {nummers[p.nummer] for p in personen if p.nummer} == wie - gewist
                assert len(personen) == len(wie)
                # Of who was forgotten nothing leads back, and every other one has a reason.
                zonder = [p.wie for p in personen if not p.nummer]
                assert Counter(zonder) == Counter(["gewist"] * len(gewist))
                assert all(p.doelgroep for p in personen)


# --- a small world, corrected afterwards ---


def geef_uit(kwartaal="2020KW04", editie=Editie.INTERN, *, soort=None, op=BEGIN):
    vraag = ReleaseRequest("AM19", kwartaal, editie, soort, op)
    uitgave = stel_voor(vraag=vraag, medewerker=auditor())
    return keur_goed(uitgave=uitgave, medewerker=auditor(), moment=op)


@pytest.fixture
def klanten(db):
    zet_klok()
    gemeente("GM0537")
    return [zichtbare_klant() for _ in range(3)]


def nummers(cijfer):
    return {persoon.nummer for persoon in herleid(cijfer=cijfer, medewerker=auditor())}


def lees(rij="GM0546", kolom="gemeente_met_profiel", **anders):
    soort, regio = anders.pop("soort", "tabel"), anders.pop("regio", "AM19")
    return lees_cijfer(
        Cel(regio, rij, kolom, soort), **{"kwartaal": "2020KW04", "vandaag": VANDAAG} | anders
    )


def test_a_release_and_the_figures_of_now_each_lead_to_their_own_persons(klanten):
    eerste = geef_uit()
    het_is(uur(1))
    klanten[0].inschrijvingen.update(gemeente="GM0537")
    tweede = geef_uit(soort="correctie", op=uur(2))
    cel = Cel("", "GM0546", "gemeente_met_profiel")

    allen = {klant.pk for klant in klanten}
    assert nummers(cijfer_van(eerste, cel)) == allen
    assert nummers(cijfer_van(tweede, cel)) == allen - {klanten[0].pk}
    assert nummers(lees()) == allen - {klanten[0].pk}
    assert nummers(lees(bekend_op=BEGIN)) == allen
    assert nummers(lees("GM0537")) == {klanten[0].pk}


def test_why_somebody_counts_is_told_with_what_was_corrected_since(klanten):
    eerste = geef_uit()
    het_is(uur(1))
    rij = klanten[0].inschrijvingen.get()
    rij.gemeente = gemeente("GM0537")
    rij.save()

    personen = herleid(cijfer=cijfer_van(eerste, Cel("", "AM19", "totaal")), medewerker=auditor())
    waarom = next(persoon for persoon in personen if persoon.nummer == klanten[0].pk)

    assert waarom.inschrijving.nummer == rij.pk
    assert waarom.inschrijving.waar == "Leiden, Gemeente Leiden"
    assert (waarom.inschrijving.geboekt_op, waarom.inschrijving.vervallen_op) == (uur(-1), uur(1))
    assert waarom.doelgroep.vervallen_op is None
    assert waarom.vaststelling.ingangsdatum <= PEILDATUM


def test_of_every_flow_the_persons_are_there(klanten):
    """One stayed, one moved, one left, one came: each stands in its own columns."""
    blijft, verhuist, weg = klanten
    oktober = datetime.date(2020, 10, 15)
    for klant, waar in ((verhuist, "GM0537"), (weg, None)):
        oud = klant.inschrijvingen.get()
        oud.einddatum = oktober
        oud.save()
        if waar:
            inschrijving(klant, oud.organisatie, code=waar, van=oktober)
    komt = zichtbare_klant()
    komt.inschrijvingen.update(ingangsdatum=oktober)
    verwacht = {
        ("GM0546", "begin"): {blijft, verhuist, weg},
        ("GM0546", "nieuw"): {komt},
        ("GM0546", "weg"): {weg},
        ("GM0546", "naar_elders"): {verhuist},
        ("GM0546", "eind"): {blijft, komt},
        ("GM0537", "van_elders"): {verhuist},
        ("AM19", "van_elders"): {verhuist},
        ("AM19", "naar_elders"): {verhuist},
        ("AM19", "begin"): {blijft, verhuist, weg},
        ("AM19", "eind"): {blijft, verhuist, komt},
    }

    for (rij, kolom), wie in verwacht.items():
        assert nummers(lees(rij, kolom, soort=STROMEN)) == {klant.pk for klant in wie}, (rij, kolom)
    vertrokken = herleid(cijfer=lees("GM0546", "weg", soort=STROMEN), medewerker=auditor())
    assert vertrokken[0].inschrijving.einddatum == oktober


@pytest.mark.parametrize("soort", UITSPLITSINGEN)
def test_the_rows_of_a_breakdown_hold_everybody_once(klanten, soort):
    rapport = make_rapport(Aanvraag("AM19", "2020KW04", VANDAAG, soort=soort))
    *regels, totaal = rapport.uitsplitsing
    gevonden = [
        persoon
        for regel in regels
        for persoon in herleid(cijfer=lees(regel.code, "totaal", soort=soort), medewerker=auditor())
    ]

    assert len(gevonden) == totaal.totaal == 3
    if soort == "grondslag":  # why somebody belongs to the doelgroep tells of illness
        assert {persoon.wie for persoon in gevonden} == {"niet getoond"}
    else:
        assert {persoon.nummer for persoon in gevonden} == {klant.pk for klant in klanten}


def test_people_whom_only_the_register_knows_stand_in_its_figure(klanten):
    doelgroepregistratie(een_bsn())
    personen = herleid(cijfer=lees("AM19", "doelgroep"), medewerker=auditor())

    assert [persoon.wie for persoon in personen] == [
        *sorted(str(klant.pk) for klant in klanten),
        "niet in Sonar",
    ]
    assert len(nummers(lees("AM19", "bekend"))) == 3


def test_who_is_afgeschermd_counts_and_is_not_pointed_at(klanten):
    klanten[0].afgeschermd = True
    klanten[0].save()
    door = auditor()

    personen = herleid(cijfer=lees(), medewerker=door)

    assert [persoon.wie for persoon in personen].count("afgeschermd") == 1
    assert klanten[0].pk not in {persoon.nummer for persoon in personen}
    assert herleid_persoon(nummer=klanten[0].pk, medewerker=door) is None
    # Seen all the same, so it is written down.
    assert Verwerking.objects.filter(persoon=klanten[0].pk, handeling="herleid").count() == 1


def test_each_look_is_a_line_about_each_person_shown(klanten):
    door = auditor()
    eerst = Verwerking.objects.count()
    herleid(cijfer=lees(), medewerker=door, vanaf=0, hoogstens=2)

    regels = Verwerking.objects.filter(pk__gt=eerst).order_by("pk")
    assert list(regels.values_list("medewerker", "persoon", "handeling", "grond")) == [
        (door.pk, klant.pk, "herleid", "controle") for klant in klanten[:2]
    ]


@pytest.mark.parametrize("rol", [rol for rol in Medewerker.Rol if rol != Medewerker.Rol.AUDITOR])
def test_tracing_is_for_auditors(klanten, rol):
    wie = medewerker(rol=rol)
    eerst = Verwerking.objects.count()
    with pytest.raises(HerleidenGeweigerdError, match="Alleen een auditor"):
        herleid(cijfer=lees(), medewerker=wie)
    assert herleid_persoon(nummer=klanten[0].pk, medewerker=wie) is None
    assert Verwerking.objects.count() == eerst


def test_a_figure_that_says_something_else_is_refused(klanten):
    goed = lees()
    fout = Cijfer(goed.cel, goed.rapport, goed.rij, goed.kop, goed.waarde + 1)
    with pytest.raises(KloptNietError, match="Het cijfer zegt 4, en er zijn 3 mensen gevonden"):
        herleid(cijfer=fout, medewerker=auditor())


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"rij": "GM9999"}, "staat niet in deze tabel"),
        ({"kolom": "alles"}, "De kolom 'alles' ken ik niet"),
        ({"kolom": "doelgroep"}, "staat niet in deze tabel"),
        ({"soort": "landelijk"}, "heeft geen cijfers van mensen"),
        ({"soort": "leeftijd", "rij": "AM19", "kolom": "bekend"}, "ken ik niet"),
        ({"kwartaal": "2190KW01"}, "nog niet voorbij"),
        ({"regio": "NL"}, "Van het hele land is er een totaal"),
        ({"regio": "NL", "rij": "NL", "soort": "leeftijd"}, "Van het hele land is er een totaal"),
    ],
)
def test_a_figure_that_there_is_not_gets_a_sentence(klanten, anders, melding):
    with pytest.raises(OnbekendRapportError, match=melding):
        lees(**anders)


# --- from a person to the figures ---


def plekken(klant):
    return {
        (telling.uitgave.kenmerk, plek.rij, plek.kop): plek.getoond
        for telling in telplekken(klant)
        for plek in telling.plekken
    }


def test_the_figures_of_a_person_are_those_in_which_it_is_found(klanten):
    """Every cell of every release, both ways, with corrections and a proposal between."""
    uwv()
    geef_uit("2020KW03")
    geef_uit()
    het_is(uur(1))
    klanten[0].inschrijvingen.update(gemeente="GM0537", organisatie=uwv())
    klanten[1].klantprofiel.vaststellingen.all().delete()
    geef_uit(soort="correctie", op=uur(2))
    stel_voor(
        vraag=ReleaseRequest("AM19", "2020KW02", Editie.INTERN, None, uur(3)), medewerker=auditor()
    )
    door, heen = auditor(), Counter()
    for uitgave in Uitgave.objects.exclude(goedgekeurd_op=None):
        for rij, kolom in ALLE:
            if kolom == "bekend":
                continue
            cijfer = cijfer_van(uitgave, Cel("", rij, kolom))
            naam = "Holland Rijnland" if kolom == "doelgroep" else cijfer.rij
            for persoon in herleid(cijfer=cijfer, medewerker=door):
                heen[persoon.nummer, uitgave.kenmerk, naam, cijfer.kop, str(cijfer.waarde)] += 1

    terug = Counter(
        (klant.pk, *sleutel, getoond)
        for klant in klanten
        for sleutel, getoond in plekken(klant).items()
    )

    assert heen == terug
    assert len(heen) == 3 * 3 * 5  # persons, releases, and in each five figures


def test_a_public_figure_is_told_as_it_was_shown(klanten):
    geef_uit(editie=Editie.OPENBAAR)
    kenmerk = "2020KW04-AM19-openbaar-1"
    assert plekken(klanten[0])[
        kenmerk, "Leiden", "Gemeente verantwoordelijk, met klantprofiel"
    ] == ("niet getoond")


def test_who_is_known_to_the_register_only_stands_in_its_figure(klanten):
    persoon = werkzoekende()
    doelgroepregistratie(persoon.bsn)
    geef_uit()
    assert list(plekken(persoon).values()) == ["4"]


def test_who_came_later_stands_in_no_release(klanten):
    geef_uit()
    het_is(uur(1))
    assert telplekken(zichtbare_klant()) == []


def test_who_was_forgotten_is_in_the_figure_and_nobody(klanten):
    uitgave = geef_uit()
    het_is(uur(1))
    klant = klanten[0]
    klant.inschrijvingen.update(einddatum=PEILDATUM + datetime.timedelta(days=1))
    wis(
        werkzoekende=klant,
        aanleiding=Wisbewijs.Aanleiding.VERZOEK,
        medewerker=None,
        moment=BEGIN + 2 * UUR,
    )
    personen = herleid(cijfer=cijfer_van(uitgave, Cel("", "AM19", "totaal")), medewerker=auditor())
    assert len(personen) == 3
    assert [persoon.wie for persoon in personen].count("gewist") == 1
