"""Functions of PostgreSQL on arrays that Django has no expression for."""

from django.db.models import Func, IntegerField


class Unnest(Func):
    """A row for every number of an array."""

    function = "unnest"
    output_field = IntegerField()
    set_returning = True


class Heeft(Func):
    """1 if a number is in an array, else 0."""

    template = "(%(expressions)s))::int"
    arg_joiner = " = ANY("
    output_field = IntegerField()
