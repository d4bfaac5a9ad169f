"""Settings: one file, everything that differs per machine comes from the environment."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from config import environment as omgeving


# Lets `ModelAdmin[Werkzoekende]` and the like, which mypy needs, mean the class itself when run.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = omgeving.secret("SECRET_KEY", BASE_DIR / "var" / "secret_key")
DEBUG = False
ALLOWED_HOSTS = omgeving.hosts()
PORT = omgeving.port("PORT", 8000)
# How people reach the site; it stands in e-mails.
SITE_ADRES = os.environ.get("SITE_ADRES", f"http://localhost:{PORT}").rstrip("/")
# A site that only this machine can reach: there, and only there, live the demo accounts.
ALLEEN_HIER = set(ALLOWED_HOSTS) <= set(omgeving.LOOPBACK)

# SITE=kandidatenverkenner runs the internet-facing side alone: no sonar, no admin.
# SITE=cijfers runs the public figures alone: sonar is installed, and nothing of it is served.
SITE = omgeving.choice("SITE", {"alles", "kandidatenverkenner", "cijfers"}, "alles")
MET_SONAR = SITE == "alles"

# Makes the numbers by which employers know candidates; other numbers with another key.
# Each web process answers searches from an index of its own in memory.
ZOEKEN_IN_GEHEUGEN = omgeving.choice("ZOEKEN_IN_GEHEUGEN", {"ja", "nee"}, "ja") == "ja"
KANDIDAAT_SLEUTEL = omgeving.secret("KANDIDAAT_SLEUTEL", BASE_DIR / "var" / "kandidaat_sleutel")
if MET_SONAR:
    # Whoever loses it, loses every BSN; see the handleiding.
    BSN_SLEUTEL = omgeving.secret("BSN_SLEUTEL", BASE_DIR / "var" / "bsn_sleutel")
    # Signs the releases of figures; whoever has it, can publish in our name.
    UITGAVE_SLEUTEL = omgeving.secret("UITGAVE_SLEUTEL", BASE_DIR / "var" / "uitgave_sleutel")
# Where only the figures are served there is no secret: at most the public key, as a file.
UITGAVE_OPENBARE_SLEUTEL_FILE = os.environ.get("UITGAVE_OPENBARE_SLEUTEL_FILE", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "csp",
    "config",  # its templates before those of allauth
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",  # for its copy of htmx
    "kandidatenverkenner",
]
if SITE != "kandidatenverkenner":
    INSTALLED_APPS += ["sonar", "django.contrib.admin"]  # our templates before those of the admin
# Invented people never come on a site that others can reach.
SIMULATIE = omgeving.choice("SIMULATIE", {"ja", "nee"}, "ja" if ALLEEN_HIER else "nee") == "ja"
if SIMULATIE and not ALLEEN_HIER:
    raise ImproperlyConfigured(
        "SIMULATIE=ja kan alleen op een site die niemand anders kan bereiken. "
        "Laat SIMULATIE weg, of laat ALLOWED_HOSTS weg."
    )
if SIMULATIE and MET_SONAR:
    INSTALLED_APPS += ["simulatie"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.inhoudsbeleid.Inhoudsbeleid",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.auth.adapters.require_second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]]
# Without DATABASE_URL the project brings its own PostgreSQL (see config/postgres).
if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": omgeving.primary(url)}
    # Searches read from here while it keeps up: a replica of the other (see docs/schalen.md).
    if lezen := os.environ.get("DATABASE_URL_LEZEN"):
        DATABASES["lezen"] = omgeving.replica(lezen)
        DATABASE_ROUTERS = ["kandidatenverkenner.database.routers.ReplicaRouter"]
elif os.environ.get("DATABASE_URL_LEZEN"):
    raise ImproperlyConfigured("DATABASE_URL_LEZEN is een replica van DATABASE_URL: geef die ook.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "config.postgres",
            "HOST": os.environ.get("PGDATA") or str(BASE_DIR / "var" / "postgres"),
            "NAME": "postgres",
            # Terse: the server's own log does not quote the rows it refuses.
            "OPTIONS": {"options": "-c log_error_verbosity=terse"},
            "TEST": {"NAME": "test_sonar"},
        }
    }

# A thread of the site keeps its connection, and looks first whether it is still good: making a new
# one takes longer than most answers.
for databank in DATABASES.values():
    databank |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

# The process has the rights of this role (see config/database_roles.py), whoever signs in.
if rol := os.environ.get("DATABASE_ROL"):
    omgeving.choice(
        "DATABASE_ROL", {"sonar_proces", "kandidatenverkenner_proces", "cijfers_proces"}, rol
    )
    for databank in DATABASES.values():
        databank.setdefault("OPTIONS", {})["assume_role"] = rol

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{naam}"}
    for naam in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "config.auth.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Five wrong passwords or codes, and the account is closed for five minutes, whoever tries.
# Who forgot the password: three e-mails an hour to one address, whoever asks.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "reset_password": "20/h/ip,3/h/key"}
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds; the e-mail says 'een uur'
MFA_ADAPTER = "config.auth.adapters.MfaAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Banenafspraak"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "config.auth.second_factor.OneTimeAuthenticateForm",
    "reauthenticate": "config.auth.second_factor.OneTimeReauthenticateForm",
}
# In the database: what one worker has counted, the other knows, also when they count at once.
CACHES = {
    naam: {"BACKEND": "config.cache.CounterCache", "LOCATION": tabel}
    for naam, tabel in {"default": "config_cache", "buiten": "config_cache_buiten"}.items()
}
if SITE == "kandidatenverkenner":
    # The internet-facing process shares neither cache nor sessions with Sonar: who breaks into it,
    # would find there the session of a caseworker, or leave something that Sonar reads back.
    CACHES["buiten"]["BACKEND"] = "config.cache.SessionCache"
    CACHES["default"] = CACHES["buiten"]
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    AUTHENTICATION_BACKENDS = ["config.auth.adapters.PreparedBackend"]
LOGIN_URL = "/inloggen"
LOGIN_REDIRECT_URL = "/kandidaten"
LOGOUT_REDIRECT_URL = "/"

# Without a mail server e-mails are written to files; the demonstration says where.
if mailserver := os.environ.get("EMAIL_HOST"):
    EMAIL_HOST, EMAIL_USE_TLS = mailserver, True
    EMAIL_PORT = omgeving.port("EMAIL_PORT", 587)
    EMAIL_TIMEOUT = 10  # seconds; somebody waits for the page
    EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "kandidatenverkenner@localhost")
# Who hears at once that an employer looks unlike a person; more than one with commas.
ALARM_MAIL = os.environ.get("ALARM_MAIL", "privacy-officer@localhost").replace(" ", "").split(",")

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STORAGES = global_settings.STORAGES | {"staticfiles": {"BACKEND": "config.statisch.Statisch"}}
# Served from where they lie: few and small files, and no step between editing and seeing.
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ALLEEN_HIER
SECURE_HSTS_SECONDS = 0 if ALLEEN_HIER else 365 * 24 * 60 * 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "zonder_rijen": {
            "()": "config.log_format.WithoutRows",
            "format": "%(levelname)s %(message)s",
        }
    },
    "handlers": {"scherm": {"class": "logging.StreamHandler", "formatter": "zonder_rijen"}},
    "loggers": {
        "django": {"handlers": ["scherm"], "level": "WARNING", "propagate": False},
        "django.wachtwoord": {"level": "INFO"},  # that somebody chose a new one by e-mail
    },
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
