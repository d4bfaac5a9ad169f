"""The candidates as they came in, before rare values of their region were left out."""

from django.db import models

from kandidatenverkenner.models.kandidaat import Kandidaatkolommen


class Aanlevering(Kandidaatkolommen):
    """Kandidaat zoals die is geleverd, voordat zeldzame waarden zijn weggelaten. (As delivered.)

    When somebody of a region changes, others of it may show more or less: that is computed from
    these rows. The process that faces the internet has no right on them.
    """

    regio = models.CharField("arbeidsmarktregio", max_length=4, db_index=True)
    woorden = models.TextField("woorden")
    # Not shown any more since the last delivery; the row stays for its region until the next.
    ingetrokken = models.BooleanField("ingetrokken", default=False)

    class Meta:
        verbose_name = "aanlevering"
        verbose_name_plural = "aanleveringen"

    def __str__(self) -> str:
        return str(self.pk)
