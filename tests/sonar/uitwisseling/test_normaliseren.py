"""What is typed and what a file holds become the same; each place asks the one home."""

import pytest

from sonar.admin import client_list, forms
from sonar.rules import normaliseren
from sonar.uitwisseling import dashboard


@pytest.mark.parametrize(
    ("getypt", "bewaard"),
    [("2311 aa", "2311AA"), ("9999.90.019", "999990019"), ("9999-90-019", "999990019"), ("", "")],
)
def test_signs_are_left_out(getypt, bewaard):
    assert normaliseren.zonder_leestekens(getypt) == bewaard
    assert forms.ZonderLeestekens(required=False).clean(getypt) == bewaard


def test_a_number_of_a_spreadsheet():
    assert [normaliseren.geheel_getal(tekst) for tekst in ("24.0", " 24 ", "24.5", "")] == [
        "24",
        "24",
        "24.5",
        "",
    ]


def test_the_words_of_a_name():
    assert normaliseren.naamwoorden(" Jansen,  Noor\0 ") == ["Jansen", "Noor"]
    assert normaliseren.naamwoorden("") == [""]


def test_form_import_and_list_follow_their_home(monkeypatch):
    """Sabotage: another rule in the home is another rule everywhere."""
    regel = dict.fromkeys(dashboard.KOLOMMEN, "") | {"BSN": "9-9", "Postcode": "2311 aa"}
    assert dashboard.to_change(regel).persoon["postcode"] == "2311AA"
    for module, naam in (
        (forms, "zonder_leestekens"),
        (dashboard, "zonder_leestekens"),
        (dashboard, "geheel_getal"),
        (client_list, "naamwoorden"),
    ):
        assert getattr(module, naam) is getattr(normaliseren, naam)
    monkeypatch.setattr(dashboard, "zonder_leestekens", lambda tekst: f"<{tekst}>")

    wijziging = dashboard.to_change(regel)

    assert wijziging.persoon["postcode"] == "<2311 aa>"
    assert wijziging.bsn == "<9-9>"
