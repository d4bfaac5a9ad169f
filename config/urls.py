"""Routes: where both applications meet."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config.auth.second_factor import activate_totp


# Signing in: django-allauth looks for the names, people read the addresses.
# Anything else cannot be done: nobody signs up, and nobody takes the second factor away.
AANMELDEN: list[URLPattern | URLResolver] = [
    path("inloggen", account.login, name="account_login"),
    path("inloggen/code", mfa.authenticate, name="mfa_authenticate"),
    path("inloggen/opnieuw", account.reauthenticate, name="account_reauthenticate"),
    path("inloggen/opnieuw/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("inloggen/beeindigd", account.account_inactive, name="account_inactive"),
    path("uitloggen", account.logout, name="account_logout"),
    path("tweede-stap", mfa.index, name="mfa_index"),
    path("tweede-stap/instellen", activate_totp, name="mfa_activate_totp"),
    path("tweede-stap/klaar", mfa.index, name="mfa_deactivate_totp"),
    path("tweede-stap/herstelcodes", view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tweede-stap/herstelcodes/nieuw",
        generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("tweede-stap/wachtwoord", account.password_change, name="account_change_password"),
]

urlpatterns: list[URLPattern | URLResolver] = []
if settings.SITE != "cijfers":
    # The pages that are asked most come first.
    urlpatterns += [path("", include("kandidatenverkenner.urls")), *AANMELDEN]
if settings.SITE != "kandidatenverkenner":
    urlpatterns += [path("", include("sonar.views.cijfers"))]
if settings.MET_SONAR:
    # The internet-facing process has no Sonar, so it does not import this.
    from sonar.admin.site import sonar_site

    urlpatterns.insert(0, path("sonar/", sonar_site.urls))
if settings.DEBUG:
    # Only development installs the toolbar.
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()

handler403 = "config.error_views.permission_denied"
handler404 = "config.error_views.page_not_found"
