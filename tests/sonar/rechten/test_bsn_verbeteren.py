"""A wrong BSN is put right by two; what was counted and known before stays what it was."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sonar.handelingen.rechten.bsn_verbeteren import (
    BIJ_EEN_ANDER,
    NIET_GELIJK,
    NIET_MEER,
    ZELFDE,
    Voorstel,
    stel_voor,
    voer_door,
    wijs_af,
)
from sonar.handelingen.rechten.rectificeren import verbeteringen, vraag_rectificatie
from sonar.handelingen.toezicht.zoeken import PER_DAG
from sonar.models import (
    Bsncorrectie,
    Medewerker,
    Verwerking,
    Werkzoekende,
    Zoekdag,
)
from sonar.toezicht.inzage import inzage
from tests.bouwers import (
    PEILDATUM,
    een_bsn,
    inschrijving,
    medewerker,
    vaststelling,
    volledig_klantprofiel,
    werkzoekende,
)
from tests.sonar.schermen import aan_het_werk, klant_adres


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
NU = datetime.datetime(2021, 1, 5, 9, tzinfo=datetime.UTC)
REDEN = "Twee cijfers verwisseld bij de inschrijving."


@pytest.fixture
def wie():
    return medewerker()


@pytest.fixture
def leider():
    return medewerker(rol=Medewerker.Rol.TEAMLEIDER)


@pytest.fixture
def klant(wie):
    persoon = werkzoekende()
    inschrijving(persoon, klantmanager=wie)
    vaststelling(volledig_klantprofiel(persoon), door=wie)
    return persoon


def voorstel(klant, wie, bsn, *, mee=True):
    return stel_voor(
        werkzoekende=klant,
        voorstel=Voorstel(bsn=bsn, reden=REDEN, register_mee=mee),
        medewerker=wie,
        moment=NU,
    )


def verbeter(klant, wie, leider, *, mee=True, bsn=None):
    bsn = bsn or een_bsn()
    correctie = voorstel(klant, wie, bsn, mee=mee)
    voer_door(correctie=correctie, bsn=bsn, medewerker=leider, moment=NU)
    klant.refresh_from_db()
    return bsn


def adres(klant):
    return f"/sonar/personen/{klant.pk}/bsn-verbeteren/"


# --- two people ---


def test_it_takes_a_second_person_who_typed_the_same(klant, wie, leider):
    oud, bsn = klant.bsn, een_bsn()
    correctie = voorstel(klant, wie, bsn)
    klant.refresh_from_db()
    assert klant.bsn == oud

    with pytest.raises(ValidationError, match="niet het nummer"):
        voer_door(correctie=correctie, bsn=een_bsn(), medewerker=leider, moment=NU)
    assert NIET_GELIJK.startswith("Dit is niet het nummer")
    voer_door(correctie=correctie, bsn=bsn, medewerker=leider, moment=NU)

    klant.refresh_from_db()
    correctie.refresh_from_db()
    assert klant.bsn == bsn
    assert (correctie.stand, correctie.bsn_versleuteld) == ("doorgevoerd", None)
    regels = Verwerking.objects.filter(persoon=klant.pk, handeling="wijzigen").order_by("pk")
    assert list(regels.values_list("medewerker", "grond")) == [
        (wie.pk, "eigen-klant"),
        (leider.pk, "organisatie"),
    ]
    with pytest.raises(ValidationError) as fout:
        voer_door(correctie=correctie, bsn=bsn, medewerker=leider, moment=NU)
    assert fout.value.messages == [NIET_MEER]


def test_nobody_confirms_the_own_proposal(klant, wie):
    bsn = een_bsn()
    correctie = voorstel(klant, wie, bsn)
    Medewerker.objects.filter(pk=wie.pk).update(rol=Medewerker.Rol.TEAMLEIDER)
    wie.refresh_from_db()

    for doe in (
        lambda: voer_door(correctie=correctie, bsn=bsn, medewerker=wie, moment=NU),
        lambda: wijs_af(correctie=correctie, medewerker=wie, moment=NU),
        lambda: wijs_af(correctie=correctie, medewerker=medewerker(), moment=NU),
    ):
        with pytest.raises(ValidationError, match="mag dat niet"):
            doe()


def test_what_is_refused_changes_nothing_and_the_number_is_forgotten(klant, wie, leider):
    oud = klant.bsn
    correctie = voorstel(klant, wie, een_bsn())

    wijs_af(correctie=correctie, medewerker=leider, moment=NU)

    klant.refresh_from_db()
    correctie.refresh_from_db()
    assert (klant.bsn, correctie.stand, correctie.bsn_versleuteld) == (oud, "afgewezen", None)
    assert voorstel(klant, wie, een_bsn()).stand == "open"


@pytest.mark.parametrize(
    ("velden", "wat"),
    [
        ({"stand": "afgewezen"}, "alleen_zolang_zij_wacht"),
        ({"bsn_versleuteld": None}, "alleen_zolang_zij_wacht"),
        ({"stand": "iets"}, "alleen_zolang_zij_wacht"),
        ({"pk": None}, "een_tegelijk"),
        (
            {"stand": "afgewezen", "bsn_versleuteld": None, "besloten_op": NU, "zelf": True},
            "door_een_ander",
        ),
    ],
)
def test_the_database_keeps_the_rules(klant, wie, velden, wat):
    correctie = voorstel(klant, wie, een_bsn())
    if velden.pop("zelf", False):
        correctie.besloten_door = wie
    for veld, waarde in velden.items():
        setattr(correctie, veld, waarde)

    with pytest.raises(IntegrityError, match=wat), transaction.atomic():
        correctie.save()


# --- which numbers ---


def test_a_number_of_somebody_else_is_refused_without_saying_whose(klant, wie, leider):
    ander = werkzoekende(achternaam="Geheim", afgeschermd=True)

    with pytest.raises(ValidationError) as fout:
        voorstel(klant, wie, ander.bsn)

    assert fout.value.messages == [BIJ_EEN_ANDER]
    assert ander.bsn not in BIJ_EEN_ANDER
    gezien = Verwerking.objects.filter(persoon=ander.pk, medewerker=wie, handeling="gezocht")
    assert gezien.count() == 1
    bsn = een_bsn()
    correctie = voorstel(klant, wie, bsn)
    werkzoekende(bsn=bsn)  # registered in between
    with pytest.raises(ValidationError) as fout:
        voer_door(correctie=correctie, bsn=bsn, medewerker=leider, moment=NU)
    assert fout.value.messages == [BIJ_EEN_ANDER]


def test_the_same_number_or_no_number_is_no_correction(klant, wie):
    for bsn, wat in ((klant.bsn, ZELFDE), ("123456789", "geldig burgerservicenummer")):
        with pytest.raises(ValidationError, match=wat):
            voorstel(klant, wie, bsn)
    assert not Bsncorrectie.objects.exists()


def test_who_tries_numbers_is_stopped_as_one_who_searches(klant, wie):
    Zoekdag.objects.create(medewerker=wie, dag=timezone.localdate(NU), aantal=PER_DAG)

    with pytest.raises(ValidationError, match="keer in heel Sonar"):
        voorstel(klant, wie, een_bsn())


# --- on the screen ---


def ingevuld(bsn, **anders):
    return {"bsn": bsn, "bsn_nogmaals": bsn, "reden": REDEN, "register_mee": "ja"} | anders


def test_on_the_screen_by_two_and_the_number_is_never_shown(klant, wie, leider):
    bsn = een_bsn()
    client, baas = aan_het_werk(wie), aan_het_werk(leider)
    assert adres(klant) in client.get(klant_adres(klant)).text
    assert "Er is geen verbetering te bevestigen" in baas.get(adres(klant)).text
    assert baas.post(adres(klant), ingevuld(bsn)).status_code == 403

    for fout, zin in (
        ({"bsn": "123456789", "bsn_nogmaals": "123456789"}, "geldig burgerservicenummer"),
        ({"bsn_nogmaals": een_bsn()}, "niet hetzelfde nummer"),
        ({"reden": f"Het was {bsn}, dat klopt."}, "op een burgerservicenummer lijkt"),
        ({"register_mee": ""}, "Dit veld is vereist."),
    ):
        antwoord = client.post(adres(klant), ingevuld(bsn) | fout)
        assert zin in antwoord.text
        assert f'value="{bsn}"' not in antwoord.text
    spelling = f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}"
    tekst = client.post(adres(klant), ingevuld(spelling), follow=True).text
    assert "De teamleider typt het nummer ook" in tekst
    assert client.post(adres(klant), ingevuld(bsn)).status_code == 403

    [post] = [p for p in baas.get("/sonar/").context["werkvoorraad"] if "bsn" in p.adres]
    assert post.aantal == 1
    assert klant.achternaam in baas.get(post.adres).text
    tekst = baas.get(adres(klant)).text
    assert REDEN in tekst
    for vraag, zin in (
        ({"besluit": "doorvoeren"}, "Typ het nummer"),
        ({"besluit": "doorvoeren", "bsn": een_bsn()}, "niet het nummer dat is voorgesteld"),
        ({"besluit": "doorvoeren", "bsn": bsn}, "Het burgerservicenummer is verbeterd."),
    ):
        antwoord = baas.post(adres(klant), vraag, follow=True).text
        assert zin in antwoord
        assert bsn not in antwoord
    klant.refresh_from_db()
    assert klant.bsn == bsn
    assert "Doorgevoerd" in baas.get(adres(klant)).text


def test_the_teamleider_can_refuse_it_on_the_screen(klant, wie, leider):
    correctie = voorstel(klant, wie, een_bsn())

    tekst = aan_het_werk(leider).post(adres(klant), {"besluit": "afwijzen"}, follow=True).text

    correctie.refresh_from_db()
    assert correctie.stand == "afgewezen"
    assert "Het nummer is niet veranderd." in tekst


def test_no_table_holds_the_number_as_itself(klant, wie, leider, als_eigenaar):
    bsn = een_bsn()
    client = aan_het_werk(wie)
    client.post(adres(klant), ingevuld(bsn))
    aan_het_werk(leider).post(adres(klant), {"besluit": "doorvoeren", "bsn": bsn})
    assert Werkzoekende.objects.get(pk=klant.pk).bsn == bsn

    als_eigenaar()
    with connection.cursor() as cursor:
        for tabel in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {tabel} t")  # noqa: S608
            assert bsn not in cursor.fetchone()[0], tabel


def test_the_client_reads_it_and_a_rectificatie_can_be_answered_with_it(klant, wie, leider):
    verzoek = vraag_rectificatie(
        werkzoekende=klant, vraag="Mijn nummer klopt niet.", gevraagd_op=PEILDATUM, medewerker=wie
    )
    assert verbeteringen(verzoek) == []

    bsn = verbeter(klant, wie, leider)

    [(naam, _, werd)] = verbeteringen(verzoek)
    assert naam == "burgerservicenummer"
    assert werd.startswith("verbeterd op")
    soorten = dict(inzage(klant))
    assert soorten["werkzoekenden"][0]["burgerservicenummer"] == bsn
    [regel] = soorten["verbeteringen van het burgerservicenummer"]
    assert regel["reden"] == REDEN
    assert "teamleider" in regel["besloten door"]
    assert not {"burgerservicenummer, versleuteld"} & set(regel)
