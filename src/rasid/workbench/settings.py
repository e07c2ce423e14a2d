"""Django's settings. What differs from place to place comes from the environment; docs/workbench.md lists it."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from rasid.workbench.home import database, home, leaflet, secret_key

ROOM = Path(__file__).parent
HOME = home()
SECRET_KEY = secret_key(HOME)
DEBUG = False

# The address under which people reach it, such as https://rasid.example.org; without one it is this machine alone.
ORIGIN = os.environ.get("RASID_ORIGIN", "").rstrip("/")
SECURE = ORIGIN.startswith("https://")
ALLOWED_HOSTS = [urlsplit(ORIGIN).hostname] if ORIGIN else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "axes",
    "ninja",
    "rasid.workbench",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rasid.workbench.middleware.headers",
    "rasid.workbench.middleware.no_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rasid.workbench.middleware.sessions",
    "rasid.workbench.middleware.second_factor",
    "rasid.workbench.middleware.logged",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "rasid.workbench.urls"
WSGI_APPLICATION = "rasid.workbench.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOM / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rasid.workbench.context.everywhere",
            ]
        },
    }
]
DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "workbench.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Five wrong passwords lock a name from one address for a quarter of an hour, fifty the name from everywhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "workbench/locked.html"
# Behind a proxy the address of the reader stands in a header, which only a proxy of one's own may set.
PROXIES = int(os.environ.get("RASID_PROXIES", "1" if SECURE else "0"))
AXES_IPWARE_PROXY_COUNT = PROXIES
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if PROXIES else ["REMOTE_ADDR"]

# Who must have a second factor: «none», «editors» (and administrators) or «all».
TWO_FACTOR = os.environ.get("RASID_TWO_FACTOR", "editors" if SECURE else "none")
OTP_TOTP_ISSUER = "rasid"
REVIEWS = int(os.environ.get("RASID_REVIEWS", "2"))
"""How many people must agree on a record."""

SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE = int(os.environ.get("RASID_IDLE_MINUTES", "60")) * 60
"""Seconds without a request after which a session ends; SESSION_COOKIE_AGE is the longest that it may last."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-rasid" if SECURE else "rasid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_FAILURE_VIEW = "rasid.workbench.views.errors.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = False  # the proxy does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE and PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The only address outside that a page may ask, and only where the team has set it: its own server of map tiles.
TILES = os.environ.get("RASID_TILES", "")
_TILE_HOST = "{0.scheme}://{0.netloc}".format(urlsplit(TILES.replace("{s}.", "*."))) if TILES else ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([_TILE_HOST] if _TILE_HOST else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [ROOM / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("RASID_TIME_ZONE", "UTC")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
# Of django-leaflet nothing but the files of Leaflet: its application would want GDAL.
STATICFILES_DIRS = [("leaflet", folder)] if (folder := leaflet()) else []
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "uploads"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

UPLOADS = HOME / "uploads"
UPLOAD_LIMIT = int(os.environ.get("RASID_UPLOAD_MB", "512")) * 1024 * 1024
"""Bytes that one upload may have."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_PERMISSIONS = 0o600
# Folders of this machine from which an editor may import, parted as PATH is; without any, files are uploaded.
FOLDERS = [Path(part).resolve() for part in os.environ.get("RASID_FOLDERS", "").split(os.pathsep) if part]
EXPORT_KEY = os.environ.get("RASID_PSEUDONYM_KEY", SECRET_KEY)
"""From which the key of the pseudonyms in public exports is made: the same person has the same one in all of a team's."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
# The proxy redirects to https; what lies beside us in the domain is not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021", "axes.W001"]
