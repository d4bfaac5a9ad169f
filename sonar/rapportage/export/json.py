"""JSON: the figures with what they are; also the form in which a release keeps them."""

import json
from typing import Any

from sonar.rapportage.definities import definities
from sonar.rapportage.kolommen import KOLOMMEN
from sonar.rapportage.tabel import Rij, Tabel


def als_json(tabel: Tabel) -> bytes:
    """UTF-8, keys in a fixed order, LF. A value of null is not shown."""
    inhoud = {
        "titel": tabel.titel,
        "regio": {"code": tabel.regio_code, "naam": tabel.regio},
        "kwartaal": tabel.kwartaal.code,
        "peildatum": tabel.peildatum.isoformat(),
        "editie": tabel.editie,
        "gemeenten": [_rij(rij) for rij in tabel.rijen],
        "totaal": _rij(tabel.totaal),
        "doelgroepregister": {"personen": tabel.doelgroep, "procentBekend": tabel.percentage},
        "noot": tabel.noot,
        "definities": dict(definities(tabel)),
    }
    return (json.dumps(inhoud, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _rij(rij: Rij) -> dict[str, Any]:
    namen = (kolom.naam for kolom in KOLOMMEN)
    return {"code": rij.code, "naam": rij.naam, **dict(zip(namen, rij.waarden, strict=True))}
