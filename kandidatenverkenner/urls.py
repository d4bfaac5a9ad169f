"""Routes of Kandidatenverkenner. No trailing slashes."""

from django.urls import URLPattern, URLResolver, include, path

from kandidatenverkenner.views import contact, lijsten, pages, zoekopdrachten
from kandidatenverkenner.views.accounts import aanmelden, api_keys, password_reset
from kandidatenverkenner.views.overzicht import pages as overzicht
from kandidatenverkenner.views.zoeken import detail, pages as zoeken


app_name = "kandidatenverkenner"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kandidaten", zoeken.kandidaten, name="kandidaten"),
    path("", include("kandidatenverkenner.api.urls")),
    path("", pages.start, name="start"),
    path("toegankelijkheid", pages.toegankelijkheid, name="toegankelijkheid"),
    path("overzicht", overzicht.overzicht, name="overzicht"),
    path("overzicht/tabel.csv", overzicht.tabel_csv, name="overzicht-csv"),
    path("overzicht/tabel.csv-metadata.json", overzicht.tabel_csvw, name="overzicht-csvw"),
    path("overzicht/tabel.parquet", overzicht.tabel_parquet, name="overzicht-parquet"),
    path("kandidaten/<uuid:nummer>", detail.kandidaat, name="kandidaat"),
    path("kandidaten/<uuid:nummer>/contact", contact.contact, name="contact"),
    path("kandidaten/<uuid:nummer>/bewaren", lijsten.bewaren, name="bewaren"),
    path("contact", contact.contact, name="contact-met-meer"),
    path("servicepunt", contact.servicepunt, name="servicepunt"),
    path("verzoeken", contact.verzoeken, name="verzoeken"),
    path("zoekopdrachten", zoekopdrachten.zoekopdrachten, name="zoekopdrachten"),
    path("zoekopdrachten/stop/<str:bewijs>", zoekopdrachten.stop, name="stop"),
    path("zoekopdrachten/<str:nummer>", zoekopdrachten.zoekopdracht, name="zoekopdracht"),
    path("vergelijken", lijsten.vergelijken, name="vergelijken"),
    path("lijsten", lijsten.lijsten, name="lijsten"),
    path("lijsten/<str:nummer>", lijsten.lijst, name="lijst"),
    path("aanmelden", aanmelden.aanmelden, name="aanmelden"),
    path("aanmelden/<str:bewijs>", aanmelden.bevestigen, name="bevestigen"),
    path("organisatie", aanmelden.organisatie, name="organisatie"),
    path("sleutels", api_keys.sleutels, name="sleutels"),
    path("wachtwoord-vergeten", password_reset.vergeten, name="wachtwoord-vergeten"),
    path(
        "wachtwoord-vergeten/<str:uidb64>/<str:token>",
        password_reset.PasswordResetView.as_view(),
        name="nieuw-wachtwoord",
    ),
]
