"""Fast and strict: every test process has its own folder, and nothing leaves the machine."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *
from .base import DATABASES

SCRATCH = Path(tempfile.mkdtemp(prefix="passeurs-test-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

SECRET_KEY = "test-only-" * 6
ALLOWED_HOSTS = ["*"]
DEBUG = False
DEMONSTRATION = True
ADDRESS_URL = REGISTER_URL = ""
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "computed")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
MEDIA_ROOT = SCRATCH / "files"
UPLOAD_FOLDER = SCRATCH / "envois"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread of the live server leaves nothing open
    # A file, as in service: the live server and the test then hold two real connections.
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
else:
    DATABASES["default"]["OPTIONS"]["pool"] = False
    # A lock that never comes is a failure that says where, not a suite that never ends.
    DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=90s"
