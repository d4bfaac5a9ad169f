"""The shared cache, which also keeps the sessions of employers: found until they expire."""

import datetime

import pytest

from config.cache import CounterCache


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]


@pytest.fixture
def cache():
    return CounterCache("config_cache", {})


def test_what_was_put_there_is_found(cache):
    waarde = {"account": 7, "gezien": datetime.date(2021, 3, 1), "woord": "naïef %s"}
    cache.set("sessie", waarde, timeout=60)

    assert cache.get("sessie") == waarde
    assert cache.get("sessie", version=2) is None
    assert cache.get("een-ander", "niets") == "niets"


def test_what_has_expired_or_was_thrown_away_is_not(cache):
    cache.set("sessie", 1, timeout=-1)
    cache.set("weg", 1, timeout=60)
    cache.delete("weg")

    assert cache.get("sessie") is None
    assert cache.get("weg") is None


def test_it_finds_what_a_counter_of_another_worker_put_there(cache):
    assert cache.add("pogingen", [1], timeout=60)
    assert not cache.add("pogingen", [2], timeout=60)

    assert cache.get("pogingen") == [1]
    assert cache.get_many(["pogingen"]) == {"pogingen": [1]}
