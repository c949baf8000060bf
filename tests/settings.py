"""Settings of the test run: a laptop's, with mail kept in memory and quick password hashing.

Each process of the run has a folder of its own, in memory where the machine has such a place, and removes it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
scratch = Path(tempfile.mkdtemp(prefix="issp-tests-", dir=memory))
atexit.register(shutil.rmtree, scratch, ignore_errors=True)

os.environ["DEMO"] = "true"
os.environ["DEBUG"] = "false"
os.environ["VAR_DIR"] = str(scratch)
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["EMAIL_URL"] = "memorymail://"

from issp_portal.settings import *  # noqa: E402, F403

(scratch / "static").mkdir()
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A file, as on a laptop: a database in memory is one connection, and two people at once could not be tested.
    DATABASES["default"]["TEST"] = {"NAME": str(scratch / "test.sqlite3")}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
