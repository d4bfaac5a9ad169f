"""The site at /sonar/."""

from django.contrib.admin import AdminSite


class SonarSite(AdminSite):
    """Sonar."""

    site_header = "Sonar"
    site_title = "Sonar"
    index_title = "Werkvoorraad"


sonar_site = SonarSite(name="sonar")
