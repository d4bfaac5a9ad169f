"""What is tried on the set of servers, one function each. What may not happen raises MisError."""

import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.replication.candidates import GROEPEN, SCHRIJVERS, lid
from tests.replication.cluster import Server, Stel, wacht_tot
from tests.replication.writers import Bevestigers, Groep, Uitgevers, verbind


HARTSLAG = 0.1  # seconds between two looks at the primary
GEMIST = 3  # looks without an answer, and it counts as lost
RUST = 0.2  # seconds between two publications of a writer, while lag is measured
BINNEN = 10.0  # seconds in which reading and writing go on
# How patient a reader is, in seconds: as the product, and where time is short.
GEWOON = {"achter": 5.0, "rust": 5.0, "geduld": 2.0}
HAASTIG = {"achter": 0.3, "rust": 0.5, "geduld": 0.2}
Doe = Callable[..., dict[str, Any]]


class MisError(Exception):
    """Something happened that may not happen."""


def percentielen(waarden: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and p99."""
    honderdsten = statistics.quantiles(waarden, n=100)
    return honderdsten[49], honderdsten[94], honderdsten[98]


def bezig_op_de_primary(stel: Stel, replica: Server) -> None:
    """A transaction that is busy on the primary holds the cursor of a reader on the replica."""
    with verbind(stel.url()) as bezig:
        (eigen,) = bezig.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or (0,)
        # Later and committed first: only now does the replica know of the other.
        stel.vraag(stel.primair, "SELECT pg_current_xact_id()")
        stel.vraag(stel.primair, "CHECKPOINT")
        stel.wacht_op_replicas()
        oudste = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        if stel.vraag(replica, oudste)[0] > eigen:
            raise MisError("De replica denkt dat een lopende transactie voorbij is.")


def halve_publicaties(stel: Stel, lezers: Sequence[Doe], seconden: float) -> dict[str, int]:
    """Readers count the stamps of groups while each group is published again and again."""
    verslagen: list[dict[str, int]] = []
    with Uitgevers(stel.url(), SCHRIJVERS, rust=0.01) as uitgevers:
        draden = [
            threading.Thread(
                target=lambda doe=doe: verslagen.append(
                    doe("volg", groepen=SCHRIJVERS, seconden=seconden)
                )
            )
            for doe in lezers
        ]
        for draad in draden:
            draad.start()
        for draad in draden:
            draad.join()
    totaal = {naam: sum(een[naam] for een in verslagen) for naam in verslagen[0]}
    totaal["publicaties"] = uitgevers.gepubliceerd
    if totaal["half"] or not totaal["geheugen"] or totaal["gezien"] <= SCHRIJVERS * len(lezers):
        raise MisError(f"Een lezer zag een halve publicatie, of niets: {totaal}")
    return totaal


@dataclass(slots=True)
class Vertraging:
    """Milliseconds until the index on the replica has it: since COMMIT left, since its answer."""

    na_verzoek: list[float]
    na_antwoord: list[float]
    uit_databank: int = 0  # times that the index was being read again, and PostgreSQL answered


def vertraging(stel: Stel, lezer: Doe, keren: int, schrijvers: int) -> Vertraging:
    """Publish groups in turn, while others write, and wait each time until a reader has it."""
    # As autovacuum does within a minute: what was measured before wrote the same rows all the time.
    stel.vraag(stel.primair, "VACUUM kandidatenverkenner_kandidaat")
    stel.wacht_op_replicas()
    uit = Vertraging([], [])
    with Uitgevers(stel.url(), schrijvers, rust=RUST), verbind(stel.url()) as verbinding:
        groepen = [Groep(nummer, verbinding) for nummer in range(SCHRIJVERS, GROEPEN)]
        for keer in range(keren):
            groep = groepen[keer % len(groepen)]
            gezien: list[dict[str, Any]] = []
            opdracht = {"groep": groep.nummer, "stempel": groep.volgende}
            draad = threading.Thread(
                target=lambda wat=opdracht, uit=gezien: uit.append(lezer("wacht", **wat))
            )
            draad.start()
            weg, klaar = groep.publiceer(verbinding, 0.002)
            draad.join()
            if not gezien or gezien[0]["plek"] != "lezen":
                raise MisError(f"Niet gezien op de replica: {gezien}")
            uit.uit_databank += gezien[0]["wie"] == "databank"
            uit.na_verzoek.append((gezien[0]["op"] - weg) * 1000)
            uit.na_antwoord.append((gezien[0]["op"] - klaar) * 1000)
    return uit


@dataclass(frozen=True, slots=True)
class Omslag:
    """One time that a primary was killed. Seconds since the kill."""

    bevestigd: int
    onzeker: int
    toch_vastgelegd: int  # of the uncertain
    ontdekt: float
    gepromoveerd: float
    schrijven: float
    lezen: float  # the longest that a reader had no answer
    mislukt: int  # searches that failed meanwhile
    terug: float  # until the old primary follows, after it began to
    teruggespoeld: bool  # or copied anew


def omslag(stel: Stel, lezers: Sequence[Doe], seconden: float) -> Omslag:
    """Kill the primary while others write and search, and promote a replica."""
    for doe in lezers:
        doe("blijf")
    oud = stel.primair
    with Bevestigers(stel.url(*stel.servers), SCHRIJVERS) as schrijvers:
        time.sleep(seconden)
        dood = time.monotonic()
        stel.dood(oud)
        gemist = 0
        while gemist < GEMIST:
            time.sleep(HARTSLAG)
            gemist = 0 if stel.is_er(oud) else gemist + 1
        ontdekt = time.monotonic()
        stel.promoveer()
        gepromoveerd = time.monotonic()
        wacht_tot(lambda: schrijvers.bevestigd[-1][0] > gepromoveerd, "een nieuwe schrijver")
        time.sleep(seconden)
    gaten = [doe("houd_op") for doe in lezers]
    begin = time.monotonic()
    teruggespoeld = stel.neem_terug(oud)
    terug = time.monotonic() - begin
    uit = Omslag(
        bevestigd=len(schrijvers.bevestigd),
        onzeker=len(schrijvers.onzeker),
        toch_vastgelegd=_controleer(stel, schrijvers, lezers),
        ontdekt=ontdekt - dood,
        gepromoveerd=gepromoveerd - dood,
        schrijven=min(op for op, _ in schrijvers.bevestigd if op > ontdekt) - dood,
        lezen=max(een["gat"] for een in gaten),
        mislukt=sum(een["mislukt"] for een in gaten),
        terug=terug,
        teruggespoeld=teruggespoeld,
    )
    if max(uit.schrijven, uit.lezen) > BINNEN:
        raise MisError(f"Het duurde te lang: {uit}")
    return uit


def terug_zonder_log(stel: Stel) -> float:
    """A primary that has lost its log as well comes back all the same; how long that takes."""
    oud = stel.primair
    stel.dood(oud)
    wacht_tot(lambda: not stel.is_er(oud), "het einde van de primary")
    stel.promoveer()
    begin = time.monotonic()
    stel.wacht_op_einde(oud)
    for deel in (oud.map / "pg_wal").glob("0*"):
        deel.unlink()
    if stel.neem_terug(oud):
        raise MisError("Zonder zijn log is de oude primary toch teruggespoeld.")
    return time.monotonic() - begin


def _controleer(stel: Stel, schrijvers: Bevestigers, lezers: Sequence[Doe]) -> int:
    """Everything that was acknowledged is on every server; how much of what was not, is as well."""
    bevestigd = [wie for _, wie in schrijvers.bevestigd]
    alles = "SELECT id FROM kandidatenverkenner_kandidaat WHERE id = ANY(%s)"
    for server in stel.servers:
        with verbind(stel.url(server), wie="any") as verbinding:
            er = {wie for (wie,) in verbinding.execute(alles, [bevestigd])}
            toch = verbinding.execute(alles, [schrijvers.onzeker]).fetchall()
        if weg := len(bevestigd) - len(er):
            raise MisError(f"{weg} bevestigde kandidaten zijn weg op server {server.naam}.")
    (aantal,) = stel.vraag(
        stel.primair,
        "SELECT count(*) FROM kandidatenverkenner_kandidaat WHERE kenmerken = "
        "ARRAY(SELECT id::int FROM kandidatenverkenner_kenmerk WHERE code = 'bevestigd')",
    )
    for doe in lezers:
        wacht_tot(
            lambda doe=doe: (
                doe("tel", code="bevestigd")
                == {"aantal": aantal, "wie": "geheugen", "plek": "lezen"}
            ),
            "een lezer die weer uit het geheugen van zijn replica antwoordt, en alles heeft",
        )
    return len(toch)


def zonder_replica(stel: Stel, replica: Server, lezer: Doe) -> dict[str, float]:
    """The replica of a reader falls: it goes on at the primary, and comes back."""
    voor = lezer("tel", code="stempel-0")
    lezer("blijf")
    stel.dood(replica)
    begin = time.monotonic()
    # Its connection lives until the last process of the server has seen that the first is gone.
    _wacht_op(lezer, None, "default")
    na = lezer("tel", code="stempel-0")
    if na["aantal"] != voor["aantal"]:
        raise MisError(f"Zonder replica een ander antwoord: {voor}, {na}")
    geheugen = _wacht_op(lezer, "geheugen", "default") - begin
    gat = lezer("houd_op")
    if gat["mislukt"]:
        raise MisError(f"Zonder replica mislukte een vraag: {gat}")
    stel.start(replica)
    begin = time.monotonic()
    stel.wacht_op_replicas()
    terug = _wacht_op(lezer, "geheugen", "lezen") - begin
    return {"gat": gat["gat"], "geheugen": geheugen, "terug": terug}


def achterop(stel: Stel, replica: Server, lezer: Doe, daarna: Mapping[str, float]) -> None:
    """A replica that hears but does not show: a hasty reader leaves it, and comes back."""
    lezer("wees", **HAASTIG)
    stel.vraag(replica, "SELECT pg_wal_replay_pause()")
    with verbind(stel.url()) as verbinding:
        verbinding.execute(
            "INSERT INTO kandidatenverkenner_changelogentry (kandidaat) VALUES (%s)", [lid(0, 0)]
        )
    _wacht_op(lezer, None, "default")
    stel.vraag(replica, "SELECT pg_wal_replay_resume()")
    stel.wacht_op_replicas()
    _wacht_op(lezer, "geheugen", "lezen")
    lezer("wees", **daarna)


def _wacht_op(lezer: Doe, wie: str | None, plek: str) -> float:
    """Until the reader answers so; the moment."""

    def antwoordt_zo() -> bool:
        antwoord = lezer("tel", code="stempel-0")
        return antwoord["plek"] == plek and wie in {None, antwoord["wie"]}

    wacht_tot(antwoordt_zo, f"een antwoord uit {wie} van {plek}")
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Doorvoer:
    """Searches a second of all readers, milliseconds of each, and processor time of one search."""

    per_seconde: float
    duur: list[float]
    cpu_lezer: float  # milliseconds
    cpu_servers: dict[str, float]  # milliseconds, per name


def doorvoer(stel: Stel, lezers: Sequence[Doe], seconden: float) -> Doorvoer:
    """All of them search at once for so many seconds."""
    voor = {server.naam: stel.cpu(server) for server in stel.servers}
    verslagen: list[dict[str, Any]] = []
    draden = [
        threading.Thread(
            target=lambda doe=doe, zaad=zaad: verslagen.append(
                doe("zoek", seconden=seconden, zaad=zaad)
            )
        )
        for zaad, doe in enumerate(lezers)
    ]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    duur = [een for verslag in verslagen for een in verslag["duur"]]
    return Doorvoer(
        per_seconde=sum(len(een["duur"]) / een["seconden"] for een in verslagen),
        duur=duur,
        cpu_lezer=sum(een["cpu"] for een in verslagen) / len(duur) * 1000,
        cpu_servers={
            server.naam: (stel.cpu(server) - voor[server.naam]) / len(duur) * 1000
            for server in stel.servers
        },
    )
