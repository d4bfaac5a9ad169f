"""The keys of an organisation: its beheerder makes one (shown once), and takes one back."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from kandidatenverkenner.accounts.api_keys import MEEST, maak_sleutel
from kandidatenverkenner.forms import SleutelForm
from kandidatenverkenner.models import Apisleutel, Werkgeversaccount
from kandidatenverkenner.views.access import werkgever_required


@werkgever_required(["GET", "HEAD", "POST"])
def sleutels(request: HttpRequest, account: Werkgeversaccount) -> HttpResponse:
    """The list and the form. A new key is shown on the page that answers, and nowhere else."""
    if account.rol != Werkgeversaccount.Rol.BEHEERDER:
        return render(request, "kandidatenverkenner/geen_sleutels.html", status=403)
    van_ons = Apisleutel.objects.filter(
        account__werkgeversaccount__werkgever=account.werkgever_id
    ).select_related("account")
    if "trek_in" in request.POST:
        nummer = request.POST["trek_in"]
        sleutel = get_object_or_404(
            van_ons, pk=nummer if nummer.isdecimal() and len(nummer) < 18 else 0
        )
        van_ons.filter(pk=sleutel.pk, ingetrokken_op=None).update(ingetrokken_op=timezone.now())
        messages.success(request, "De sleutel is ingetrokken en opent niets meer.")
        return HttpResponseRedirect(reverse("kandidatenverkenner:sleutels"))
    form = SleutelForm(request.POST if request.method == "POST" else None)
    nieuw = ""
    if form.is_bound and form.is_valid():
        if van_ons.geldig_op(timezone.localdate()).count() >= MEEST:
            form.add_error(None, f"Uw organisatie heeft al {MEEST} sleutels. Trek er eerst een in.")
        else:
            nieuw = maak_sleutel(
                account=request.user,  # type: ignore[arg-type]
                naam=form.cleaned_data["naam"],
                bereik=form.cleaned_data["bereik"],
                moment=timezone.now(),
                geldig=datetime.timedelta(days=form.cleaned_data["dagen"]),
            )
            form = SleutelForm()  # for the next
    return render(
        request,
        "kandidatenverkenner/sleutels.html",
        {
            "form": form,
            "nieuw": nieuw,
            "sleutels": [(sleutel, _woorden(sleutel)) for sleutel in van_ons],
            "vandaag": timezone.localdate(),
        },
    )


def _woorden(sleutel: Apisleutel) -> str:
    return ", ".join(str(Apisleutel.Bereik(code).label) for code in sleutel.bereik)
