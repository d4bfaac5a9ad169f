"""(a), (b), (g), (h) Who wants everything: one account, ten of one organisation, guessed numbers.

Played against the running product through Django's test client: sessions, keys, limits, log and
alarms are the real ones. The clock is moved, so that a quarter takes a minute. Call these in a
transaction that is rolled back.
"""

import datetime
import statistics
import time
import uuid
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.models import (
    Alarm,
    Apisleutel,
    Bezoek,
    Codelijsten,
    Kandidaat,
    Lokprofiel,
    RequestCounter,
    Werkgever,
    Werkgeversaccount,
)
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from tests.attacks.limits import Uitkomst


LIJST, EEN = "/api/v1/kandidaten", "/api/v1/kandidaten/"
DAG = datetime.timedelta(days=1)
# By what an attacker splits a search that is too long to leaf through, and what cards do not tell.
SPLITS = ("regio", "opleidingsniveau", "uren", "taaksoort", "sector", "vaardigheid", "competentie")
SPLITS += ("affiniteit", "rijbewijs")
HTTP_OK = 200


@contextmanager
def op(moment: datetime.datetime) -> Iterator[None]:
    """The clock of the product stands at this moment."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


@dataclass
class Organisatie:
    """An attacker who was let in: accounts, each with a session and a key."""

    accounts: list[Werkgeversaccount]
    sleutels: list[str]
    vragen: int = field(default=0)

    @classmethod
    def maak(cls, naam: str, accounts: int, moment: datetime.datetime) -> "Organisatie":
        """A new one, admitted."""
        laatste = Werkgever.objects.order_by("-kvk_nummer").values_list("kvk_nummer", flat=True)
        nummer = int(laatste[0]) + 1 if laatste else 1
        werkgever = Werkgever.objects.create(
            kvk_nummer=f"{nummer:08}", naam=naam, gecontroleerd_op=moment
        )
        van_hier, sleutels = [], []
        for plek in range(accounts):
            gebruiker = get_user_model().objects.create_user(f"{naam}-{plek}")
            TOTP.activate(gebruiker, b32encode(gebruiker.username.encode()).decode())
            account = Werkgeversaccount.objects.create(
                account=gebruiker, werkgever=werkgever, toegelaten_op=moment
            )
            van_hier.append(account)
            sleutels.append(
                maak_sleutel(
                    account=gebruiker, naam="x", moment=moment, bereik=Apisleutel.Bereik.values
                )
            )
        return cls(van_hier, sleutels)

    @property
    def werkgever(self) -> int:
        """The number of the organisation."""
        return self.accounts[0].werkgever_id

    def vraag(self, adres: str, sleutel: int = 0, **parameters: Any) -> Any:
        """Ask the API. Every hundred questions a minute goes by: 120 is the limit."""
        if self.vragen % 100 == 0:
            RequestCounter.objects.filter(werkgever=self.werkgever).delete()
        self.vragen += 1
        kop = {"Authorization": f"Bearer {self.sleutels[sleutel]}"}
        return Client().get(adres, parameters, headers=kop)

    def scherm(self, account: int) -> Client:
        """The pages, signed in."""
        scherm = Client()
        scherm.force_login(self.accounts[account].account)
        return scherm

    def alarmen(self) -> dict[str, datetime.datetime]:
        """When which alarm went first."""
        rijen = Alarm.objects.filter(werkgever=self.werkgever).order_by("-moment")
        return {rij.soort: rij.moment for rij in rijen}

    def gezien(self) -> int:
        """How many different candidates it opened."""
        bezoeken = Bezoek.objects.filter(werkgever=self.werkgever)
        return bezoeken.values("kandidaat").order_by().distinct().count()


def alle_nummers(organisatie: Organisatie, dag: datetime.date) -> list[str]:
    """The numbers of everybody as this organisation may know them, canaries in between.

    More than any real attacker has: he must gather them from lists first.
    """
    nummering = PseudonymCipher.for_day(organisatie.werkgever, dag)
    ids = Kandidaat.objects.order_by("-gewijzigd_op", "id").values_list("pk", flat=True)
    return [str(nummering.encrypt(een)) for een in ids]


def een_dag(moment: datetime.datetime) -> list[Uitkomst]:
    """(a), (b), (g) As fast as it goes until it is refused; one account, and ten with ten keys."""
    uitkomsten = []
    for naam, hoeveel in (("dag.profielen", 1), ("dag.account", 10)):
        wij = Organisatie.maak(naam, hoeveel, moment)
        with op(moment):
            nummers = alle_nummers(wij, timezone.localdate())
            geprobeerd, eerste, schermen = 0, 0, [wij.scherm(plek) for plek in range(hoeveel)]
            for plek, nummer in enumerate(nummers[:400]):
                geprobeerd += 1
                if plek % 2 and hoeveel > 1:
                    schermen[plek % hoeveel].get(f"/kandidaten/{nummer}")
                else:
                    wij.vraag(EEN + nummer, plek % hoeveel)
                if not eerste and wij.alarmen():
                    eerste = geprobeerd
        alarmen = ", ".join(sorted(wij.alarmen()))
        uitkomsten.append(Uitkomst(naam, wij.gezien(), geprobeerd, f"alarmen: {alarmen}"))
        if hoeveel == 1:
            uitkomsten.append(Uitkomst("alarm.tempo", eerste, geprobeerd, alarmen))
    return uitkomsten


def traag(moment: datetime.datetime) -> Uitkomst:
    """(g) One every eleven seconds, as in 2019: after how many is there an alarm."""
    wij = Organisatie.maak("traag", 1, moment)
    nummers = alle_nummers(wij, timezone.localdate(moment))
    for plek, nummer in enumerate(nummers[:100]):
        with op(moment + plek * datetime.timedelta(seconds=11)):
            wij.vraag(EEN + nummer)
            if wij.alarmen():
                return Uitkomst("alarm.traag", plek + 1, plek + 1, ", ".join(wij.alarmen()))
    return Uitkomst("alarm.traag", 101, 100, "geen alarm")


def kwartaal(moment: datetime.datetime, dagen: int = 91) -> list[Uitkomst]:
    """(a), (g) Patient: 99 a day, spread over the day; nobody answers the alarms."""
    wij = Organisatie.maak("geduldig", 1, moment)
    nummers = iter(alle_nummers(wij, timezone.localdate(moment)))
    eerste, week = 0, 0
    for dag in range(dagen):
        for plek in range(99):
            nummer = next(nummers, None)
            if nummer is None:
                break
            with op(moment + dag * DAG + plek * datetime.timedelta(minutes=5)):
                wij.vraag(EEN + nummer)
        if not eerste and wij.alarmen():
            eerste = dag + 1
        if dag == 6:
            week = wij.gezien()
    totaal, deel = wij.gezien(), wij.gezien() / Kandidaat.objects.count()
    soorten = ", ".join(f"{s} op {m:%d-%m}" for s, m in sorted(wij.alarmen().items()))
    return [
        Uitkomst("week.profielen", week, 7 * 99),
        Uitkomst("kwartaal.profielen", totaal, dagen * 99, f"{deel:.1%} van allen; {soorten}"),
        Uitkomst("alarm.geduldig", eerste or dagen + 1, dagen, soorten),
    ]


@dataclass
class Buit:
    """What was gathered from lists alone."""

    kaarten: set[str] = field(default_factory=set)
    kenmerken: set[tuple[str, str, str]] = field(default_factory=set)  # number, facet, code
    bladzijden: int = 0
    alarm_na: int = 0


class VolError(Exception):
    """Refused until tomorrow."""


def lijsten(moment: datetime.datetime, meest: int = 5_000) -> list[Uitkomst]:
    """(a) From lists alone, no profile opened: whom, and how much of their profiles, in a day.

    A search that is too long is split by the next facet, with the counts as a guide. Everybody in
    the answer has what was searched for: the facets tell what the cards do not.
    """
    wij, buit = Organisatie.maak("lijsten", 1, moment), Buit()
    with op(moment):
        try:
            for facet in SPLITS[1:]:
                _oogst(wij, buit, {}, ("regio", facet, *SPLITS), meest)
        except VolError:
            pass
    kaarten = len(buit.kaarten)
    n, allen = buit.bladzijden, Kandidaat.objects.count()
    return [
        Uitkomst("dag.kaarten", kaarten, n, f"{kaarten / allen:.1%} van alle {allen}"),
        Uitkomst("dag.bladzijden", n, n, f"{n / 120:.0f} minuten bij 120 vragen per minuut"),
        Uitkomst("dag.kenmerken", _deel_bekend(wij, buit, moment), len(buit.kaarten)),
        Uitkomst("alarm.lijsten", buit.alarm_na or meest, n, ", ".join(sorted(wij.alarmen()))),
    ]


def _oogst(
    wij: Organisatie, buit: Buit, keuzen: dict[str, str], splits: tuple[str, ...], meest: int
) -> None:
    """All pages of a search, or of the searches into which it can be split."""
    antwoord = _blad(wij, buit, keuzen, 1, meest)
    if antwoord["totaal"] > antwoord["paginas"] * antwoord["paginaGrootte"] and splits:
        facet, *rest = splits
        for waarde in antwoord["facetten"].get(facet, []) if facet not in keuzen else []:
            _oogst(wij, buit, keuzen | {facet: waarde["code"]}, tuple(rest), meest)
        if facet in keuzen:
            _oogst(wij, buit, keuzen, tuple(rest), meest)
        return
    for pagina in range(2, antwoord["paginas"] + 1):
        _blad(wij, buit, keuzen, pagina, meest)


def _blad(
    wij: Organisatie, buit: Buit, keuzen: dict[str, str], pagina: int, meest: int
) -> dict[str, Any]:
    antwoord = wij.vraag(LIJST, pagina=pagina, **keuzen)
    if antwoord.status_code != HTTP_OK or buit.bladzijden >= meest:
        raise VolError
    buit.bladzijden += 1
    if not buit.alarm_na and wij.alarmen():
        buit.alarm_na = buit.bladzijden
    inhoud: dict[str, Any] = antwoord.json()
    for kaart in inhoud["kandidaten"]:
        buit.kaarten.add(kaart["id"])
        buit.kenmerken.update((kaart["id"], facet, code) for facet, code in keuzen.items())
        buit.kenmerken.add((kaart["id"], "regio", kaart["regio"]["code"]))
        for naam, facet in (("taaksoorten", "taaksoort"), ("vaardigheden", "vaardigheid")):
            buit.kenmerken.update((kaart["id"], facet, een["code"]) for een in kaart[naam])
        buit.kenmerken.update((kaart["id"], "rijbewijs", r["code"]) for r in kaart["rijbewijzen"])
        if kaart["opleidingsniveau"]:
            code = kaart["opleidingsniveau"]["code"]
            buit.kenmerken.add((kaart["id"], "opleidingsniveau", code))
    return inhoud


def _deel_bekend(wij: Organisatie, buit: Buit, moment: datetime.datetime) -> float:
    """For each candidate whose card was seen: the known share of the searchable attributes."""
    nummering = PseudonymCipher.for_day(wij.werkgever, timezone.localdate(moment))
    ids = [nummering.decrypt(uuid.UUID(nummer)) for nummer in buit.kaarten]
    lijst, totaal = Codelijsten.lees().op_nummer, 0
    for kenmerken in Kandidaat.objects.filter(pk__in=ids).values_list("kenmerken", flat=True):
        totaal += sum(lijst[nummer].facet in SPLITS for nummer in kenmerken)
    return len(buit.kenmerken) / max(1, totaal)


def lokprofiel(moment: datetime.datetime) -> Uitkomst:
    """(g) A canary is opened: how long until the alarm is there, on the real clock."""
    lok = Lokprofiel.objects.order_by("regio").first()
    if lok is None:
        return Uitkomst("alarm.lokprofiel", 61, 0, "geen lokprofiel geplant")
    wij = Organisatie.maak("kanarie", 1, moment)
    with op(moment):
        nummer = PseudonymCipher.for_day(wij.werkgever, timezone.localdate()).encrypt(lok.kandidaat)
        begin = time.monotonic()
        wij.vraag(f"{EEN}{nummer}")
        duur = time.monotonic() - begin
    gegaan = Alarm.Soort.LOKPROFIEL in wij.alarmen()
    return Uitkomst("alarm.lokprofiel", round(duur, 2) if gegaan else 61, 1)


def _contact(wij: Organisatie, nummer: str) -> tuple[int, str]:
    """What is answered to who asks to meet this candidate; the number itself is left out."""
    antwoord = Client().post(
        "/api/v1/contactverzoeken",
        {"kandidaten": [nummer], "vacature": "Magazijn"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {wij.sleutels[0]}"},
    )
    return antwoord.status_code, antwoord.text.replace(nummer, "")


def nummers(moment: datetime.datetime, keren: int = 2_000) -> list[Uitkomst]:
    """(h) Guess numbers; and is a foreign or an expired one told from an unknown one?"""
    wij = Organisatie.maak("raden", 1, moment)
    ander = Organisatie.maak("raden-ander", 1, moment)
    dag = timezone.localdate(moment)
    ids = list(Kandidaat.objects.order_by("id").values_list("pk", flat=True)[:keren])
    vreemd = [PseudonymCipher.for_day(ander.werkgever, dag).encrypt(een) for een in ids]
    verlopen = [PseudonymCipher.for_day(wij.werkgever, dag - 100 * DAG).encrypt(een) for een in ids]
    soorten: dict[str, Callable[[int], uuid.UUID]] = {
        "onbekend": lambda _: uuid.uuid4(),
        "vreemd": lambda plek: vreemd[plek % len(vreemd)],
        "verlopen": lambda plek: verlopen[plek % len(verlopen)],
        "eigen": lambda plek: ids[plek % len(ids)],  # our own number, as in a dump
    }
    antwoorden, duur, raak = set(), {soort: [] for soort in soorten}, 0
    with op(moment):
        for plek in range(keren):
            # In turns, so that whatever else the machine does meets them all.
            for soort, maak in soorten.items():
                adres = f"{EEN}{maak(plek)}"
                begin = time.perf_counter()
                antwoord = wij.vraag(adres)
                duur[soort].append((time.perf_counter() - begin) * 1000)
                antwoorden.add((antwoord.status_code, antwoord.content))
                raak += antwoord.status_code == HTTP_OK
        contact = {_contact(wij, str(maak(0))) for maak in soorten.values()}
    midden = {soort: statistics.median(tijden) for soort, tijden in duur.items()}
    fout = {s: 1.25 * statistics.stdev(t) / len(t) ** 0.5 for s, t in duur.items() if len(t) > 1}
    verschil = midden["vreemd"] - midden["onbekend"]
    ruis = 2 * (fout.get("vreemd", 0) ** 2 + fout.get("onbekend", 0) ** 2) ** 0.5
    return [
        Uitkomst("nummers.raden", raak, 4 * keren),
        Uitkomst("nummers.verschil", len(antwoorden), 4 * keren),
        Uitkomst("nummers.contact", len(contact), len(soorten)),
        Uitkomst(
            "nummers.tijd",
            abs(verschil),
            keren,
            f"ms verschil tussen vreemd en onbekend (mediaan), ruis {ruis:.2f} ms; "
            + ", ".join(f"{soort} {tijd:.2f}" for soort, tijd in midden.items()),
        ),
    ]
