"""Routes: where both applications meet."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


urlpatterns: list[URLPattern | URLResolver] = [path("", include("kandidatenverkenner.urls"))]

if settings.MET_SONAR:
    # Not imported by the internet-facing process, where Sonar is not installed.
    from sonar.admin.site import sonar_site

    urlpatterns.insert(0, path("sonar/", sonar_site.urls))

handler403 = "config.fouten.geen_toegang"
handler404 = "config.fouten.niet_gevonden"
