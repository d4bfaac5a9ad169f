"""What employers filter on is counted, without who asked; Sonar reads it."""

import datetime

import pytest

from kandidatenverkenner.models import Facet
from kandidatenverkenner.privacy.visits import count_page
from kandidatenverkenner.verzoeken.contact import zoekvragen_per_facet
from sonar.handelingen.dossier.zoekvragen import gemiste_zoekvragen
from sonar.rules.profielvelden import ONDERDELEN
from tests.kandidatenverkenner.bouwers import lever, profiel, werkgeversaccount


pytestmark = [pytest.mark.django_db, pytest.mark.postgres15]
DAG = datetime.date(2020, 12, 31)


def test_a_search_counts_under_each_facet_once():
    werkgever = werkgeversaccount().werkgeversaccount.werkgever
    middag = datetime.datetime(2020, 12, 31, 12, tzinfo=datetime.UTC)
    count_page(werkgever, [], middag, facetten=["sector", "vaardigheid", "sector"])
    count_page(werkgever, [], middag, facetten=["sector"])
    count_page(werkgever, [], middag)
    count_page(werkgever, [], middag - datetime.timedelta(days=31), facetten=["sector"])

    assert zoekvragen_per_facet(DAG) == {"sector": 2, "vaardigheid": 1}
    assert gemiste_zoekvragen(["beroepssectoren", "reisafstand"], DAG) == {
        "beroepssectoren": 2,
        "reisafstand": 0,
    }


def test_page_and_api_count(client):
    client.force_login(werkgeversaccount())
    lever(profiel())
    client.get("/kandidaten?regio=AM19&vaardigheid=kassa")
    client.get("/api/v1/kandidaten?vaardigheid=kassa")
    client.get("/kandidaten")

    assert zoekvragen_per_facet(DAG) == {"regio": 1, "vaardigheid": 2}


def test_every_part_but_one_has_a_filter():
    assert {deel.facet for deel in ONDERDELEN.values() if deel.facet} <= set(Facet.values)
    assert [naam for naam, deel in ONDERDELEN.items() if not deel.facet] == ["reisafstand"]
