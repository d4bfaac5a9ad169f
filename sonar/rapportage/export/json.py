"""JSON: the figures with what they are; also the form in which a release keeps them."""

import datetime
import json
from collections.abc import Sequence
from typing import Any

import orjson

from sonar.rapportage.tabellen.kolommen import KOLOMMEN, Kolom
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rules.gemeentelijst import TOEN


def als_json(tabel: Tabel) -> bytes:
    """UTF-8, keys in a fixed order, LF. A value of null is not shown."""
    inhoud = {
        "titel": tabel.titel,
        "regio": {"code": tabel.regio_code, "naam": tabel.regio},
        "kwartaal": tabel.kwartaal.code,
        "peildatum": tabel.peildatum.isoformat(),
        "editie": tabel.editie,
        **({"bekendOp": in_utc(tabel.bekend_op)} if tabel.bekend_op else {}),
        # A release is always in the gemeenten of then, and says nothing of it.
        **({"indeling": tabel.indeling} if tabel.indeling != TOEN else {}),
        "gemeenten": [_rij(tabel, rij) for rij in tabel.rijen],
        "totaal": _rij(tabel, tabel.totaal),
        "doelgroepregister": {"personen": tabel.doelgroep, "procentBekend": tabel.percentage},
        "noot": tabel.noot,
        "definities": dict(tabel.definities),
    }
    return (json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _rij(tabel: Tabel, rij: Rij) -> dict[str, Any]:
    return {"code": rij.code, "naam": rij.naam, **tabel.per_kolom(rij)}


def uit_json(inhoud: bytes, kolommen: Sequence[Kolom] = KOLOMMEN) -> Tabel:
    """The table that was written down, with the columns that it came out with.

    `als_json` of it gives the same bytes again.
    """
    gelezen = orjson.loads(inhoud)  # a time line reads forty of these
    return Tabel(
        regio_code=gelezen["regio"]["code"],
        regio=gelezen["regio"]["naam"],
        kwartaal=Kwartaal.lees(gelezen["kwartaal"]),
        peildatum=datetime.date.fromisoformat(gelezen["peildatum"]),
        editie=Editie(gelezen["editie"]),
        rijen=tuple(_uit(rij, kolommen) for rij in gelezen["gemeenten"]),
        totaal=_uit(gelezen["totaal"], kolommen),
        doelgroep=gelezen["doelgroepregister"]["personen"],
        percentage=gelezen["doelgroepregister"]["procentBekend"],
        indeling=gelezen.get("indeling", TOEN),
        bekend_op=(
            datetime.datetime.fromisoformat(gelezen["bekendOp"]) if "bekendOp" in gelezen else None
        ),
        kolommen=tuple(kolommen),
    )


def in_utc(moment: datetime.datetime) -> str:
    """The same text of the same moment, whatever zone it is in."""
    return moment.astimezone(datetime.UTC).isoformat()


def _uit(rij: dict[str, Any], kolommen: Sequence[Kolom]) -> Rij:
    return Rij(rij["code"], rij["naam"], tuple(rij[kolom.naam] for kolom in kolommen))
