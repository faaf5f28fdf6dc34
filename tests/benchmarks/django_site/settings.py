"""The least that Django asks for."""

from __future__ import annotations

import os

SECRET_KEY = "of a benchmark"  # noqa: S105 - nothing is signed with it
ALLOWED_HOSTS = ["*"]
DEBUG = False
INSTALLED_APPS = ["tests.benchmarks.django_site"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.benchmarks.django_site.urls"
MIDDLEWARE: list[str] = []
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DJANGO_DATABASE", ":memory:"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536"},
    }
}
