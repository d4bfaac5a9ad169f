"""The words by which an attribute is found: one expression, for whoever stores or indexes them."""

from pathlib import Path


# In SQL, over a row `kenmerk`.
WORDS = Path(__file__).with_name("words.sql").read_text(encoding="utf-8")
