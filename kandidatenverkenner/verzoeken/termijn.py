"""The term, in working days, within which an employer gets an answer. Pure."""

import datetime
import functools

import holidays


WERKDAGEN = 2


def in_woorden() -> str:
    """The term as texts tell it."""
    aantal = {1: "een", 2: "twee", 3: "drie", 4: "vier", 5: "vijf"}.get(WERKDAGEN, WERKDAGEN)
    return f"{aantal} werkdag{'en' if WERKDAGEN > 1 else ''}"


@functools.cache
def _feestdagen(jaar: int) -> frozenset[datetime.date]:
    # Algemene termijnenwet, artikel 3: Good Friday too, and 5 May in every year.
    return frozenset(holidays.country_holidays("NL", years=jaar)) | {datetime.date(jaar, 5, 5)}


def is_werkdag(dag: datetime.date) -> bool:
    """Whether it is Monday to Friday and not a holiday by law."""
    return dag.weekday() < 5 and dag not in _feestdagen(dag.year)


def uiterlijk(dag: datetime.date, werkdagen: int = WERKDAGEN) -> datetime.date:
    """The last day for an answer to what was asked on `dag`."""
    while werkdagen:
        dag += datetime.timedelta(days=1)
        werkdagen -= is_werkdag(dag)
    return dag


def werkdagen_over(vandaag: datetime.date, laatste: datetime.date) -> int:
    """How many working days are left after today, including the last."""
    dagen = (laatste - vandaag).days
    return sum(is_werkdag(vandaag + datetime.timedelta(days=dag)) for dag in range(1, dagen + 1))
