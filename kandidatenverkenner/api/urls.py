"""Routes of the API and of the VUM source. No trailing slashes."""

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from kandidatenverkenner.api.views import (
    contactverzoeken,
    developer_page,
    kandidaten,
    zoekopdrachten,
)
from kandidatenverkenner.api.vum import views as vum


urlpatterns: list[URLPattern] = [
    path("api/v1/kandidaten", kandidaten.KandidatenView.as_view(), name="api-kandidaten"),
    path(
        "api/v1/kandidaten/<str:nummer>", kandidaten.KandidaatView.as_view(), name="api-kandidaat"
    ),
    path(
        "api/v1/contactverzoeken",
        contactverzoeken.ContactverzoekenView.as_view(),
        name="api-contactverzoeken",
    ),
    path(
        "api/v1/contactverzoeken/<str:nummer>",
        contactverzoeken.ContactverzoekView.as_view(),
        name="api-contactverzoek",
    ),
    path(
        "api/v1/zoekopdrachten",
        zoekopdrachten.ZoekopdrachtenView.as_view(),
        name="api-zoekopdrachten",
    ),
    path(
        "api/v1/zoekopdrachten/<str:nummer>",
        zoekopdrachten.ZoekopdrachtView.as_view(),
        name="api-zoekopdracht",
    ),
    path("api/v1/openapi.json", kandidaten.SchemaView.as_view(), name="api-beschrijving"),
    path("api/v1/", developer_page.developer_page, name="api"),
    path("api/v1", RedirectView.as_view(pattern_name="kandidatenverkenner:api")),
    path("vum/v1/werkzoekendeProfielen/matches", vum.VumMatchesView.as_view(), name="vum-matches"),
    path(
        "vum/v1/werkzoekendeProfielen/<str:nummer>", vum.VumDetailView.as_view(), name="vum-profiel"
    ),
    # Any other address of a program gets an error that a program can read.
    re_path(r"^api(/|$)", kandidaten.UnknownAddressView.as_view()),
    re_path(r"^vum(/|$)", vum.UnknownVumAddressView.as_view()),
]
