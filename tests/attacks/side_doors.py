"""(a), (b), (c) The same limit at every door, several organisations together, and side doors.

Like leegtrekken.py: against the running product, in a transaction that is rolled back.
"""

import datetime
import itertools
import json
import uuid
from typing import Any

from django.core import mail
from django.test import Client
from django.test.testcases import TestCase
from django.utils import timezone

from kandidatenverkenner.models import Bezoek, Bladerteller, Kandidaat, Lokprofiel
from kandidatenverkenner.privacy.pseudonyms import PseudonymCipher
from kandidatenverkenner.privacy.visits import open_kandidaat
from tests.attacks.harvesting import DAG, EEN, LIJST, Organisatie, alle_nummers, op
from tests.attacks.limits import Uitkomst


VUM = "/vum/v1/werkzoekendeProfielen/"
KOPPEN = {
    "X-VUM-berichtVersie": "1.0.0",
    "X-VUM-fromParty": "00000001821002198000",
    "X-VUM-toParty": "00000001821002193000",
    "X-VUM-SUWIparty": "true",
}
MEEST_OPDRACHTEN = 50


def alle_deuren(moment: datetime.datetime) -> Uitkomst:
    """(b) In turns: a page, the API, VUM and comparing, until each of them refuses."""
    wij = Organisatie.maak("deuren", 2, moment)
    with op(moment):
        scherm, vum = wij.scherm(0), _via_vum(wij)
        nummers = iter(alle_nummers(wij, timezone.localdate()))
        for _ in range(60):
            wij.vraag(EEN + next(nummers, "x"), 1)
            scherm.get(f"/kandidaten/{next(nummers, uuid.uuid4())}")
            scherm.get("/vergelijken", {"kandidaat": list(itertools.islice(nummers, 2))})
            next(vum, None)
    wijzen = Bezoek.objects.filter(werkgever=wij.werkgever).count()
    return Uitkomst("dag.deuren", wij.gezien(), wijzen, "pagina, vergelijken, API en VUM samen")


def _via_vum(wij: Organisatie) -> Any:
    """Profiles through VUM, ten a question."""
    kop = KOPPEN | {"Authorization": f"Bearer {wij.sleutels[1]}"}
    for uren in itertools.count(1):
        vraag = {"vraagObject": {"werktijden": {"aantalWerkurenPerWeekMinimaal": uren % 40}}}
        client = Client()
        antwoord = client.post(VUM + "matches", vraag, content_type="application/json", headers=kop)
        for match in antwoord.json().get("matches", [])[-10:]:
            yield client.get(VUM + match["idWerkzoekende"], headers=kop)


def samenspannen(moment: datetime.datetime, aantal: int = 3) -> Uitkomst:
    """(c) Organisations that share what they see: each opens what the others did not."""
    allen = [Organisatie.maak(f"vriend-{een}", 1, moment) for een in range(aantal)]
    with op(moment):
        ids = list(Kandidaat.objects.order_by("id").values_list("pk", flat=True)[: 110 * aantal])
        for plek, kandidaat in enumerate(ids):
            wij = allen[plek % aantal]
            nummer = PseudonymCipher.for_day(wij.werkgever, timezone.localdate()).encrypt(kandidaat)
            wij.vraag(f"{EEN}{nummer}")
    gezien = set(
        Bezoek.objects.filter(werkgever__in=[een.werkgever for een in allen]).values_list(
            "kandidaat", flat=True
        )
    )
    alarm = sum(bool(een.alarmen()) for een in allen)
    return Uitkomst("dag.samen", len(gezien), aantal, f"organisaties; bij {alarm} ging een alarm")


def sluip(moment: datetime.datetime, per_dag: int = 33, dagen: int = 91) -> list[Uitkomst]:
    """(g) So few a day that a month stays under its threshold: for how long is it unseen."""
    wij = Organisatie.maak("sluip", 1, moment)
    # Lucky too: no canary among them.
    echt = Kandidaat.objects.exclude(pk__in=Lokprofiel.objects.values("kandidaat"))
    ids = iter(echt.order_by("regio", "id").values_list("pk", flat=True))
    gezien = 0
    for dag, plek in itertools.product(range(dagen), range(per_dag)):
        kandidaat = next(ids, None)
        if kandidaat is None:
            break
        nu = moment + dag * DAG + plek * datetime.timedelta(minutes=14)
        open_kandidaat(
            account=wij.accounts[0], kandidaat=kandidaat, wijze=Bezoek.Wijze.API, moment=nu
        )
        gezien += 1
        if wij.alarmen():
            return [Uitkomst("alarm.sluip", gezien, per_dag, f"na {dag + 1} dagen")]
    return [Uitkomst("alarm.sluip", gezien, per_dag, "geen alarm: het waren er niet meer")]


def gemaild(moment: datetime.datetime) -> Uitkomst:
    """(g) A canary is opened: how many e-mails to the privacy officer left with that."""
    lok = Lokprofiel.objects.order_by("regio").first()
    if lok is None:
        return Uitkomst("alarm.gemaild", 0, 0, "geen lokprofiel geplant")
    wij = Organisatie.maak("kanarie-mail", 1, moment)
    mail.outbox = []
    with op(moment), TestCase.captureOnCommitCallbacks(execute=True):
        nummer = PseudonymCipher.for_day(wij.werkgever, timezone.localdate()).encrypt(lok.kandidaat)
        wij.vraag(f"{EEN}{nummer}")
    return Uitkomst("alarm.gemaild", len(mail.outbox), 1)


def bewaarde_zoekopdrachten(moment: datetime.datetime) -> Uitkomst:
    """(f) What is new, counted per saved search: an answer that is no page of a list.

    Fifty searches of one value each, and everybody is new: how many counts for how many pages.
    """
    wij = Organisatie.maak("opdrachten", 1, moment)
    kop = {"Authorization": f"Bearer {wij.sleutels[0]}"}
    client = Client()
    with op(moment):
        facetten = wij.vraag(LIJST).json()["facetten"]
        waarden = [(facet, een["code"]) for facet, lijst in facetten.items() for een in lijst]
        for facet, code in waarden[: MEEST_OPDRACHTEN + 10]:
            opdracht = {"naam": f"{facet} {code}", "zoekvraag": f"{facet}={code}"}
            client.post(
                "/api/v1/zoekopdrachten",
                json.dumps(opdracht),
                content_type="application/json",
                headers=kop,
            )
        voor = Bladerteller.objects.get(werkgever=wij.werkgever).bladzijden
        rijen = client.get("/api/v1/zoekopdrachten", headers=kop).json()["zoekopdrachten"]
        na = Bladerteller.objects.get(werkgever=wij.werkgever).bladzijden
    return Uitkomst(
        "opdracht.tellingen",
        len(rijen),
        len(waarden),
        f"per account; {na - voor} bladzijden geteld",
    )


def etags(moment: datetime.datetime) -> Uitkomst:
    """(c) The fingerprint of an answer, compared by two organisations that ask the same."""
    wij, zij = Organisatie.maak("etag-1", 1, moment), Organisatie.maak("etag-2", 1, moment)
    with op(moment):
        paren = []
        for uren in ("1-12", "13-20", "21-28", "29-36", "37-40"):
            hier, daar = (een.vraag(LIJST, uren=uren) for een in (wij, zij))
            if hier.json()["totaal"]:  # an empty answer is everybody's
                paren.append((hier.headers["ETag"], daar.headers["ETag"]))
    return Uitkomst("samen.etag", sum(ons == hun for ons, hun in paren), len(paren))


def lokprofielen_te_zien(zeldzaam: int = 10) -> Uitkomst:
    """(g) Canaries that stand out: they show what fewer than ten of their region show."""
    lok = dict(Lokprofiel.objects.values_list("kandidaat", "regio"))
    opvallend = 0
    for kandidaat, regio in lok.items():
        van_hier = Kandidaat.objects.filter(regio=regio)
        eigen = Kandidaat.objects.get(pk=kandidaat)
        aantallen = [van_hier.filter(kenmerken__contains=[een]).count() for een in eigen.kenmerken]
        opvallend += min(aantallen) < zeldzaam
    return Uitkomst("lok.opvallend", opvallend, len(lok))
