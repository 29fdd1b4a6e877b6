"""Settings, all from the environment; README.md lists every one with its default."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from mastsite.search.replica_settings import replica_databases

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("MASTSITE_DATA", ROOT / "var")).resolve()


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "yes" if default else "no").lower() in ("1", "yes", "true", "on")


def _number(name: str, default: float) -> float:
    text = os.environ.get(name, "")
    try:
        return float(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}, which is not a number; the default is {default:g}") from None


def _secret_key() -> str:
    """The key from the environment, or one made on first use and kept in the data folder."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = DATA / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        DATA.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("".join(get_random_secret_key() for _ in range(2)))
    return path.read_text()


DEBUG = _flag("DEBUG", False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "mastsite.search",
    "mastsite.retirement",
    "mastsite.feedback",
    "mastsite.jobs",
    "mastsite.baskets",
    "mastsite.scans",
    "mastsite.caom",
    "mastsite.legacy",
    "mastsite.products",
    *sorted(f"missions.{path.parent.name}" for path in (ROOT / "missions").glob("*/mission.py")),
]
MIDDLEWARE = [
    "mastsite.pages.security.request_id",
    "mastsite.encoding.as_sent",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mastsite.search.sending.sending",
    "mastsite.compression.compression",
    "mastsite.freshness.ByBytes",
    "mastsite.pages.security.headers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mastsite.retirement.middleware.retirement",
]
FORM_RENDERER = "mastsite.form_renderer.Renderer"
ROOT_URLCONF = "mastsite.urls"
WSGI_APPLICATION = "mastsite.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "mastsite.pages.context.site",
                "mastsite.retirement.context.retirement",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "string_if_invalid": "",
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'archive.sqlite3'}"),
        conn_health_checks=True,
    )
}
_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
EXPORTS = int(_number("EXPORTS", 64 if _sqlite else 36))
"""Files that one process sends at a time; the next asker is told to come again: docs/serving.md."""
if _sqlite:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192;"
        "PRAGMA temp_store=FILE;",
    }
else:
    # Starting parallel workers costs a page query more than it gains: docs/decisions/0003-one-sky-index.md
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"]["options"] = "-c max_parallel_workers_per_gather=0 -c jit=off"
    # A connection for every file on its way and some that are never theirs, for pages: docs/serving.md
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": EXPORTS + 8, "timeout": 10, "max_idle": 300}
_replicas, REPLICA_FAULTS = replica_databases(os.environ.get("REPLICA_URLS", ""), DATABASES["default"])
DATABASES |= _replicas  # type: ignore[arg-type]
DATABASE_ROUTERS = ["mastsite.search.database.Router"]
REPLICA_LAG_S = _number("REPLICA_LAG_S", 10)
"""A replica that is further behind the primary is not read: docs/scaling.md."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
    # parts of pages that are alike on all of them, kept by the template tag `cache` until the process ends
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "parts of pages"},
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
APPEND_SLASH = True

BEHIND_HTTPS = _flag("BEHIND_HTTPS", False)
"""Set when a proxy in front speaks HTTPS: it must then set X-Forwarded-Proto."""
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_AGE = None  # of the form for feedback alone; it ends with the browser's session
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# The site runs without HTTPS on a laptop by design; BEHIND_HTTPS switches these on, and the deployment check then passes whole.
SILENCED_SYSTEM_CHECKS = [] if BEHIND_HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]

SITE_NAME = os.environ.get("SITE_NAME", "Classic Search")
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "").rstrip("/")
"""The site's public address for snippets; empty takes it from each request."""

PAGE_TIME_LIMIT_S = _number("PAGE_TIME_LIMIT_S", 10)
COUNT_TIME_LIMIT_S = _number("COUNT_TIME_LIMIT_S", 2)
EXPORT_TIME_LIMIT_S = _number("EXPORT_TIME_LIMIT_S", 1800)
EXPORT_ROW_LIMIT = int(_number("EXPORT_ROW_LIMIT", 10_000_000))
PARTITION_ROWS = int(_number("PARTITION_ROWS", 10_000_000))
"""On PostgreSQL a loading of more rows goes into partitions by sky; 0 for never: docs/loading.md."""
API_ROW_LIMIT = int(_number("API_ROW_LIMIT", 100_000))
RESOLVER_REMOTE = _flag("RESOLVER_REMOTE", True)
RESOLVER_TIMEOUT_S = _number("RESOLVER_TIMEOUT_S", 5)
PRODUCTS_FOLDER = Path(os.environ.get("PRODUCTS_FOLDER") or DATA / "products")
UPSTREAM_ARCHIVE = os.environ.get("UPSTREAM_ARCHIVE", "https://mast.stsci.edu").rstrip("/")
"""Who is asked for product lists, and serves the files, that are not here; empty asks and redirects nowhere."""
UPSTREAM_TIMEOUT_S = _number("UPSTREAM_TIMEOUT_S", 10)

JOBS_WORKERS = int(_number("JOBS_WORKERS", 1))
"""Background jobs at a time that `serve` does beside the site; with 0 start ``manage.py jobs work`` elsewhere."""
JOBS_WAITING = int(_number("JOBS_WAITING", 100))
JOBS_KEPT_DAYS = int(_number("JOBS_KEPT_DAYS", 7))
JOBS_FOLDER = Path(os.environ.get("JOBS_FOLDER") or DATA / "jobs")
JOB_KINDS = ("mastsite.jobs.counting", "mastsite.scans.kinds", "mastsite.pages.lists.work")
"""Modules that register kinds of background jobs: docs/jobs.md."""
HATS_FOLDER = Path(os.environ.get("HATS_FOLDER") or DATA / "hats")
DASK_SCHEDULER = os.environ.get("DASK_SCHEDULER", "")
"""Who spreads scans and cross-matches; empty starts two workers here for each."""

BASKETS_KEPT_DAYS = int(_number("BASKETS_KEPT_DAYS", 90))
"""Days after which a basket too long for its link is forgotten, unless somebody opens it: docs/downloads.md."""

FEEDBACK_PER_DAY = int(_number("FEEDBACK_PER_DAY", 500))
"""Messages of readers that are kept on one day, so that nobody can fill the disk."""
CONTACT = os.environ.get("CONTACT", "") or "the operator of this site"
RETIREMENT = {
    "sources": ("mastsite.legacy.retirements.records",),
    "samples": ("mastsite.legacy.retirements.living",),
    "address": SITE_ADDRESS,
    "site_name": SITE_NAME,
    "count_every_s": _number("RETIREMENT_COUNT_EVERY_S", 10),
}
"""What retires and how it is told: docs/retirement.md."""

ADMIN = _flag("ADMIN", False)
"""The operator's pages at /admin/, with accounts, sessions and their tables; nothing of it is there unless asked for."""
if ADMIN:
    INSTALLED_APPS += [f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages")]
    MIDDLEWARE += [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    TEMPLATES[0]["OPTIONS"]["context_processors"] += [  # type: ignore[index]
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
