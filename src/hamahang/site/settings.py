"""Settings, from the environment only; every reader says how to repair a wrong value.

Nothing set: an office machine with SQLite under `var/`, reachable from itself only.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent


def read_flag(name: str, *, default: bool) -> bool:
    """Read yes/no from the environment.

    :raises ImproperlyConfigured: for any other word
    """
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value in {"yes", "1", "true", "on"}:
        return True
    if value in {"no", "0", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to yes or no")


def read_list(name: str, default: str) -> list[str]:
    """Read a comma-separated list."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


HOME = Path(os.environ.get("HAMAHANG_HOME") or Path.cwd() / "var").resolve()


def read_secret_key() -> str:
    """Return the secret key: from the environment, or made once and kept beside the data, readable by its owner."""
    given = os.environ.get("HAMAHANG_SECRET_KEY")
    if given:
        return given
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        # whole or not at all: two processes that start together must not read half a key
        fresh = path.with_name(f"secret-key.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        fresh.replace(path)
    return path.read_text()


def read_database() -> dict[str, object]:
    """Return Django's description of HAMAHANG_DATABASE_URL; SQLite under HOME when it is not set.

    As elsewhere, `sqlite:///name` lies in the working folder and `sqlite:////folder/name` where it says.
    SQLite runs as measured safe: write-ahead log, full synchronisation (an acknowledged payment survives a
    power cut), immediate transactions (writers queue instead of failing).
    """
    url = os.environ.get("HAMAHANG_DATABASE_URL") or f"sqlite:///{HOME / 'hamahang.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        HOME.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(unquote(parts.path.removeprefix("/"))).resolve()),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        f"HAMAHANG_DATABASE_URL begins with {parts.scheme!r}; use sqlite:///path or postgresql://user@host/name"
    )


def read_mail() -> dict[str, object]:
    """Return where mail is handed over, by HAMAHANG_MAIL; no host where it is not set."""
    parts = urlsplit(os.environ.get("HAMAHANG_MAIL", ""))
    if parts.scheme not in {"", "smtp", "smtps"}:
        raise ImproperlyConfigured(f"HAMAHANG_MAIL begins with {parts.scheme!r}; use smtp://user:password@host:port")
    is_encrypted = parts.scheme == "smtps"
    return {
        "host": parts.hostname or "",
        "port": parts.port or (465 if is_encrypted else 25),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "is_encrypted": is_encrypted,
    }


SECRET_KEY = read_secret_key()
DEBUG = read_flag("HAMAHANG_DEBUG", default=False)
ALLOWED_HOSTS = read_list("HAMAHANG_HOSTS", "127.0.0.1,localhost,[::1]")
HTTPS = read_flag("HAMAHANG_HTTPS", default=False)
# the web servers in front, believed about who asks and how
PROXIES = read_list("HAMAHANG_PROXIES", "127.0.0.1" if HTTPS else "")
IS_EXAMPLE_FILE = HOME / "example.json"

INSTALLED_APPS = [
    "hamahang.ledger",
    "hamahang.accounts",
    "hamahang.papers",
    "hamahang.territory",
    "hamahang.register",
    "hamahang.casework",
    "hamahang.visits",
    "hamahang.projects",
    "hamahang.support",
    "hamahang.commitments",
    "hamahang.board",
    "hamahang.desk",
    "hamahang.intake",
    "hamahang.indicators",
    "hamahang.planning",
    "hamahang.statements",
    "hamahang.briefing",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hamahang.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hamahang.web.middleware.point_of_view",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hamahang.site.urls"
WSGI_APPLICATION = "hamahang.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web", *sorted((PACKAGE / "web").glob("*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "hamahang.web.environment.environment",
            "context_processors": ["hamahang.web.context.page"],
        },
    },
    # Django's own widgets and error pages of libraries
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

DATABASES = {"default": read_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "hamahang.web.errors.locked_out"
CSRF_FAILURE_VIEW = "hamahang.web.errors.no_csrf"

LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "hamahang_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("HAMAHANG_TIME_ZONE", "Asia/Tehran")

STATIC_URL = "/static/"
# served from the package itself: nothing to collect
STATIC_ROOT = None
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = HOME / "files"
PAPERS = HOME / "papers"  # what people attach, under its hash
WORDS = HOME / "words"  # the office's own words of letters and minutes, where it has any
PERSON_KEY = HOME / "person-key"  # made at first use; hashes the codes of persons in lists

CACHES = {
    # figures, and parts of pages: both under keys that change when the ledger moves
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "hamahang_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "hamahang_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # the visit sheet: kept on the phone by a worker of our own, put on its home screen by a manifest
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
MAIL = read_mail()
EMAIL_HOST = str(MAIL["host"])
EMAIL_PORT = MAIL["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["user"], MAIL["password"]
EMAIL_USE_SSL = MAIL["is_encrypted"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HAMAHANG_MAIL_FROM", "hamahang@localhost")
UPLOAD_LIMIT = 20 * 1024 * 1024
PAPER_LIMIT = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = [
    "hamahang.web.intake.upload.BoundedUpload",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HAMAHANG_LOG_LEVEL", "WARNING")},
}
