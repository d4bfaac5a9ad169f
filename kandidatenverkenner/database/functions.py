"""PostgreSQL functions on arrays, as expressions of Django."""

from django.db.models import Func, IntegerField


class Unnest(Func):
    """A row for each element of an array."""

    function = "unnest"
    output_field = IntegerField()
    set_returning = True


class Contains(Func):
    """1 if a number is an element of an array, else 0."""

    template = "(%(expressions)s))::int"
    arg_joiner = " = ANY("
    output_field = IntegerField()
