"""The words of the code are the words of docs/begrippen.md."""

import re
from pathlib import Path

import pytest
from django.apps import apps


BEGRIPPEN = Path(__file__).resolve().parent.parent / "docs" / "begrippen.md"
GEEN_DOMEIN = {"id"}
# Tables of craft: the program needs them, no caseworker or employer ever names them.
CRAFT = {"changelogentry", "codelistversion", "outboxentry", "requestcounter"}


def begrippen():
    regels = re.findall(r"^\| ([a-z_, ]+) \|", BEGRIPPEN.read_text(encoding="utf-8"), re.MULTILINE)
    return {begrip for regel in regels for begrip in regel.split(", ")}


MODELLEN = [
    model
    for app in ("sonar", "kandidatenverkenner")
    for model in apps.get_app_config(app).get_models()
]


@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model._meta.label)
def test_every_name_is_explained(model):
    velden = {
        veld.name for veld in (*model._meta.concrete_fields, *model._meta.many_to_many)
    } - GEEN_DOMEIN

    assert not ({model._meta.model_name} | velden) - begrippen() - CRAFT


def test_every_term_has_a_meaning_a_source_and_a_gloss():
    tabel = BEGRIPPEN.read_text(encoding="utf-8").split("## Handelingen")[0]
    for regel in re.findall(r"^\| .*\|$", tabel, re.MULTILINE):
        cellen = [cel.strip() for cel in regel.strip("|").split("|")]
        assert len(cellen) == 4, regel
        assert all(cellen), regel


def test_the_terms_stand_in_alphabetical_order():
    tabel = BEGRIPPEN.read_text(encoding="utf-8").split("## Handelingen")[0]
    termen = re.findall(r"^\| ([a-z][a-z_]*)[ ,]", tabel, re.MULTILINE)

    assert termen == sorted(termen)
