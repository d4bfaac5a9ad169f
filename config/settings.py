"""Settings, in one file. Everything that differs per machine comes from the environment."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from config import environment


# mypy needs `ModelAdmin[Werkzoekende]` and the like. At run time this makes it the class itself.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = environment.secret("SECRET_KEY", BASE_DIR / "var" / "secret_key")
ALLOWED_HOSTS = environment.hosts()
PORT = environment.port("PORT", 8000)
# The address of the site as people type it; e-mails contain it.
SITE_ADRES = os.environ.get("SITE_ADRES", f"http://localhost:{PORT}").rstrip("/")
# How many proxies stand in front of the site, one behind the other. Their headers are believed.
PROXYS = environment.proxies("PROXYS")
# Only this machine can reach the site. Only such a site has the demo accounts.
ALLEEN_HIER = set(ALLOWED_HOSTS) <= set(environment.LOOPBACK) and not PROXYS

# For development (`make dev`). A page that fails shows code and settings, so never to others.
DEBUG = environment.yes_no("DEBUG", default=False)
if DEBUG and not ALLEEN_HIER:
    raise ImproperlyConfigured(
        "DEBUG=ja kan alleen op een site die niemand anders kan bereiken. "
        "Laat DEBUG weg, of laat ALLOWED_HOSTS en PROXYS weg."
    )
if DEBUG and not find_spec("debug_toolbar"):
    raise ImproperlyConfigured(
        "Bij DEBUG=ja horen de bibliotheken uit requirements-dev.txt. Installeer ze met: make dev"
    )

if PROXYS:
    if "SITE_ADRES" not in os.environ:
        raise ImproperlyConfigured(
            f"Bij PROXYS={PROXYS} hoort SITE_ADRES: het adres dat mensen intypen, "
            "zoals https://sonar.example.nl."
        )
    # Only a proxy may say that a request came over https: without one anybody could.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True  # for a proxy that puts its own name in Host; ALLOWED_HOSTS holds
    CSRF_TRUSTED_ORIGINS = [environment.origin("SITE_ADRES", SITE_ADRES)]
# Wrong passwords are counted per client: its address is the one that the outermost proxy added.
ALLAUTH_TRUSTED_PROXY_COUNT = PROXYS

# SITE=kandidatenverkenner runs only the internet-facing side: no sonar, no admin.
# SITE=cijfers runs only the public figures: sonar is installed, but none of its screens is served.
SITE = environment.choice("SITE", {"alles", "kandidatenverkenner", "cijfers"}, "alles")
MET_SONAR = SITE == "alles"

# Each web process answers searches from its own index in memory.
ZOEKEN_IN_GEHEUGEN = environment.yes_no("ZOEKEN_IN_GEHEUGEN", default=True)
# Makes the numbers by which employers know candidates. Another key makes other numbers.
KANDIDAAT_SLEUTEL = environment.secret("KANDIDAAT_SLEUTEL", BASE_DIR / "var" / "kandidaat_sleutel")
if MET_SONAR:
    # Without this key no BSN can be read any more; see the handleiding.
    BSN_SLEUTEL = environment.secret("BSN_SLEUTEL", BASE_DIR / "var" / "bsn_sleutel")
    # Signs the releases of figures. Anybody with this key can publish in our name.
    UITGAVE_SLEUTEL = environment.secret("UITGAVE_SLEUTEL", BASE_DIR / "var" / "uitgave_sleutel")
# The site of the figures has no secret. It may have a file with the public key.
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
# A site that others can reach never holds invented people. An installation may leave them out.
SIMULATIE = environment.yes_no(
    "SIMULATIE", default=ALLEEN_HIER and find_spec("simulatie") is not None
)
if SIMULATIE and not ALLEEN_HIER:
    raise ImproperlyConfigured(
        "SIMULATIE=ja kan alleen op een site die niemand anders kan bereiken. "
        "Laat SIMULATIE weg, of laat ALLOWED_HOSTS en PROXYS weg."
    )
if SIMULATIE and MET_SONAR:
    INSTALLED_APPS += ["simulatie"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.auth.middleware.require_second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if DEBUG:
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
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
if DEBUG:
    # Each page reads its templates anew. APP_DIRS would keep them in memory.
    TEMPLATES[0]["APP_DIRS"] = False
    TEMPLATES[0]["OPTIONS"]["loaders"] = ["django.template.loaders.app_directories.Loader"]

DATABASES: dict[str, dict[str, Any]]
# Without DATABASE_URL the project brings its own PostgreSQL (see config/postgres).
if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": environment.primary(url)}
    # A replica of the other database. Searches read from it while it keeps up (docs/schalen.md).
    if replica_url := os.environ.get("DATABASE_URL_LEZEN"):
        DATABASES["lezen"] = environment.replica(replica_url)
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

# A thread of the site keeps its connection and first checks that it still works: a new connection
# takes longer than most answers.
for database in DATABASES.values():
    database |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

# The process has the rights of this role (see config/database_roles.py), whoever signs in.
if role := os.environ.get("DATABASE_ROL"):
    environment.choice(
        "DATABASE_ROL", {"sonar_proces", "kandidatenverkenner_proces", "cijfers_proces"}, role
    )
    for database in DATABASES.values():
        database.setdefault("OPTIONS", {})["assume_role"] = role

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
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
# After five wrong passwords or codes the account is closed for five minutes, also for its owner.
# One address gets at most three e-mails an hour about a forgotten password.
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
# The caches are in the database: then all workers share one count, also when they count at once.
CACHES = {
    name: {"BACKEND": "config.cache.CounterCache", "LOCATION": table}
    for name, table in {"default": "config_cache", "buiten": "config_cache_buiten"}.items()
}
if SITE == "kandidatenverkenner":
    # The internet-facing process shares neither cache nor sessions with Sonar. An intruder would
    # find the session of a caseworker there, or leave something that Sonar reads back.
    CACHES["default"] = CACHES["buiten"]
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    AUTHENTICATION_BACKENDS = ["config.auth.backends.EmployerBackend"]
LOGIN_URL = "/inloggen"
LOGIN_REDIRECT_URL = "/kandidaten"
LOGOUT_REDIRECT_URL = "/"

# Without a mail server e-mails become files.
if mailserver := os.environ.get("EMAIL_HOST"):
    EMAIL_HOST, EMAIL_USE_TLS = mailserver, True
    EMAIL_PORT = environment.port("EMAIL_PORT", 587)
    EMAIL_TIMEOUT = 10  # seconds; somebody waits for the page
    EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "kandidatenverkenner@localhost")
# Gets an e-mail at once when an employer behaves unlike a person. Several, divided by commas.
ALARM_MAIL = os.environ.get("ALARM_MAIL", "privacy-officer@localhost").replace(" ", "").split(",")

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
# The files are served from where they are: they are few and small, and an edit needs no extra step.
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
        "django.wachtwoord": {"level": "INFO"},  # somebody chose a new one by e-mail
    },
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
