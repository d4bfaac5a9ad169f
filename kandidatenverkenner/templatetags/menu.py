"""The menu: the same on every page, but for where one is and the token of the form to sign out."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


register = template.Library()
BEWIJS = "het-bewijs-van-dit-formulier"  # stands in the piece for the token


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> SafeString:
    """For the page that is asked for, and whoever asks; of an error page that is not known."""
    hier = getattr(getattr(context.get("request"), "resolver_match", None), "url_name", None)
    if not getattr(context.get("user"), "is_authenticated", False):
        return SafeString(_stuk(hier, aangemeld=False))
    return SafeString(_stuk(hier, aangemeld=True).replace(BEWIJS, str(context["csrf_token"])))


@lru_cache(maxsize=200)
def _stuk(hier: str | None, *, aangemeld: bool) -> str:
    gegevens: dict[str, Any] = {"hier": hier, "aangemeld": aangemeld, "csrf_token": BEWIJS}
    return render_to_string("kandidatenverkenner/_menu.html", gegevens)
