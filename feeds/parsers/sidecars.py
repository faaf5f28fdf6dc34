"""Metadata in a file beside a text: `bridge.json`, `bridge.meta.json` or `bridge.yaml` beside `bridge.txt`."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from feeds.errors import ArticleRefused
from feeds.parsers.defaults import Defaults
from feeds.parsers.frontmatter import BadMarkup, read_yaml

SUFFIXES = (".meta.json", ".json", ".yaml", ".yml")
_TEXTS = (".txt", ".text", ".md", ".markdown", ".mkd", "")


def pairs(metadata: Iterable[str], texts: Collection[str]) -> dict[str, str]:
    """Find the text that each file of metadata stands beside, by the names of both: text → metadata."""
    found: dict[str, str] = {}
    for name in sorted(metadata):
        text = next((text for text in texts_beside(name) if text in texts), None)
        if text is not None:
            found.setdefault(text, name)
    return found


def texts_beside(name: str) -> list[str]:
    """List the texts that a file of metadata may stand beside, by its name."""
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), None)
    if suffix is None:
        return []
    stem = name.removesuffix(suffix)
    return [stem + of_text for of_text in _TEXTS]


def names_beside(name: str) -> list[str]:
    """List the names that metadata beside a text may have."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - the name of a file in a listing, no path
    return [base + of_data for base in (stem, name) for of_data in SUFFIXES] if suffix in _TEXTS else []


def with_beside(defaults: Defaults, data: bytes, name: str) -> Defaults:
    """Add what a file of metadata says of the text beside it. Raises ArticleRefused."""
    return replace(defaults, beside=_read(data, name))


def _read(data: bytes, name: str) -> Mapping[str, Any]:
    """Read the fields in a file of metadata; raise ArticleRefused, with its name and line, where there are none."""
    try:
        text = data.decode("utf-8-sig")
        stated = json.loads(text, parse_int=str, parse_float=str) if name.endswith(".json") else read_yaml(text)
    except BadMarkup as error:
        raise ArticleRefused(name, error.line, f"the metadata beside a text cannot be read: {error.reason}") from error
    except json.JSONDecodeError as error:
        raise ArticleRefused(name, error.lineno, f"the metadata beside a text is no JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise ArticleRefused(name, None, f"the metadata beside a text cannot be read: {error}") from error
    if not isinstance(stated, dict):
        raise ArticleRefused(name, None, "the metadata beside a text holds no fields")
    return stated
