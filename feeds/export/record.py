"""What was exported: each file with what it shows, and the state of the store that it was taken from.

It lies among the files, which need nothing of it. A record that cannot be read, or is of another program or other
settings, is none: then everything is written anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from feeds.publish.concerns import Concern

if TYPE_CHECKING:
    from feeds.export.target import Target

NAME = ".feeds-export.json"


class Kept(NamedTuple):
    """A file as it was written."""

    file: str
    digest: str
    concern: Concern | None


@dataclass(slots=True)
class Record:
    """All files by their paths below the site."""

    made_by: str
    """What decides the bytes beside the store: settings, program, form of the record."""
    history: str = ""
    state: tuple[int, int] = (-1, 0)
    """Number and second of the last commit that was seen."""
    kept: dict[str, Kept] = field(default_factory=dict)


def read_record(target: Target, made_by: str) -> Record:
    """Read what the last export wrote; where that is of no use, nothing was written."""
    data = target.read(NAME)
    try:
        told = json.loads(data or b"{}")
        if told.get("made_by") != made_by:
            return Record(made_by, kept=_kept(told.get("kept", {})))
        return Record(made_by, told["history"], tuple(told["state"]), _kept(told["kept"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Record(made_by)


def write_record(target: Target, record: Record) -> None:
    """Write down what was exported."""
    kept = {path: [one.file, one.digest, _spelled(one.concern)] for path, one in record.kept.items()}
    told = {"made_by": record.made_by, "history": record.history, "state": record.state, "kept": kept}
    target.write(NAME, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _kept(told: dict[str, list[object]]) -> dict[str, Kept]:
    return {path: Kept(str(file), str(digest), _concern(concern)) for path, (file, digest, concern) in told.items()}


def _spelled(concern: Concern | None) -> list[object] | None:
    if concern is None:
        return None
    return [concern.groups, concern.itself, sorted(concern.excluded), concern.since, concern.until]


def _concern(told: object) -> Concern | None:
    if not isinstance(told, list):
        return None
    groups, itself, excluded, since, until = told
    return Concern(tuple(map(tuple, groups)), tuple(itself), frozenset(excluded), since, until)
