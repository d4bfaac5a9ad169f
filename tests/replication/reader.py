"""A process that searches as a web worker does: lines of JSON in, lines of JSON out.

Started by tests/replication/run.py, with DATABASE_URL and DATABASE_URL_LEZEN in its environment.
Moments are seconds of the monotonic clock, that all processes of a machine share.
"""

import datetime
import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

from django.db import Error, connection, connections
from django.utils import timezone

from kandidatenverkenner.database import routers
from kandidatenverkenner.models import Codelijsten, Facet, Kandidaat
from kandidatenverkenner.search_index import (
    engine,
    sql,
)
from kandidatenverkenner.search_index.memory import index as index_module
from kandidatenverkenner.search_index.query import SearchQuery
from tests.replication import candidates as wereld
from tests.replication.candidates import LEDEN, STEMPELS


Vragen = dict[str, SearchQuery]
ZELDEN = 21  # questions to the index, to one to PostgreSQL: that takes longer
TUSSEN_TWEE = 0.005  # seconds between two questions of somebody who goes on asking


def totalen(vragen: Vragen) -> tuple[dict[str, int], str, str]:
    """The counts, who counted (geheugen or databank), and where was read."""
    return engine.ENGINE.ask(
        lambda index: (
            index.totals(vragen, timezone.localtime()),
            "geheugen",
            routers.read_alias(),
        ),
        lambda: (sql.totals(vragen), "databank", routers.read_alias()),
    )


class Blijver:
    """Somebody who goes on searching while servers fall away, and writes down when it works."""

    def __init__(self, vragen: Vragen) -> None:
        self.vragen = vragen
        self.stop = threading.Event()
        self.gelukt: list[float] = []
        self.mislukt = 0
        self.draad = threading.Thread(target=self._vraag_steeds)
        self.draad.start()

    def _vraag_steeds(self) -> None:
        while not self.stop.is_set():
            try:
                totalen(self.vragen)
                self.gelukt.append(time.monotonic())
            except Error:
                # As a web worker at the end of a request: the next one connects anew.
                connections.close_all()
                self.mislukt += 1
            time.sleep(TUSSEN_TWEE)
        connections.close_all()

    def einde(self) -> dict[str, Any]:
        """How often it worked, and the longest stretch without an answer."""
        self.stop.set()
        self.draad.join()
        momenten = [*self.gelukt, time.monotonic()]
        gat = max(later - eerder for eerder, later in pairwise(momenten))
        return {"gelukt": len(self.gelukt), "mislukt": self.mislukt, "gat": gat}


class Lezer:
    """What it can be asked; every method is a command."""

    def __init__(self) -> None:
        self.lijsten = Codelijsten(())
        self.blijver: Blijver | None = None

    def vul(self, aantal: int) -> dict[str, Any]:
        """Fill the primary; how long that took."""
        begin = time.monotonic()
        wereld.vul(aantal)
        seconden = time.monotonic() - begin
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute(
                "SELECT pg_total_relation_size('kandidatenverkenner_kandidaat'), "
                "pg_database_size(current_database())"
            )
            tabel, alles = cursor.fetchone() or (0, 0)
        return {"seconden": seconden, "tabel": tabel, "databank": alles}

    def lees(self) -> dict[str, Any]:
        """Read the index from the replica, and say what it takes."""
        self.lijsten = routers.read(Codelijsten.lees)
        eerst = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begin = time.monotonic()
        routers.read(lambda: engine.ENGINE.index.rebuild(timezone.localtime()))
        return {
            "seconden": time.monotonic() - begin,
            "bytes": engine.ENGINE.index.bytes,
            "piek": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - eerst) * 1024,
        }

    def volg(self, groepen: int, seconden: float) -> dict[str, Any]:
        """Ask for so many seconds which stamps the groups have: one of them, or it is half."""
        vragen = [wereld.per_stempel(self.lijsten, groep) for groep in range(groepen)]
        uit = {"geheugen": 0, "databank": 0, "bladzijden": 0, "half": 0, "gezien": 0}
        laatst: dict[int, dict[str, int]] = {}
        einde = time.monotonic() + seconden
        for beurt in count():
            if time.monotonic() > einde:
                break
            groep = beurt % groepen
            geteld, wie, _ = totalen(vragen[groep])
            uit[wie] += 1
            uit["half"] += is_half(geteld)
            uit["gezien"] += geteld != laatst.get(groep)
            laatst[groep] = geteld
            if beurt % ZELDEN == 0:
                uit["databank"] += 1
                uit["half"] += is_half(routers.read(lambda groep=groep: sql.totals(vragen[groep])))
                uit["bladzijden"] += 1
                uit["half"] += self._is_half_op_bladzijde(vragen[groep], geteld)
        return uit

    def _is_half_op_bladzijde(self, per_stempel: Vragen, geteld: dict[str, int]) -> bool:
        """Whether the cards of one page are of two publications."""
        welke = next((stempel for stempel, aantal in geteld.items() if aantal), "0")
        bladzijde = engine.page(per_stempel[welke], start=0, count=LEDEN)
        return len({tuple(self._stempel(een)) for een in bladzijde}) > 1

    def _stempel(self, kandidaat: Kandidaat) -> list[str]:
        namen = (self.lijsten.op_nummer[nummer].code for nummer in kandidaat.kenmerken)
        return [naam for naam in namen if naam.startswith("stempel-")]

    def wacht(self, groep: int, stempel: int) -> dict[str, Any]:
        """Ask until the group has this stamp; the moment at which it had."""
        vragen = wereld.per_stempel(self.lijsten, groep)
        einde = time.monotonic() + 30
        while time.monotonic() < einde:
            geteld, wie, plek = totalen(vragen)
            if geteld[str(stempel)] == LEDEN:
                return {"op": time.monotonic(), "wie": wie, "plek": plek}
        raise TimeoutError("De wijziging komt niet aan.")

    def zoek(self, seconden: float, zaad: int) -> dict[str, Any]:
        """Search (counts, and a page with its rows) as often as it goes; milliseconds each."""
        vragen = wereld.vragen(self.lijsten, 500, zaad)
        zoek_een(vragen[0], self.lijsten)
        duur = []
        eigen = time.process_time()
        begin = nu = time.monotonic()
        while nu < begin + seconden:
            vraag = vragen[len(duur) % len(vragen)]
            zoek_een(vraag, self.lijsten)
            later = time.monotonic()
            duur.append((later - nu) * 1000)
            nu = later
        return {"duur": duur, "seconden": nu - begin, "cpu": time.process_time() - eigen}

    def blijf(self) -> dict[str, Any]:
        """Go on searching until `houd_op`."""
        self.blijver = Blijver(wereld.per_stempel(self.lijsten, 0))
        return {}

    def houd_op(self) -> dict[str, Any]:
        """How that went."""
        if self.blijver is None:
            raise RuntimeError("Eerst blijf, dan houd_op.")
        return self.blijver.einde()

    def tel(self, code: str) -> dict[str, Any]:
        """How many have this affinity, who says so, and where was read."""
        kenmerk = self.lijsten.per_facet[Facet.AFFINITEIT][code].id
        try:
            geteld, wie, plek = totalen(
                {"x": SearchQuery(choices={"affiniteit": frozenset([kenmerk])})}
            )
        except Error:
            # A connection of before the primary fell; a web worker has one for each request.
            connections.close_all()
            return {"aantal": None, "wie": "niemand", "plek": ""}
        return {"aantal": geteld["x"], "wie": wie, "plek": plek}

    def wees(self, achter: float, rust: float, geduld: float) -> dict[str, Any]:
        """How patient it is, in seconds: see routers, and SERVER_GRACE of the index."""
        routers.MAX_LAG_SECONDS, routers.RETRY_AFTER_SECONDS = achter, rust
        index_module.SERVER_GRACE = datetime.timedelta(seconds=geduld)
        return {}


def is_half(geteld: dict[str, int]) -> bool:
    """Whether these counts per stamp are those of no publication."""
    return sorted(geteld.values()) != [0] * (STEMPELS - 1) + [LEDEN]


def zoek_een(vraag: SearchQuery, lijsten: Codelijsten) -> None:
    """What a search asks: the counts, and the first page."""
    engine.facet_counts(vraag, lijsten)
    engine.page(vraag, start=0, count=20)


def main() -> None:
    lezer = Lezer()
    for regel in sys.stdin:
        opdracht = json.loads(regel)
        doe: Callable[..., dict[str, Any]] = getattr(lezer, opdracht.pop("doe"))
        sys.stdout.write(json.dumps(doe(**opdracht)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
