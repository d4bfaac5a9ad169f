"""The traces of employers who search: counts, opened profiles, kept searches and lists.

Ordinary use stays under every limit and alarm; `misbruik` adds misuse. No source has published
figures of this.
"""

from urllib.parse import urlencode

import numpy as np

from kandidatenverkenner.models import Bezoek, Lijst, Lijstregel, Zoekopdracht, Zoekteller
from simulatie.bulk.copy_writer import (
    MISSING,
    as_bytes,
    booleans,
    copy_columns,
    dates,
    fixed_width,
    integers,
    texts,
    timestamps,
)
from simulatie.werkgevers.misbruik import PlantedOpenings
from simulatie.werkgevers.source import Source
from simulatie.werkgevers.verzoeken import Verzoeken
from simulatie.werkgevers.werkgevers import ACCOUNT, DAY, HOUR, EmployerAccounts, in_office_hours


# Searches of an account on a working day, and how many of them filter on a facet.
ZOEKVRAGEN_PER_ACCOUNT = 0.25
FACETTEN = {
    "regio": 0.8,
    "taaksoort": 0.35,
    "sector": 0.3,
    "uren": 0.25,
    "vaardigheid": 0.2,
    "opleidingsniveau": 0.15,
    "rijbewijs": 0.12,
    "affiniteit": 0.06,
    "competentie": 0.05,
}
# Single openings are written for these last days only, and so many for an account.
BEZOEKDAGEN, BEZOEKEN_PER_ACCOUNT = 90, 6.0
OPDRACHTEN_PER_ACCOUNT, DEEL_MET_MAIL = 0.4, 0.3
LIJSTEN_PER_WERKGEVER, REGELS_PER_LIJST = 0.3, 4.0
LIJSTNAAM = "Kandidaten om te bespreken"


def write_use(
    bron: Source,
    er: EmployerAccounts,
    stromen: tuple[Verzoeken, PlantedOpenings],
    periode: tuple[int, int],
    kans: np.random.Generator,
) -> dict[str, int]:
    """Write all of it, with openings of requests and planted ones; answer the rows per table."""
    return {
        "zoekteller": _counters(er, periode, kans),
        "bezoek": _bezoeken(bron, er, stromen, periode[1], kans),
        "zoekopdracht": _opdrachten(bron, er, periode[1], kans),
        **_lijsten(bron, er, periode[1], kans),
    }


def _counters(er: EmployerAccounts, periode: tuple[int, int], kans: np.random.Generator) -> int:
    """Counts per working day and facet, in proportion to the accounts of that day."""
    dagen = np.arange(periode[0], periode[1] + 1)
    dagen = dagen[(dagen + 3) % 7 < 5]
    sinds = np.sort(er.sinds[er.van][er.sinds[er.van] != MISSING])
    accounts = np.searchsorted(sinds, dagen)
    facetten, deel = as_bytes(FACETTEN), np.array(list(FACETTEN.values()))
    aantal = kans.poisson(ZOEKVRAGEN_PER_ACCOUNT * accounts[:, None] * deel).ravel()
    telt = aantal > 0
    return copy_columns(
        Zoekteller,
        ("dag", "facet", "aantal"),
        [
            [
                dates(np.repeat(dagen, len(deel))[telt]),
                texts(np.tile(facetten, len(dagen))[telt]),
                integers(aantal[telt], 4),
            ]
        ],
    )


def _bezoeken(
    bron: Source,
    er: EmployerAccounts,
    stromen: tuple[Verzoeken, PlantedOpenings],
    slot: int,
    kans: np.random.Generator,
) -> int:
    """Openings of candidates of the own region and of requested ones, and the planted ones."""
    verzoeken, geplant = stromen
    van_nu = np.flatnonzero(er.sinds[er.van] != MISSING)
    plek = np.repeat(van_nu, kans.poisson(BEZOEKEN_PER_ACCOUNT, len(van_nu)))
    dag = slot - kans.integers(0, BEZOEKDAGEN, len(plek))
    dag -= np.maximum((dag + 3) % 7 - 4, 0)
    regio = er.regio[er.van[plek]]
    kandidaat = bron.kandidaten.zoek(regio, dag, kans)
    kan = (kandidaat != MISSING) & (dag > er.sinds[er.van[plek]])
    plek, dag, regio = plek[kan], dag[kan], regio[kan]
    kort = verzoeken.waar(verzoeken.over & (verzoeken.dag > slot - BEZOEKDAGEN))
    mis = geplant
    wie = np.concatenate([er.van[plek], kort.werkgever, mis.werkgever])
    # Before office hours, and so before the request of that day.
    ochtend = kort.dag * DAY + 7 * HOUR
    op = np.concatenate([in_office_hours(dag, kans), ochtend, mis.moment])
    dag = np.concatenate([dag, kort.dag, mis.moment // DAY])
    volgorde = np.argsort(op, kind="stable")
    account = np.concatenate(
        [
            er.account[plek],
            er.account[er.iemand(kort.werkgever, kans)],
            er.account[er.iemand(mis.werkgever, kans)],
        ]
    )
    nummers = np.concatenate(
        [
            bron.kandidaten.nummer[kandidaat[kan]],
            kort.kandidaat,
            bron.kandidaten.nummer[mis.kandidaat],
        ]
    )
    regios = as_bytes(bron.regios)[np.concatenate([regio, kort.regio, mis.regio])]
    wijze = np.where(kans.random(len(wie)) < 0.93, b"pagina", b"api")
    return copy_columns(
        Bezoek,
        ("werkgever", "account", "kandidaat", "regio", "dag", "moment", "wijze"),
        [
            [
                integers(wie[volgorde] + 1, 8),
                integers(account[volgorde], ACCOUNT),
                fixed_width(nummers[volgorde]),
                texts(regios[volgorde]),
                dates(dag[volgorde]),
                timestamps(op[volgorde]),
                texts(wijze[volgorde]),
            ]
        ],
    )


def _opdrachten(bron: Source, er: EmployerAccounts, slot: int, kans: np.random.Generator) -> int:
    """A kept search for some accounts: the region and a kind of work."""
    plek = np.flatnonzero(
        (er.sinds[er.van] != MISSING) & (kans.random(len(er.van)) < OPDRACHTEN_PER_ACCOUNT)
    )
    keus = kans.integers(len(bron.codes), size=len(plek))
    regio = er.regio[er.van[plek]]
    vragen = [
        urlencode([("regio", bron.regios[waar]), bron.codes[wat]])
        for waar, wat in zip(regio.tolist(), keus.tolist(), strict=True)
    ]
    namen = [f"Werk in de regio: {bron.codes[wat][1]}" for wat in keus.tolist()]
    dagen = er.sinds[er.van[plek]] + 1
    dagen += (kans.random(len(plek)) * (slot - dagen)).astype(np.int64)
    op = in_office_hours(dagen, kans)
    return copy_columns(
        Zoekopdracht,
        ("account", "naam", "vraag", "met_mail", "gemaakt_op", "gezien_tot"),
        [
            [
                integers(er.account[plek], ACCOUNT),
                texts(as_bytes(namen)),
                texts(as_bytes(vragen)),
                booleans(kans.random(len(plek)) < DEEL_MET_MAIL),
                timestamps(op),
                timestamps(op),
            ]
        ],
    )


def _lijsten(
    bron: Source, er: EmployerAccounts, slot: int, kans: np.random.Generator
) -> dict[str, int]:
    """A list for some employers, with candidates who were visible lately."""
    wie = np.flatnonzero(
        (er.sinds != MISSING) & (kans.random(len(er.sinds)) < LIJSTEN_PER_WERKGEVER)
    )
    dag = np.full(len(wie), slot - 20)
    op = in_office_hours(dag, kans)
    namen = np.full(len(wie), LIJSTNAAM.encode())
    rijen = copy_columns(
        Lijst,
        ("werkgever", "naam", "gemaakt_op"),
        [[integers(wie + 1, 8), texts(namen), timestamps(op)]],
    )
    lijst = np.repeat(np.arange(len(wie)), kans.poisson(REGELS_PER_LIJST, len(wie)))
    kandidaat = bron.kandidaten.zoek(er.regio[wie[lijst]], dag[lijst], kans)
    lijst, kandidaat = lijst[kandidaat != MISSING], kandidaat[kandidaat != MISSING]
    _, uniek = np.unique(lijst * (len(bron.kandidaten.van) + 1) + kandidaat, return_index=True)
    lijst, kandidaat = lijst[uniek], kandidaat[uniek]
    regels = copy_columns(
        Lijstregel,
        ("lijst", "kandidaat", "notitie", "bewaard_op"),
        [
            [
                integers(lijst + 1, 8),
                fixed_width(bron.kandidaten.nummer[kandidaat]),
                texts(as_bytes([""] * len(lijst))),
                timestamps(op[lijst] + np.arange(1, len(lijst) + 1) * 1_000_000 % HOUR),
            ]
        ],
    )
    return {"lijst": rijen, "lijstregel": regels}
