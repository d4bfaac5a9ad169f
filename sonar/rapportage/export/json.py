"""JSON: the figures with what they are; also the form in which a release keeps them."""

import datetime
import json
from collections.abc import Sequence
from typing import Any

import orjson

from sonar.rapportage.tabellen.kolommen import Kolom
from sonar.rapportage.tabellen.lijst import Cijferlijst, Cijfers
from sonar.rapportage.tabellen.tabel import Editie, Rij, Tabel
from sonar.rapportage.tabellen.teksten import Teksten
from sonar.rapportage.tellen.kwartaal import Kwartaal
from sonar.rules.gemeentelijst import TOEN


def to_json(cijfers: Cijfers) -> bytes:
    """UTF-8, keys in a fixed order, LF. A value of null is not shown or not known."""
    content = _publication(cijfers) if isinstance(cijfers, Tabel) else _list(cijfers)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _publication(tabel: Tabel) -> dict[str, Any]:
    return {
        "titel": tabel.titel,
        "regio": {"code": tabel.regio_code, "naam": tabel.regio},
        "kwartaal": tabel.kwartaal.code,
        "peildatum": tabel.peildatum.isoformat(),
        "editie": tabel.editie,
        **({"bekendOp": in_utc(tabel.bekend_op)} if tabel.bekend_op else {}),
        # A release is always in the gemeenten of the peildatum, and does not mention it.
        **({"indeling": tabel.indeling} if tabel.indeling != TOEN else {}),
        "gemeenten": [_row(tabel, rij) for rij in tabel.rijen],
        "totaal": _row(tabel, tabel.totaal),
        "doelgroepregister": {"personen": tabel.doelgroep, "procentBekend": tabel.percentage},
        "noot": tabel.noot,
        "definities": dict(tabel.definities),
    }


def _row(tabel: Tabel, rij: Rij) -> dict[str, Any]:
    return {"code": rij.code, "naam": rij.naam, **tabel.per_kolom(rij)}


def _list(lijst: Cijferlijst) -> dict[str, Any]:
    """The rows as objects, the sum apart, and what every column means."""
    return {
        "titel": lijst.titel,
        "van": lijst.onder,
        "uitleg": lijst.uitleg,
        "rijen": [dict(zip(lijst.namen, row, strict=True)) for row in lijst.rijen],
        "totaal": dict(zip(lijst.namen, lijst.som, strict=True)) if lijst.som else None,
        "definities": dict(lijst.woorden),
    }


def from_json(content: bytes, kolommen: Sequence[Kolom], teksten: Teksten) -> Tabel:
    """The table that was written down, with the columns and the words that it came out with.

    `to_json` of it gives the same bytes again.
    """
    read = orjson.loads(content)  # a time line reads forty of these
    return Tabel(
        regio_code=read["regio"]["code"],
        regio=read["regio"]["naam"],
        kwartaal=Kwartaal.lees(read["kwartaal"]),
        peildatum=datetime.date.fromisoformat(read["peildatum"]),
        editie=Editie(read["editie"]),
        rijen=tuple(_read_row(row, kolommen) for row in read["gemeenten"]),
        totaal=_read_row(read["totaal"], kolommen),
        doelgroep=read["doelgroepregister"]["personen"],
        percentage=read["doelgroepregister"]["procentBekend"],
        indeling=read.get("indeling", TOEN),
        bekend_op=(
            datetime.datetime.fromisoformat(read["bekendOp"]) if "bekendOp" in read else None
        ),
        kolommen=tuple(kolommen),
        teksten=teksten,
    )


def in_utc(moment: datetime.datetime) -> str:
    """The same text of the same moment, whatever zone it is in."""
    return moment.astimezone(datetime.UTC).isoformat()


def _read_row(row: dict[str, Any], kolommen: Sequence[Kolom]) -> Rij:
    return Rij(row["code"], row["naam"], tuple(row[kolom.naam] for kolom in kolommen))
