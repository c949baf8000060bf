"""Settings of the test run: a laptop's, with mail kept in memory and quick password hashing."""

import os

os.environ.setdefault("DEMO", "true")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["EMAIL_URL"] = "memorymail://"

from issp_portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
