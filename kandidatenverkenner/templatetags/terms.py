"""Terms that texts name: asked where they are kept, so that a text never says another one."""

from django import template

from kandidatenverkenner.verzoeken import termijn as term


register = template.Library()


@register.simple_tag
def termijn() -> str:
    """Within how many working days an employer gets an answer, in words."""
    return term.in_woorden()


@register.simple_tag
def werkdagen() -> int:
    """The same, as a number."""
    return term.WERKDAGEN
