"""Peers that are a library, and ours."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import tantivy
from pyroaring import BitMap

from benchmarks.zoekpeers.gegevens import PAGINA, Antwoord, Gegevens, Keuzen, rijen_van
from kandidatenverkenner.search_index.memory.index import Index
from kandidatenverkenner.search_index.query import SearchQuery


class Geheugen:
    """Ours."""

    naam, met_woorden = "geheugen", True

    def __init__(self, gegevens: Gegevens, index: Index, nu: Any) -> None:
        self.lijsten, self.index, self.nu = gegevens.lijsten, index, nu

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        telling, rijen = self.index.zoek(vraag, self.lijsten, lambda _: slice(0, PAGINA), self.nu)
        return telling.totaal, telling.per_kenmerk, [rij.pk for rij in rijen]


class Tantivy:
    """A search engine in Rust, in this process; attributes and lexemes are terms."""

    naam, met_woorden = "tantivy", True

    def __init__(self, gegevens: Gegevens) -> None:
        self.gegevens = gegevens
        bouwer = tantivy.SchemaBuilder()
        bouwer.add_unsigned_field("kenmerk", indexed=True, fast=True)
        bouwer.add_unsigned_field("lexeem", indexed=True)
        bouwer.add_unsigned_field("volgorde", fast=True)
        self.schema = bouwer.build()
        index = tantivy.Index(self.schema)
        schrijver = index.writer(256_000_000, 1)
        hoogste = len(gegevens.ids)
        for plek, kenmerken in enumerate(gegevens.per_rij):
            document = tantivy.Document()
            eigen = kenmerken.tolist()
            for kenmerk in eigen:
                document.add_unsigned("kenmerk", kenmerk)
            for lexeem in {een for kenmerk in eigen for een in gegevens.lexemen[kenmerk]}:
                document.add_unsigned("lexeem", lexeem)
            document.add_unsigned("volgorde", hoogste - plek)
            schrijver.add_document(document)
        schrijver.commit()
        schrijver.wait_merging_threads()
        index.reload()
        self.zoeker = index.searcher()

    def _vraag(self, keuzen: Keuzen, lexemen: list[int] | None) -> Any:
        delen = [("kenmerk", sorted(nummers)) for nummers in keuzen.values()]
        if lexemen is not None:
            delen.append(("lexeem", lexemen))
        if not delen:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.term_set_query(self.schema, veld, waarden))
                for veld, waarden in delen
            ]
        )

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        lexemen = self.gegevens.gezocht(vraag.zoekterm) if vraag.zoekterm else None

        def tel(keuzen: Keuzen) -> dict[int, int]:
            per = {"per": {"terms": {"field": "kenmerk", "size": 1_000}}}
            uit = self.zoeker.aggregate(self._vraag(keuzen, lexemen), per)
            return {int(een["key"]): een["doc_count"] for een in uit["per"]["buckets"]}

        gevonden = self.zoeker.search(
            self._vraag(vraag.keuzen, lexemen), PAGINA, count=True, order_by_field="volgorde"
        )
        hoogste, ids = len(self.gegevens.ids), self.gegevens.ids
        return (
            gevonden.count,
            self.gegevens.samen(vraag, tel),
            rijen_van(ids[hoogste - sleutel] for sleutel, _ in gevonden.hits),
        )


class Roaring:
    """Compressed bitmaps in C (CRoaring): a bitmap for each attribute and each lexeme."""

    naam, met_woorden = "pyroaring (CRoaring)", True

    def __init__(self, gegevens: Gegevens) -> None:
        self.gegevens = gegevens
        volgorde = np.argsort(gegevens.plat, kind="stable")
        wie = gegevens.rij[volgorde].astype(np.uint32)
        hoogste = max(gegevens.lijsten.op_nummer) + 1
        grenzen = np.searchsorted(gegevens.plat[volgorde], np.arange(1, hoogste))
        self.per_kenmerk = [BitMap(deel) for deel in np.split(wie, grenzen)]
        for een in self.per_kenmerk:
            een.run_optimize()
        self.per_lexeem = [
            self._een_van(gegevens.lexicon.per_lexeem[lexeem])
            for lexeem in gegevens.lexicon.op_alfabet
        ]
        self.iedereen = BitMap(range(len(gegevens.ids)))

    def _een_van(self, kenmerken: Iterable[int]) -> BitMap:
        return BitMap.union(*(self.per_kenmerk[kenmerk] for kenmerk in kenmerken))

    def __call__(self, vraag: SearchQuery) -> Antwoord:
        delen = {naam: self._een_van(nummers) for naam, nummers in vraag.keuzen.items()}
        woorden = []
        if vraag.zoekterm:
            gezocht = self.gegevens.gezocht(vraag.zoekterm)
            woorden = [BitMap.union(*(self.per_lexeem[een] for een in gezocht))]
        per_facet = self.gegevens.lijsten.per_facet

        def samen(namen: Iterable[str]) -> BitMap:
            gekozen = [*woorden, *(delen[naam] for naam in namen)]
            return BitMap.intersection(*gekozen) if gekozen else self.iedereen

        def tel(wie: BitMap, facetten: Iterable[str]) -> dict[int, int]:
            return {
                een.id: geteld
                for facet in facetten
                for een in per_facet[facet].values()
                if (geteld := self.per_kenmerk[een.id].intersection_cardinality(wie))
            }

        alle = samen(delen)
        per_kenmerk = tel(alle, (facet for facet in per_facet if facet not in delen))
        for facet in delen:
            per_kenmerk |= tel(samen(naam for naam in delen if naam != facet), [facet])
        ids = rijen_van(self.gegevens.ids[plek] for plek in alle[:PAGINA])
        return len(alle), per_kenmerk, ids
