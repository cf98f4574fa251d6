"""The settings of the site, as a production has them, over a throw-away folder and database.

TEST_DATABASE_URL names another database than SQLite's: `make test` runs the same suite on PostgreSQL.
"""

import os
import tempfile

os.environ["ESSAIM_DATA"] = tempfile.mkdtemp(prefix="essaim-test-")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")
for name in ("DEBUG", "ESSAIM_DEMO", "ESSAIM_URL", "ESSAIM_OIDC_SERVER"):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "of-the-tests-" + "0123456789" * 6

from essaim.web.config.settings import *  # noqa: E402, F403
from essaim.web.config.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# What is not collected has no manifest; a query repeated for each line of a list fails the test.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *[one for one in MIDDLEWARE if "whitenoise" not in one]]
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405
ZEAL_RAISE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"]["CONN_MAX_AGE"] = 0
# allauth looks the same few rows up again in one sign-in; there is no list in it.
ZEAL_ALLOWLIST = [{"model": "account.*"}, {"model": "mfa.*"}, {"model": "socialaccount.*"}, {"model": "sessions.*"}]
