"""An employer asks to meet a candidate, and follows what comes of it."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.models import Codelijsten, Contactverzoek, Werkgeversaccount
from kandidatenverkenner.verzoeken import dien_in
from kandidatenverkenner.views.paginas import voor_werkgevers
from kandidatenverkenner.zoeken.uitkomst import vind


class ContactForm(forms.Form):
    """For which vacature, and what the adviser should know."""

    vacature = forms.CharField(label="Voor welke vacature?", max_length=120)
    bericht = forms.CharField(
        label="Wat moet de adviseur weten?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@voor_werkgevers(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, nummer: uuid.UUID) -> HttpResponse:
    """The form; after it, the list of requests."""
    if vind(nummer, Codelijsten.lees()) is None:
        return render(
            request,
            "kandidatenverkenner/geen_kandidaat.html",
            {"terug": reverse("kandidatenverkenner:kandidaten")},
            status=404,
        )
    form = ContactForm(request.POST if request.method == "POST" else None)
    account = Werkgeversaccount.objects.van(request.user)
    if account and form.is_bound and form.is_valid():
        try:
            dien_in(account=account, kandidaat=nummer, moment=timezone.now(), **form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, fout.messages[0])
        else:
            return HttpResponseRedirect(reverse("kandidatenverkenner:verzoeken"))
    return render(request, "kandidatenverkenner/contact.html", {"form": form, "nummer": nummer})


@voor_werkgevers(["GET", "HEAD"])
def verzoeken(request: HttpRequest) -> HttpResponse:
    """What this organisation asked, the newest first, with the clock."""
    account = Werkgeversaccount.objects.van(request.user)
    rijen = Contactverzoek.objects.filter(werkgever=account.werkgever_id if account else None)
    return render(
        request,
        "kandidatenverkenner/verzoeken.html",
        {"verzoeken": rijen.order_by("-ingediend_op")[:200]},
    )
