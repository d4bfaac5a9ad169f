"""The menu of every page."""

from typing import Any

from django import template


register = template.Library()


@register.inclusion_tag("kandidatenverkenner/_menu.html", takes_context=True)
def menu(context: template.Context) -> dict[str, Any]:
    """The menu. An error page does not know which page is open."""
    match = getattr(context.get("request"), "resolver_match", None)
    return {
        "hier": getattr(match, "url_name", None),
        "aangemeld": getattr(context.get("user"), "is_authenticated", False),
        "csrf_token": context.get("csrf_token"),
    }
