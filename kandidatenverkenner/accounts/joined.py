"""Reads an account together with its employer, from one row of a prepared query.

Every page and every API call does this. The ORM takes ten times as long, because it compiles the
query of four tables anew each time; so the query is compiled once.
"""

import functools
from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model

from kandidatenverkenner.database.routers import PRIMARY
from kandidatenverkenner.models import Werkgever, Werkgeversaccount


PATHS: dict[str, type[Model]] = {
    "": get_user_model(),
    "werkgeversaccount__": Werkgeversaccount,
    "werkgeversaccount__werkgever__": Werkgever,
}


@functools.cache
def column_names(model: type[Model]) -> tuple[str, ...]:
    """The columns of a model, in its own order."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def account_columns(path: str = "") -> list[str]:
    """The columns of an account and its employer for `values_list`, given the path to it."""
    return [f"{path}{to}{name}" for to, model in PATHS.items() for name in column_names(model)]


def account_from(row: Sequence[Any]) -> Any:
    """The account in a row of `account_columns`, with its employer's side if it has one."""
    objects: list[Any] = []
    start = 0
    for model in PATHS.values():
        names = column_names(model)
        objects.append(model.from_db(PRIMARY, names, row[start : start + len(names)]))
        start += len(names)
    account, werkgeversaccount, werkgever = objects
    if werkgeversaccount.pk is not None:
        werkgeversaccount.account, werkgeversaccount.werkgever = account, werkgever
    return account
