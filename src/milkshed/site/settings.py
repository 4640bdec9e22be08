"""Django's settings. Importing them starts nothing."""

import os
import secrets
from pathlib import Path

from milkshed.platform.database import ENVIRONMENT_NAME, as_django
from milkshed.platform.registry import domain_names

HOUSE = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("MILKSHED_VAR", HOUSE / "var"))
DEBUG = os.environ.get("MILKSHED_DEBUG") == "1"


def _secret_key() -> str:
    """The secret of this installation, made once and kept in ``var``."""
    named = os.environ.get("MILKSHED_SECRET_KEY")
    if named:
        return named
    kept = VAR / "secret-key"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("MILKSHED_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("MILKSHED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "ninja",  # its own files for the API's page, instead of a CDN's
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "milkshed.platform",
    "milkshed.ledger",
    *(f"milkshed.{name}" for name in domain_names()),
    "milkshed.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "milkshed.site.policy.OwnFilesOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "milkshed.site.language.ChosenLanguage",
    "milkshed.platform.web.limits.RequestLimits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "milkshed.platform.web.middleware.BearerToken",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "milkshed.platform.web.history.HistoryToldOnce",
    "milkshed.platform.web.middleware.ProblemsAnswered",
]

ROOT_URLCONF = "milkshed.site.urls"
WSGI_APPLICATION = "milkshed.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "milkshed.site.shell.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **as_django(os.environ.get(ENVIRONMENT_NAME, "postgresql://postgres@localhost/milkshed")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# further databases of one ledger, "region=postgresql://…" separated by blanks (docs: cluster)
LEDGER_SHARDS: dict[str, str] = {}
for _shard in os.environ.get("MILKSHED_SHARDS", "").split():
    _region, _, _url = _shard.partition("=")
    LEDGER_SHARDS[_region] = f"shard_{_region}"
    DATABASES[f"shard_{_region}"] = {**DATABASES["default"], **as_django(_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "platform.Person"
AUTHENTICATION_BACKENDS = ["milkshed.platform.web.people.KnownPeople"]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "milkshed_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [HOUSE / "ui" / "src", VAR / "assets"]
for _folder in (STATIC_ROOT, VAR / "assets"):
    _folder.mkdir(parents=True, exist_ok=True)  # whatever fills them later finds them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR / "files"
LAKE_ROOT = VAR / "lake"

# events in one partition of the ledger; a month of one region holds about 150,000
LEDGER_SEGMENT_EVENTS = int(os.environ.get("MILKSHED_SEGMENT_EVENTS", "1000000"))
# what the ledger's log calls itself, and its key where that is not to be a file in VAR
LOG_ORIGIN = os.environ.get("MILKSHED_LOG_ORIGIN", "")
LOG_KEY = os.environ.get("MILKSHED_LOG_KEY", "")

# a machine that was off at night catches up in the morning
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 12 * 3600}

DATA_UPLOAD_MAX_MEMORY_SIZE = None  # RequestLimits measures bodies, the ledger its own
CSRF_FAILURE_VIEW = "milkshed.platform.web.failures.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# how many reverse proxies of ours stand in front; they add to X-Forwarded-For
TRUSTED_PROXIES = int(os.environ.get("MILKSHED_PROXIES", "0"))
# the proxy speaks TLS to browsers, and says so with X-Forwarded-Proto
BEHIND_TLS = os.environ.get("MILKSHED_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
# networks of our own in which subscribers may live; others are reached at public addresses only
SUBSCRIBER_NETWORKS = [
    word for word in os.environ.get("MILKSHED_SUBSCRIBER_NETWORKS", "").split(",") if word
]
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
