"""Routes of Kandidatenverkenner. No trailing slashes."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from kandidatenverkenner.api.views import (
    contactverzoeken,
    developer_page as uitleg,
    kandidaten as adressen,
    zoekopdrachten as api_zoekopdrachten,
)
from kandidatenverkenner.api.vum import views as vum
from kandidatenverkenner.views import contact, lijsten, pages as paginas, zoekopdrachten
from kandidatenverkenner.views.accounts import (
    aanmelden,
    api_keys as sleutels,
    password_reset as wachtwoord,
)
from kandidatenverkenner.views.overzicht import pages as overzicht
from kandidatenverkenner.views.zoeken import detail as kandidaat, pages as zoeken


app_name = "kandidatenverkenner"
urlpatterns: list[URLPattern | URLResolver] = [
    # What is asked most, is tried first.
    path("kandidaten", zoeken.kandidaten, name="kandidaten"),
    path("api/v1/kandidaten", adressen.KandidatenView.as_view(), name="api-kandidaten"),
    path("", paginas.start, name="start"),
    path("toegankelijkheid", paginas.toegankelijkheid, name="toegankelijkheid"),
    path("overzicht", overzicht.overzicht, name="overzicht"),
    path("overzicht/tabel.csv", overzicht.tabel_csv, name="overzicht-csv"),
    path("overzicht/tabel.csv-metadata.json", overzicht.tabel_csvw, name="overzicht-csvw"),
    path("overzicht/tabel.parquet", overzicht.tabel_parquet, name="overzicht-parquet"),
    path("kandidaten/<uuid:nummer>", kandidaat.kandidaat, name="kandidaat"),
    path("kandidaten/<uuid:nummer>/contact", contact.contact, name="contact"),
    path("kandidaten/<uuid:nummer>/bewaren", lijsten.bewaren, name="bewaren"),
    path("contact", contact.contact, name="contact-met-meer"),
    path("servicepunt", contact.servicepunt, name="servicepunt"),
    path("zoekopdrachten", zoekopdrachten.zoekopdrachten, name="zoekopdrachten"),
    path("zoekopdrachten/stop/<str:bewijs>", zoekopdrachten.stop, name="stop"),
    path("zoekopdrachten/<str:nummer>", zoekopdrachten.zoekopdracht, name="zoekopdracht"),
    path("vergelijken", lijsten.vergelijken, name="vergelijken"),
    path("lijsten", lijsten.lijsten, name="lijsten"),
    path("lijsten/<str:nummer>", lijsten.lijst, name="lijst"),
    path("aanmelden", aanmelden.aanmelden, name="aanmelden"),
    path("aanmelden/<str:bewijs>", aanmelden.bevestigen, name="bevestigen"),
    path("wachtwoord-vergeten", wachtwoord.vergeten, name="wachtwoord-vergeten"),
    path(
        "wachtwoord-vergeten/<str:uidb64>/<str:token>",
        wachtwoord.NieuwWachtwoord.as_view(),
        name="nieuw-wachtwoord",
    ),
    path("organisatie", aanmelden.organisatie, name="organisatie"),
    path("sleutels", sleutels.sleutels, name="sleutels"),
    path("verzoeken", contact.verzoeken, name="verzoeken"),
    path("api/v1/", uitleg.uitleg, name="api"),
    path("api/v1/openapi.json", adressen.SchemaView.as_view(), name="api-beschrijving"),
    path("api/v1/kandidaten/<str:nummer>", adressen.KandidaatView.as_view(), name="api-kandidaat"),
    path(
        "api/v1/contactverzoeken",
        contactverzoeken.ContactverzoekenView.as_view(),
        name="api-contactverzoeken",
    ),
    path(
        "api/v1/contactverzoeken/<str:nummer>",
        contactverzoeken.EenContactverzoek.as_view(),
        name="api-contactverzoek",
    ),
    path(
        "api/v1/zoekopdrachten",
        api_zoekopdrachten.ZoekopdrachtenView.as_view(),
        name="api-zoekopdrachten",
    ),
    path(
        "api/v1/zoekopdrachten/<str:nummer>",
        api_zoekopdrachten.EenZoekopdracht.as_view(),
        name="api-zoekopdracht",
    ),
    path("vum/v1/werkzoekendeProfielen/matches", vum.VumMatchesView.as_view(), name="vum-matches"),
    path(
        "vum/v1/werkzoekendeProfielen/<str:nummer>", vum.VumDetailView.as_view(), name="vum-profiel"
    ),
    re_path(r"^vum(/|$)", vum.UnknownVumAddressView.as_view()),
    path("api/v1", RedirectView.as_view(pattern_name="kandidatenverkenner:api")),
    re_path(r"^api(/|$)", adressen.UnknownAddressView.as_view()),
]
