"""Everything that can go wrong, by name. Each error carries what it is about and says it in one line."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from importlib.metadata import PackageNotFoundError, requires
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


_LONGEST = 1000
"""Characters of a message: it may hold what a file, a client or a hub says."""


def shortened(text: str, longest: int = 100) -> str:
    """Cut what is told of a text that others wrote."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def how_to_install(extra: str) -> str:
    """Give the command that installs what an extra names: the same in a checkout, in an environment, from a wheel."""
    try:
        every = requires("feeds") or []
    except PackageNotFoundError:  # run from its source alone
        every = []
    marks = (f'extra == "{extra}"', f"extra == '{extra}'")
    needed = [one.partition(";")[0].strip() for one in every if one.endswith(marks)]
    has_pip = importlib.util.find_spec("pip") is not None
    installs = f"{sys.executable} -m pip install" if has_pip else f"uv pip install --python {sys.executable}"
    return f"{installs} {shlex.join(needed or [f'feeds[{extra}]'])}"


def counted(number: int, what: str) -> str:
    """Say how many there are of a thing whose plural ends in s."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def one_line(message: str) -> str:
    """Spell a message in one line of bounded length, whatever names in it hold: line feeds, ESC, half characters."""
    shown = shortened(message, _LONGEST)
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)


def marked(sentence: str) -> str:
    """Mark a sentence that is looked up later, so that it comes into the catalogues of the pages."""
    return sentence


class FeedsError(Exception):
    """Base of every error this package raises on purpose."""


class Told(FeedsError):  # noqa: N818 - an answer to people, not a fault of the program
    """An error that people are told of in their language: a sentence in which `%(name)s` stands for a value."""

    def __init__(self, sentence: str = "", **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class SettingsError(FeedsError):
    """A setting that cannot be used; names the setting and where it came from."""


class ArticleRefused(FeedsError):  # noqa: N818 - an answer to input, not a fault of the program
    """A file that cannot be published as it is: which file, which line (None: the whole file), why."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class NoArticle(ArticleRefused):
    """A file that is no article after all, by what is in it; the reason says of which kind it is: `.xml, no feed`."""


class ClusterError(FeedsError):
    """A cluster that cannot be worked with."""


class FolderMissing(FeedsError):  # noqa: N818 - an answer to input, not a fault of the program
    """An articles folder or file that is not there or cannot be read."""


class StoreError(FeedsError):
    """The store cannot be used: locked, full, damaged or from a newer version."""

    state = "the articles cannot be read"
    """What strangers are told: it names nothing that is nobody else's business."""


class StoreGone(StoreError):  # noqa: N818 - a state of the store
    """The file of a store that was open is not at its place any more; none is made there until somebody says so."""

    state = "the store is gone"


class StoreReplaced(StoreError):  # noqa: N818 - a state of the store
    """Another site's store is at the place of the one that was open: its entries have other ids."""

    state = "the store is another one"


class StillReading(Told):
    """The first import has not ended: what is asked for may be there in a moment."""


class StillIndexing(StillReading):
    """Not all articles can be found by their words yet."""


class Unbuilt(FeedsError):  # noqa: N818 - an answer to a request
    """A feed that cannot be made at present, and of which there is no good document from before: which and why."""


class PruneRefused(FeedsError):  # noqa: N818 - an answer to input, not a fault of the program
    """Too much would be withdrawn at once."""


class InvalidSelection(Told):
    """A selection that means nothing: which parameter, and what it takes."""


class CursorGone(FeedsError):  # noqa: N818 - an answer to a request
    """Whoever follows the changes was told of a history that is not that of the store."""


class UnknownFacet(Told):
    """A tag, source, entry or code that was never known here; of the first two, kind and name."""

    def __init__(self, sentence: str = "", named: tuple[str, str] | None = None, **values: object) -> None:
        super().__init__(sentence, **values)
        self.named = named


class Withdrawn(FeedsError):  # noqa: N818 - an answer to a request
    """An entry that was taken back; says why where its owner did, when, and of what date it was where that is known."""

    def __init__(self, reason: str = "", when: datetime | None = None, dated: datetime | None = None) -> None:
        super().__init__(reason)
        self.when = when
        self.dated = dated


class Blocked(Withdrawn):
    """An entry that was taken back because the law demands it."""


class UnknownDump(FeedsError):  # noqa: N818 - an answer to input, not a fault of the program
    """A file that is no dump of share links; says why."""


class ForeignHost(FeedsError):  # noqa: N818 - an answer to a request
    """An address on a host whose short links are not ours to resolve."""


class InvalidAddress(FeedsError):  # noqa: N818 - an answer to a request
    """Text that is no web address."""
