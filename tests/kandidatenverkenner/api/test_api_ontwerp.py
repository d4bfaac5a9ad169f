"""The NL API Design Rules (Logius, ADR 2.1), by the names they have there."""

import re

import pytest
from django.test import Client

from kandidatenverkenner.api.openapi.texts import OMSCHRIJVINGEN, VELDEN


METHODEN = {"get", "put", "post", "delete", "patch", "head", "options"}
KEBAB = re.compile(r"/([a-z][a-z0-9-]*|\{[a-zA-Z]+\})(/([a-z][a-z0-9-]*|\{[a-zA-Z]+\}))*")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
# The sentences in our descriptions are Dutch (/core/doc-language): these words are not.
ENGELS = re.compile(r"\b(the|with|and|which|candidate|returns|whether)\b", re.IGNORECASE)


@pytest.fixture
def openapi(client):
    return client.get("/api/v1/openapi.json").json()


def operaties(openapi):
    for pad, methoden in openapi["paths"].items():
        for methode, operatie in methoden.items():
            yield f"{methode} {pad}", operatie


def antwoorden(openapi, *begin):
    for naam, operatie in operaties(openapi):
        for code, antwoord in operatie["responses"].items():
            if code[0] in begin:
                yield f"{naam} {code}", antwoord


def teksten(inhoud, plek=""):
    """Every description and summary, with where it stands."""
    if isinstance(inhoud, dict):
        for naam, waarde in inhoud.items():
            if naam in {"description", "summary"} and isinstance(waarde, str):
                yield plek, waarde
            else:
                yield from teksten(waarde, f"{plek}/{naam}")
    elif isinstance(inhoud, list):
        for nummer, waarde in enumerate(inhoud):
            yield from teksten(waarde, f"{plek}/{nummer}")


def test_core_doc_openapi_and_contact(openapi):
    assert openapi["openapi"].startswith("3.")
    assert {"name", "url", "email"} <= set(openapi["info"]["contact"])
    assert openapi["info"]["license"]["identifier"] == "EUPL-1.2"


def test_core_publish_openapi():
    """For everybody, at the root of the version, also from a page of another site."""
    antwoord = Client().get("/api/v1/openapi.json")

    assert antwoord.status_code == 200
    assert antwoord.headers["Content-Type"] == "application/json"
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"


def test_core_semver_and_version_header(openapi):
    assert re.fullmatch(r"\d+\.\d+\.\d+", openapi["info"]["version"])
    zonder = [
        waar
        for waar, antwoord in antwoorden(openapi, *"2345")
        if not antwoord["headers"]["API-Version"]["required"]
    ]
    assert not zonder


def test_core_uri_version_and_no_trailing_slash(openapi):
    major = openapi["info"]["version"].split(".")[0]
    assert [een["url"].rsplit("/", 1)[1] for een in openapi["servers"]] == [f"v{major}"]
    assert not [pad for pad in openapi["paths"] if pad.endswith("/")]


def test_core_path_segments_kebab_case_and_query_keys_camel_case(openapi):
    assert [pad for pad in openapi["paths"] if not KEBAB.fullmatch(pad)] == []
    for naam, operatie in operaties(openapi):
        for een in operatie.get("parameters", []):
            if een["in"] != "header":
                assert CAMEL.fullmatch(een["name"]), (naam, een["name"])


def test_core_naming_collections(openapi):
    """Nouns, and many of them: Dutch plurals end in -en or -s."""
    for pad in openapi["paths"]:
        assert pad.split("/")[1].endswith(("en", "s")), pad


def test_core_http_methods(openapi):
    for methoden in openapi["paths"].values():
        assert set(methoden) <= METHODEN


def test_names_of_forms_and_fields(openapi):
    for naam, vorm in openapi["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][a-zA-Z]+", naam)
        velden = set(vorm["properties"]) - {"_links"}
        assert [veld for veld in velden if not CAMEL.fullmatch(veld)] == [], naam


def test_core_error_handling_problem_details(openapi):
    for waar, antwoord in antwoorden(openapi, "4", "5"):
        assert set(antwoord["content"]) == {"application/problem+json"}, waar
    assert {"type", "title", "status", "detail"} <= set(
        openapi["components"]["schemas"]["Probleem"]["properties"]
    )


def test_every_operation_has_words_and_examples(openapi):
    for naam, operatie in operaties(openapi):
        assert operatie["summary"], naam
        assert len(operatie["description"]) > 40, naam
        assert operatie["operationId"], naam
        assert operatie["tags"], naam
        inhouden = [een for een in operatie["responses"].values() if "content" in een]
        assert len(inhouden) > 3, naam
        for een in [*inhouden, *filter(None, [operatie.get("requestBody")])]:
            for mediatype, vorm in een["content"].items():
                assert vorm.get("examples"), (naam, mediatype)
        for een in operatie.get("parameters", []):
            assert een["description"], (naam, een["name"])


def test_every_form_and_every_field_has_words(openapi):
    for naam, vorm in openapi["components"]["schemas"].items():
        assert vorm["description"] == OMSCHRIJVINGEN[naam]
        for veld, inhoud in vorm["properties"].items():
            assert inhoud["description"], (naam, veld)
    gebruikt = {
        veld for vorm in openapi["components"]["schemas"].values() for veld in vorm["properties"]
    }
    assert set(VELDEN) <= gebruikt


def test_core_doc_language(openapi):
    alle = list(teksten(openapi))
    assert len(alle) > 100
    assert [een for een in alle if ENGELS.search(een[1])] == []
