"""The verwerkingslog, for the privacy officer."""

from django.contrib import admin

from sonar.admin.site import sonar_site
from sonar.admin.toegangsadmin import ToegangAdmin
from sonar.models import Verwerking


@admin.register(Verwerking, site=sonar_site)
class VerwerkingAdmin(ToegangAdmin[Verwerking]):
    """Who did what with whose data, newest first; search on the number of a person."""

    list_display = ["id", "tijdstip", "medewerker", "wie_toen", "handeling", "persoon", "grond"]
    list_filter = ["handeling", "rol", "organisatie"]
    list_select_related = ["medewerker__organisatie", "organisatie"]
    search_fields = ["=persoon", "=medewerker__account__username"]
    search_help_text = "Typ het nummer van een werkzoekende, of de gebruikersnaam van een collega."
    list_per_page = 50

    @admin.display(description="rol en organisatie toen")
    def wie_toen(self, verwerking: Verwerking) -> str:
        return verwerking.wie_toen()
