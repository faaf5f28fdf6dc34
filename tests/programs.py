"""What some tests need beside Python, programs above all: without it they are skipped, and in CI they fail."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

IS_REQUIRED = os.environ.get("CI") == "true" or os.environ.get("TEST_FEEDS_PROGRAMS") == "required"
PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"))
"""Where programs are looked for, those of administrators too."""


def do_without(missing: str) -> NoReturn:
    """Skip what cannot be tested here, or fail where it must be."""
    if IS_REQUIRED:
        pytest.fail(missing)
    pytest.skip(missing)
