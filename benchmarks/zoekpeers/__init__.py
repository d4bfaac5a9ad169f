"""What search is compared with: the same candidates and the same questions, by other means.

Each peer gets the candidates in the order of a page, so that it need not sort by number; each
answers with total, counts of all facets and the first page, whose rows everybody reads from
PostgreSQL in the same, fastest way. Words are given as lexemes of PostgreSQL: no peer has to stem.
"""

from benchmarks.zoekpeers.databanken import Duck, Fts5, Gin, Tussentabel
from benchmarks.zoekpeers.gegevens import Antwoord as Antwoord, Gegevens as Gegevens
from benchmarks.zoekpeers.motoren import Geheugen as Geheugen, Roaring, Tantivy


# From cheap to dear.
ANDERE = {
    "roaring": Roaring,
    "tantivy": Tantivy,
    "duckdb": Duck,
    "gin": Gin,
    "m2m": Tussentabel,
    "fts5": Fts5,
}
