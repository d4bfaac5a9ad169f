import logging

import pytest
from django.db import IntegrityError

from config.log_format import WithoutRows
from tests.bouwers import werkzoekende


@pytest.mark.django_db
def test_a_refused_row_does_not_stand_in_the_log():
    persoon = werkzoekende()
    with pytest.raises(IntegrityError) as fout:
        werkzoekende(bsn=persoon.bsn)
    rij = str(persoon.bsn_zoeksleutel)
    assert rij in str(fout.value)  # this is what must not come out

    regel = logging.LogRecord(
        "django.request", logging.ERROR, "x", 1, "fout: %s", (fout.value,), fout._excinfo
    )
    tekst = WithoutRows().format(regel)

    assert "unique" in tekst
    assert rij not in tekst
