"""The site's own settings, on a data folder that the tests throw away."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="newsroom-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["NEWSROOM_DATA"] = _data
for name in [
    name for name in os.environ if name.startswith("NEWSROOM_") and name != "NEWSROOM_DATA"
]:
    del os.environ[name]

from newsroom.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir()  # noqa: F405
# Pages are tested without collecting the static files first.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
