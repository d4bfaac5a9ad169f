"""The verwerkingslog, for the privacy officer."""

from django.contrib import admin

from sonar.admin.model_admin import ToegangAdmin
from sonar.admin.site import sonar_site
from sonar.models import Verwerking


@admin.register(Verwerking, site=sonar_site)
class VerwerkingAdmin(ToegangAdmin[Verwerking]):
    """Who did what with whose data, newest first; search on the number of a person."""

    list_display = ["id", "tijdstip", "wie", "handeling", "klant", "grond"]
    list_filter = ["handeling", "rol"]
    list_select_related = ["medewerker__account", "medewerker__organisatie", "organisatie"]
    search_fields = ["=persoon", "=medewerker__account__username"]
    search_help_text = "Typ het nummer van een werkzoekende, of de gebruikersnaam van een collega."
    list_per_page = 50

    @admin.display(description="wie, met de rol van toen")
    def wie(self, verwerking: Verwerking) -> str:
        naam = f"{verwerking.medewerker.naam()}, " if verwerking.medewerker else ""
        return f"{naam}{verwerking.wie_toen()}"

    @admin.display(description="klant", ordering="persoon")
    def klant(self, verwerking: Verwerking) -> int:
        return verwerking.persoon
