"""Django settings for a laptop. Environment variables NEWSROOM_* change them (see the README)."""

import os
from datetime import timedelta
from pathlib import Path

from newsroom.environment import flag, load_secret_key, package, share, user_folder, values

PACKAGE = Path(__file__).resolve().parent
BASE_DIR = PACKAGE.parent
# A wheel holds templates and translations in the package, a checkout next to it.
INSTALLED = (PACKAGE / "templates").is_dir()
RESOURCES = PACKAGE if INSTALLED else BASE_DIR

# The archive keeps everything in this folder, so a copy of the folder is a backup of the archive.
DATA = Path(
    os.environ.get("NEWSROOM_DATA") or (user_folder() if INSTALLED else BASE_DIR / "data")
).resolve()
DATA.mkdir(parents=True, exist_ok=True)
INDEX_FOLDER = DATA / "index"
SEARCH_ENGINE = "embedded"
GAZETTEER = DATA / "gazetteer.sqlite"

SITE_NAME = os.environ.get("NEWSROOM_NAME", "Newsroom")
SECRET_KEY = load_secret_key(DATA / "secret_key")
DEBUG = flag("NEWSROOM_DEBUG")
ALLOWED_HOSTS = values("NEWSROOM_HOSTS", "localhost,127.0.0.1,[::1]")

# An installed spaCy pipeline that finds names instead of our own tagger.
SPACY_PIPELINE = package("NEWSROOM_SPACY")

# Confidence (0 to 1) from which on readers see a name that no editor has confirmed.
NAME_CONFIDENCE = share("NEWSROOM_NAME_CONFIDENCE", 0.5)

# Confidence (0 to 1) in its speaker from which on readers see a quote.
QUOTE_CONFIDENCE = share("NEWSROOM_QUOTE_CONFIDENCE", 0.75)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "axes",
    "articles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.ContentSecurityPolicy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "articles.middleware.IndexOutage",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RESOURCES / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ]
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "newsroom.sqlite3",
        # To open the file again for every page would take longer than most queries.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # WAL: those who read never wait for one who writes. IMMEDIATE: a transaction waits
            # for others that write at its beginning, instead of failing half-way. It waits for
            # at most `timeout` seconds.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
        },
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Anybody who guesses passwords must wait. Failures are counted in the database, because all web
# processes must know of them.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [RESOURCES / "locale"]
TIME_ZONE = os.environ.get("NEWSROOM_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "originals"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# The admin lists many people or places on a page, with several fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# These settings need HTTPS, so a laptop without it can do without them.
HTTPS = flag("NEWSROOM_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = values("NEWSROOM_TRUSTED_ORIGINS", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"articles": {"level": "INFO"}, "axes": {"level": "WARNING"}},
}
