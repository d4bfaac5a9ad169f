"""A program of an employer, which asks the API with a key."""

from django.test import Client
from django.utils import timezone

from kandidatenverkenner.accounts.api_keys import maak_sleutel
from kandidatenverkenner.models import Apisleutel
from tests.kandidatenverkenner.bouwers import werkgeversaccount


class Programma(Client):
    """A client with a key of an organisation; the key opens everything unless told otherwise."""

    def __init__(self, *bereik, gebruiker=None):
        self.gebruiker = gebruiker or werkgeversaccount()
        sleutel = maak_sleutel(
            account=self.gebruiker,
            naam="x",
            bereik=bereik or Apisleutel.Bereik.values,
            moment=timezone.localtime(),
        )
        super().__init__(headers={"Authorization": f"Bearer {sleutel}"})
