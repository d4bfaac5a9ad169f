"""An employer asks to meet a candidate, and follows what comes of it."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.models import Contactverzoek, Kandidaat, Werkgeversaccount
from kandidatenverkenner.nummers import Nummering
from kandidatenverkenner.verzoeken import dien_in
from kandidatenverkenner.views.paginas import voor_werkgevers


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
def contact(request: HttpRequest, account: Werkgeversaccount, nummer: uuid.UUID) -> HttpResponse:
    """The form; after it, the list of requests."""
    kandidaat = Nummering.van(account.werkgever_id, timezone.localdate()).kandidaat(nummer)
    if not Kandidaat.objects.filter(pk=kandidaat).exists():
        return render(
            request,
            "kandidatenverkenner/geen_kandidaat.html",
            {"terug": reverse("kandidatenverkenner:kandidaten")},
            status=404,
        )
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            dien_in(
                account=account, kandidaat=kandidaat, moment=timezone.now(), **form.cleaned_data
            )
        except ValidationError as fout:
            form.add_error(None, fout.messages[0])
        else:
            return HttpResponseRedirect(reverse("kandidatenverkenner:verzoeken"))
    return render(request, "kandidatenverkenner/contact.html", {"form": form, "nummer": nummer})


@voor_werkgevers(["GET", "HEAD"])
def verzoeken(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """What this organisation asked, the newest first, with the clock."""
    rijen = Contactverzoek.objects.filter(werkgever=account.werkgever_id)
    nummering = Nummering.van(account.werkgever_id, timezone.localdate())
    return render(
        request,
        "kandidatenverkenner/verzoeken.html",
        {
            "verzoeken": [
                (rij, nummering.nummer(rij.kandidaat))
                for rij in rijen.order_by("-ingediend_op")[:200]
            ]
        },
    )
