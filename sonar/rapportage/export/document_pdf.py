"""A document of titled lists as PDF, tagged for screen readers (typst: no fonts of the machine)."""

import datetime
import json
from collections.abc import Mapping, Sequence

import typst


OPMAAK = rb"""
#let gegevens = json(bytes(sys.inputs.gegevens))
#set document(title: gegevens.titel, author: "Sonar", date: none)
#set page(paper: "a4", margin: 2cm, numbering: "1 / 1", footer-descent: 30%)
#set text(lang: "nl", size: 10pt)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading: set block(above: 1.4em, below: 0.8em)
= #gegevens.titel
#gegevens.onder
#for deel in gegevens.delen [
  == #deel.titel
  #for rij in deel.rijen [
    #block(stroke: (left: 1pt + gray), inset: (left: 8pt, y: 2pt), above: 1em, terms(
      separator: [: ], ..rij.map(((naam, waarde)) => terms.item(naam, waarde))
    ))
  ]
]
"""


def document_to_pdf(
    titel: str, onder: str, delen: Sequence[tuple[str, Sequence[Mapping[str, str]]]]
) -> bytes:
    """The bytes of a PDF: a title, a line below it, and the rows of each part as terms."""
    gegevens = {
        "titel": titel,
        "onder": onder,
        "delen": [
            {"titel": naam.capitalize(), "rijen": [list(rij.items()) for rij in rijen]}
            for naam, rijen in delen
        ],
    }
    bestand: bytes = typst.compile(
        OPMAAK,
        sys_inputs={"gegevens": json.dumps(gegevens, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).timestamp()),
    )
    return bestand
