"""What holds for every test of Sonar."""

import pytest

from tests.sonar.buren import Neighbours, places


@pytest.fixture(autouse=True)
def buren(monkeypatch, _as_the_application):
    """Beside every act and every import stand neighbours, who stay as they were."""
    neighbours = Neighbours()
    for module, name, act in places():
        monkeypatch.setattr(module, name, neighbours.watch(act))
    return neighbours
