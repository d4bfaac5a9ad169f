"""PDF: the publication, or a list, on paper; tagged for screen readers (PDF/UA-1, typst)."""

import datetime
import json
from typing import Any

import typst

from sonar.rapportage.map.choropleth import UITLEG, class_of, gemeente_map
from sonar.rapportage.map.svg import to_svg
from sonar.rapportage.tabellen.lijst import Cijferlijst, Cijfers
from sonar.rapportage.tabellen.tabel import (
    Editie,
    Rij,
    Tabel,
    in_cijfers,
    in_datum,
    in_moment,
)


PUBLICATION = rb"""
#let g = json(bytes(sys.inputs.gegevens))
#let blauw = rgb("#154273")
#set document(title: g.titel + ", " + g.regio + ", " + g.kwartaal, author: "Sonar", date: none)
#set page(paper: "a4", margin: (x: 2cm, y: 2.2cm), numbering: "1 / 1",
  footer: context [
    #set text(size: 8pt, fill: luma(35%))
    #g.onder #h(1fr) #counter(page).display("1 / 1", both: true)
  ])
#set text(lang: "nl", size: 9.5pt)
#set par(leading: 0.65em)
#show heading: set text(fill: blauw)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 12pt)
#show heading.where(level: 3): set text(size: 10pt)
#show heading: set block(above: 1.5em, below: 0.8em)
#show heading.where(level: 3): set block(above: 1.1em, below: 0.6em)
#let getal(tekst) = align(right, text(number-width: "tabular", tekst))
= #g.titel
#text(size: 13pt)[#g.kwartaal #h(1em) #strong(g.regio)]
#if g.bekend != none [

  #text(size: 9pt, fill: luma(35%), g.bekend)
]

#block(stroke: (left: 3pt + blauw), fill: luma(96%), inset: 8pt, width: 100%, g.editie)

== #g.tabelkop
#table(
  columns: (1fr, ..g.koppen.map(_ => 2.2cm)),
  stroke: none,
  inset: (x: 4pt, y: 4.5pt),
  fill: (_, y) => if y > 1 and calc.even(y) { luma(96%) },
  table.header(
    table.cell(rowspan: 2, align: bottom)[*Gemeente*],
    ..g.groepen.map(((naam, breed)) => table.cell(colspan: breed, align: center, strong(naam))),
    ..g.koppen.map(kop => table.cell(align: right + bottom, strong(kop))),
    table.hline(stroke: 1pt + blauw),
  ),
  ..g.rijen.map(rij => (rij.naam, ..rij.waarden.map(getal))).flatten(),
  table.hline(stroke: 0.6pt + blauw),
  strong(g.totaal.naam), ..g.totaal.waarden.map(w => getal(strong(w))),
)
#g.noot #g.nietgetoond

== Deel met een klantprofiel, per gemeente
#figure(
  image(bytes(g.kaart), format: "svg", width: 11cm, alt: g.kaarttekst),
  caption: text(size: 8pt, g.kaartuitleg),
  supplement: none,
  numbering: none,
)
#block(breakable: false, table(
  columns: (1cm, 4.2cm, 1fr, 1.6cm),
  stroke: none,
  inset: (x: 4pt, y: 3pt),
  align: horizon,
  table.header([*Kaart*], [*Gemeente*], [*Deel*], align(right)[*Procent*]),
  ..g.delen.map(deel => (
    deel.nummer,
    deel.naam,
    pdf.artifact(rect(width: deel.staaf * 1%, height: 8pt, fill: blauw, stroke: none)),
    getal(deel.procent),
  )).flatten(),
))

== Toelichting
#for (kop, tekst) in g.toelichting [
  === #kop
  #tekst
]

#text(size: 8pt, fill: luma(35%), g.bron)

== Wat de woorden betekenen
#for (woord, uitleg) in g.woorden [
  / #woord: #uitleg
]
"""
LIST = rb"""
#let g = json(bytes(sys.inputs.gegevens))
#set document(title: g.titel + ", " + g.onder, author: "Sonar", date: none)
#set page(paper: "a4", flipped: true, margin: 2cm, numbering: "1 / 1")
#set text(lang: "nl", size: 9pt)
#show heading.where(level: 1): set text(size: 18pt)
#show heading: set block(above: 1.4em, below: 0.8em)
= #g.titel
#text(size: 12pt, g.onder)

#g.uitleg
#let kop(tekst) = par(justify: false, strong(tekst))
#table(
  columns: (auto, 1fr, ..g.koppen.slice(2).map(_ => 2.3cm)),
  stroke: none,
  inset: (x: 4pt, y: 4pt),
  fill: (_, y) => if y > 0 and calc.even(y) { luma(96%) },
  table.header(..g.koppen.map(kop), table.hline(stroke: 1pt)),
  ..g.rijen.map(rij => (
    rij.at(0), rij.at(1), ..rij.slice(2).map(cel => align(right, cel)),
  )).flatten(),
  ..if g.som != none {
    (table.hline(stroke: 0.6pt), strong(g.som.at(0)), strong(g.som.at(1)),
      ..g.som.slice(2).map(cel => align(right, strong(cel))))
  },
)
== Wat staat waar
#for (woord, uitleg) in g.kolommen [
  / #woord: #uitleg
]
"""
# A PDF carries the moment at which it was made; here that is always the same moment.
NEVER = int(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).timestamp())


def to_pdf(cijfers: Cijfers) -> bytes:
    """The bytes of a PDF of one or two pages; the same figures give the same bytes."""
    if isinstance(cijfers, Tabel):
        template, data = PUBLICATION, _publication(cijfers)
    else:
        template, data = LIST, _list(cijfers)
    file: bytes = typst.compile(
        template,
        sys_inputs={"gegevens": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=NEVER,
        ignore_system_fonts=True,
    )
    return file


def _list(lijst: Cijferlijst) -> dict[str, Any]:
    return {
        "titel": lijst.titel,
        "onder": lijst.onder,
        "uitleg": lijst.uitleg,
        "koppen": lijst.koppen,
        "rijen": [lijst.in_woorden(rij) for rij in lijst.rijen],
        "som": lijst.in_woorden(lijst.som) if lijst.som else None,
        "kolommen": [(kolom.kop, kolom.definitie) for kolom in lijst.kolommen],
    }


def _publication(tabel: Tabel) -> dict[str, Any]:
    groepen: dict[str, int] = {}
    for kolom in tabel.kolommen:
        groepen[kolom.groep] = groepen.get(kolom.groep, 0) + 1
    return {
        "titel": tabel.titel,
        "regio": tabel.regio,
        "kwartaal": tabel.kwartaal.omschrijving,
        "bekend": f"Zoals bekend op {in_moment(tabel.bekend_op)}." if tabel.bekend_op else None,
        "editie": tabel.wat_is_het,
        "tabelkop": f"Bekend in Sonar op {in_datum(tabel.peildatum)}",
        "groepen": list(groepen.items()),
        "koppen": [kolom.kop for kolom in tabel.kolommen],
        "rijen": [_row(rij) for rij in tabel.rijen],
        "totaal": _row(tabel.totaal),
        "noot": tabel.noot,
        "nietgetoond": "x: niet getoond." if tabel.editie is Editie.OPENBAAR else "",
        **_map(tabel),
        "delen": [
            *(_share(tabel, rij, str(nummer)) for nummer, rij in enumerate(tabel.rijen, 1)),
            _share(tabel, tabel.totaal, ""),
        ],
        "toelichting": tabel.teksten.toelichting,
        "bron": tabel.teksten.bron,
        "woorden": [
            *tabel.teksten.begrippen,
            *((kolom.naam.replace("_", " "), kolom.definitie) for kolom in tabel.kolommen),
        ],
        "onder": f"{tabel.titel}, {tabel.regio}, {tabel.kwartaal.code}, editie {tabel.editie}",
    }


def _row(rij: Rij) -> dict[str, Any]:
    return {"naam": rij.naam, "waarden": [in_cijfers(waarde) for waarde in rij.waarden]}


def _map(tabel: Tabel) -> dict[str, str]:
    delen = {rij.code: class_of(tabel.deel_met_profiel(rij)) or 0 for rij in tabel.rijen}
    return {
        "kaart": to_svg(gemeente_map(delen), delen),
        "kaarttekst": (
            f"Kaart van {tabel.regio}: per gemeente het deel met een klantprofiel. "
            "De getallen staan in de tabel eronder."
        ),
        "kaartuitleg": f"De nummers staan in de tabel eronder. {UITLEG}",
    }


def _share(tabel: Tabel, rij: Rij, nummer: str) -> dict[str, Any]:
    procent = tabel.deel_met_profiel(rij)
    tekst = "x" if procent is None else f"{procent}%"
    return {"nummer": nummer, "naam": rij.naam, "staaf": procent or 0, "procent": tekst}
