"""A forgotten password: ask for a link, and choose another password with it."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume
from django.contrib.auth import logout
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kandidatenverkenner.accounts.password_reset import (
    NietVerstuurdError,
    accounts,
    bewijzen,
    stel_in,
    stuur_link,
)
from kandidatenverkenner.forms import NieuwWachtwoordForm, VergetenForm


TE_VAAK = "Hier is vaak om gevraagd. Wacht een uur en probeer het dan opnieuw."
NIET_VERSTUURD = "Wij kunnen nu geen e-mail versturen. Probeer het later opnieuw."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vergeten(request: HttpRequest) -> HttpResponse:
    """The form; after it, always the same answer."""
    form = VergetenForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = _verstuur(request, form) if form.is_valid() else 422
    if form.is_bound and status == 200:
        context = {
            "kop": "Kijk in uw e-mail",
            "uitleg": "Wij stuurden u een e-mail. Hebt u een account, dan staat er een link in om "
            "een nieuw wachtwoord te kiezen. Die werkt een uur. Niets gekregen? Kijk ook bij "
            "ongewenste e-mail.",
            "stap": 0,
            "wat": "",
        }
        return render(request, "kandidatenverkenner/aangemeld.html", context)
    context = {"form": form}
    return render(request, "kandidatenverkenner/wachtwoord_vergeten.html", context, status=status)


def _verstuur(request: HttpRequest, form: VergetenForm) -> int:
    """Send the e-mail, or say at the form why not; the status of the answer."""
    adres = form.cleaned_data["email"]
    if not consume(request, action="reset_password", key=adres.upper().lower()):
        form.add_error(None, TE_VAAK)
        return 429
    try:
        stuur_link(adres)
    except NietVerstuurdError:
        form.add_error(None, NIET_VERSTUURD)
        return 503
    return 200


class PasswordResetView(PasswordResetConfirmView):
    """The link of the e-mail. A GET changes nothing: mail scanners open every link.

    Django's: the token goes to the session at once, so it stands in no address that is seen, kept
    or sent on as Referer.
    """

    form_class = NieuwWachtwoordForm
    token_generator = bewijzen
    reset_url_token = "kiezen"  # noqa: S105 - what stands in the address instead
    template_name = "kandidatenverkenner/nieuw_wachtwoord.html"

    def get_user(self, uidb64: str) -> Any:
        """Only an account whose password is chosen here."""
        gevonden = super().get_user(uidb64)
        return accounts().filter(pk=gevonden.pk).first() if gevonden else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Choose it; this browser is signed out as every other."""
        bewijs = self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        if not stel_in(form.user.pk, bewijs, form.cleaned_data["new_password1"]):
            return self._werkt_niet_meer()
        get_adapter(self.request).forget_tries(self.request, form.user.get_username())
        logout(self.request)
        context = {
            "kop": "Uw wachtwoord is gewijzigd",
            "uitleg": "U bent overal uitgelogd. Log in met uw nieuwe wachtwoord. Daarna vragen we "
            "een code uit uw app, zoals altijd.",
            "stap": 0,
            "wat": "inloggen",
        }
        return render(self.request, "kandidatenverkenner/aangemeld.html", context)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The form, or the page that says that the link does not work any more."""
        if not self.validlink:
            return self._werkt_niet_meer()
        kwargs["status"] = 422 if context["form"].errors else 200
        return super().render_to_response(context, **kwargs)

    def _werkt_niet_meer(self) -> HttpResponse:
        context = {
            "kop": "Deze link werkt niet meer",
            "uitleg": "Hij is te oud, al gebruikt, of niet helemaal overgenomen.",
            "stap": 0,
            "wat": "vergeten",
        }
        return render(self.request, "kandidatenverkenner/aangemeld.html", context, status=404)
