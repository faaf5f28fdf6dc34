"""What an extra needs is said as a command that works wherever the program was installed from."""

from __future__ import annotations

import importlib.util
import shlex
import sys

import pytest

from feeds.errors import how_to_install


@pytest.mark.parametrize(("extra", "package"), [("check", "feedparser"), ("postgres", "psycopg")])
def test_packages_of_an_extra_are_named_themselves(extra: str, package: str) -> None:
    python, *words = shlex.split(how_to_install(extra))
    assert (python, words[:3]) == (sys.executable, ["-m", "pip", "install"])
    assert any(word.startswith(package) for word in words[3:])
    assert not any(word.startswith("feeds") or ";" in word for word in words)


def test_environment_without_pip_is_told_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert how_to_install("check").startswith(f"uv pip install --python {sys.executable} ")
