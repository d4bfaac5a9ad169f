"""The keys of an account: make one (shown once), take one back."""

import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.models import Apisleutel, Bereik, Werkgeversaccount
from kandidatenverkenner.sleutels import MEEST, maak_sleutel
from kandidatenverkenner.views.paginas import voor_werkgevers


class SleutelForm(forms.Form):
    """What the key is for."""

    naam = forms.CharField(max_length=60)
    bereik = forms.MultipleChoiceField(choices=Bereik.choices)
    maanden = forms.TypedChoiceField(
        choices=[(1, "een maand"), (3, "drie maanden"), (12, "een jaar")], coerce=int, initial=12
    )


@voor_werkgevers(["GET", "HEAD", "POST"])
def sleutels(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """The list and the form; a new key is on the page that answers, and nowhere else."""
    mijn = Apisleutel.objects.filter(account_id=account.account_id)
    if "trek_in" in request.POST:
        nummer = request.POST["trek_in"]
        sleutel = get_object_or_404(
            mijn, pk=nummer if nummer.isdecimal() and len(nummer) < 18 else 0
        )
        mijn.filter(pk=sleutel.pk, ingetrokken_op=None).update(ingetrokken_op=timezone.now())
        return HttpResponseRedirect(reverse("kandidatenverkenner:sleutels"))
    form = SleutelForm(request.POST if request.method == "POST" else None)
    nieuw = ""
    if form.is_bound and form.is_valid():
        if mijn.geldig_op(timezone.localdate()).count() >= MEEST:
            form.add_error(None, f"U hebt al {MEEST} sleutels. Trek er eerst een in.")
        else:
            nieuw = maak_sleutel(
                account=request.user,  # type: ignore[arg-type]
                moment=timezone.now(),
                naam=form.cleaned_data["naam"],
                bereik=form.cleaned_data["bereik"],
                geldig=form.cleaned_data["maanden"] * datetime.timedelta(days=365) // 12,
            )
    return render(
        request,
        "kandidatenverkenner/sleutels.html",
        {"form": form, "nieuw": nieuw, "sleutels": mijn, "vandaag": timezone.localdate()},
    )
