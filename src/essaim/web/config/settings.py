"""The settings of the site: one file, moved by the environment. docs/deploy.md tells each variable."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE

from essaim.web.config.environment import flag, listed, origins, secret_key

# --- Where things are ------------------------------------------------------------------------------------------------

# What the site writes: its database, its key, the logos, the collected static files.
DATA = Path(os.environ.get("ESSAIM_DATA", "var/site")).absolute()
ESSAIM_STORE = Path(os.environ.get("ESSAIM_STORE", "var/store")).absolute()
# Where the directory's index is kept: beside the versions of the store, unless that folder cannot be written.
ESSAIM_INDEX = Path(os.environ["ESSAIM_INDEX"]).absolute() if os.environ.get("ESSAIM_INDEX") else None
# The address that people type. https turns on secure cookies, redirection and HSTS.
PUBLIC_URL = os.environ.get("ESSAIM_URL", "").rstrip("/")
# How many reverse proxies stand before the site: how far X-Forwarded-For and -Proto may be believed.
TRUSTED_PROXIES = int(os.environ.get("ESSAIM_TRUSTED_PROXIES", "0"))
# Who answers for this instance, named on the legal pages as the law asks (LCEN, article 6).
LEGAL = {name: os.environ.get(f"ESSAIM_{name.upper()}", "") for name in ("publisher", "contact", "hosting")}
# The demonstration lists its users, with their password, on the sign-in page.
DEMO = flag("ESSAIM_DEMO")

# --- Security --------------------------------------------------------------------------------------------------------

DEBUG = flag("DEBUG")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") or [urlsplit(PUBLIC_URL).hostname or "localhost", "127.0.0.1", "[::1]"]
HTTPS = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

# A ground for the map other than our outlines: the address of a style, or of tiles ({z}, {x}, {y}). Off by default: the
# browser of a visitor then asks another site for it. Its hosts are allowed, and no others.
ESSAIM_MAP_STYLE = os.environ.get("ESSAIM_MAP_STYLE", "")
ESSAIM_MAP_CREDITS = os.environ.get("ESSAIM_MAP_CREDITS", "")
MAP_HOSTS = origins(ESSAIM_MAP_STYLE, *listed("ESSAIM_MAP_HOSTS"))
# The sites that may frame embedded maps; any by default. No other page can be framed.
ESSAIM_EMBED_ANCESTORS = [SELF, *(listed("ESSAIM_EMBED_ANCESTORS") or ["*"])]

# How many requests of the API an address may make in a minute, and a token.
ESSAIM_API_LIMIT = int(os.environ.get("ESSAIM_API_LIMIT", "300"))

OIDC_SERVER = os.environ.get("ESSAIM_OIDC_SERVER", "")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF, *MAP_HOSTS],
        "font-src": [SELF],
        # A browser also holds the redirection that follows a form to this rule: signing in elsewhere must be listed.
        "form-action": [SELF, *origins(OIDC_SERVER)],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:", *MAP_HOSTS],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # The length of a bar is an attribute of its element; no style sheet may be written in a page for all that.
        "style-src-attr": [UNSAFE_INLINE],
        "worker-src": [SELF],  # where the map cuts its tiles
    }
}

# --- The site --------------------------------------------------------------------------------------------------------

ROOT_URLCONF = "essaim.web.config.urls"
WSGI_APPLICATION = "essaim.web.config.wsgi.application"
INSTALLED_APPS = [
    # Ours first: their templates stand before those of others.
    "essaim.web.design",
    "essaim.web.territories",
    "essaim.web.directory",
    "essaim.web.contributions",
    "essaim.web.following",
    "essaim.web.imports",
    "essaim.web.accounts",
    "essaim.web.maps",
    "essaim.web.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "essaim.web.design.language.LanguageMiddleware",
    "essaim.web.design.faults.FaultMiddleware",
    # Every page asks who comes, unless its view says that it is public (login_not_required).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "essaim.web.design.templatetags.essaim",
                "essaim.web.territories.templatetags.territories",
                "essaim.web.accounts.templatetags.people",
                "essaim.web.maps.templatetags.maps",
                "essaim.web.following.templatetags.following",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "essaim.web.design.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# In the session and never in a cookie: a page without a session cookie is the same for everyone.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What is kept ----------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA / 'essaim.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers go on while one writes; a writer takes its turn at the start, instead of failing half-way.
        "init_command": "pragma journal_mode = wal; pragma synchronous = normal",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by the workers: throttling counts every attempt, whichever worker received it.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Finished pages, one memory a worker. Keys carry the version of the store: nothing has to be invalidated.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
}
MEDIA_ROOT = DATA / "media"
STATIC_ROOT = DATA / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 2**20

# --- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "essaim.web.design.views.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "essaim.web.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # a password is a choice: codes by e-mail do without
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Essaim"
SOCIALACCOUNT_ONLY = False
# Sign an existing account in by the address that the provider vouches for: only when that provider checks addresses.
OIDC_TRUST_EMAILS = flag("ESSAIM_OIDC_TRUST_EMAILS")
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = OIDC_TRUST_EMAILS
SOCIALACCOUNT_ADAPTER = "essaim.web.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "essaim.web.accounts.openid.provider.Provider",
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("ESSAIM_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("ESSAIM_OIDC_CLIENT", ""),
                "secret": os.environ.get("ESSAIM_OIDC_SECRET", ""),
                # ProConnect refuses every parameter that it does not know, and those of PKCE with them.
                "settings": {
                    "server_url": OIDC_SERVER,
                    "oauth_pkce_enabled": flag("ESSAIM_OIDC_PKCE", True),
                    "verified_email": OIDC_TRUST_EMAILS,
                },
            }
        ]
        if OIDC_SERVER
        else [],
        "SCOPE": listed("ESSAIM_OIDC_SCOPES") or ["openid", "email", "given_name", "usual_name"],
    }
}

# --- Mail ------------------------------------------------------------------------------------------------------------

# Without a mail server, messages are files of the data folder: nothing is lost, and the demonstration sends nothing.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Essaim <essaim@localhost>")

# --- Languages -------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Logs ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
