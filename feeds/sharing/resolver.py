"""From an address, as people paste it, to its entry. Nothing is ever fetched: the store alone answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from feeds.errors import ForeignHost, InvalidAddress
from feeds.model import ShareLink
from feeds.sharing.addresses import Question, Questioner, Refusal
from feeds.sharing.codes import match, spellings, status_of
from feeds.site import entry_path
from feeds.store.read import links, reader
from feeds.store.write import publication

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from feeds.site import Site
    from feeds.store import Connection, Store
    from feeds.store.read.links import Meaning, Outline
    from feeds.store.read.reader import Found


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an address leads to."""

    input: str
    status: str
    """`ok`, `gone`, `blocked`, `ambiguous`, `not_found`, `foreign_host` or `invalid`."""
    normalized: str | None = None
    """The address as it was understood."""
    matched_by: str | None = None
    """`exact`, `alias`, `casefold`, `trimmed`, `canonical`, `old_slug`, `guid` or `original`."""
    link: ShareLink | None = None
    """The code there is, or the one asked for."""
    every: tuple[Outline, ...] = ()
    """The entries it means, whatever their state: for their owner, never for the public."""
    suggestions: tuple[Outline, ...] = ()
    """Public entries whose codes look like the one asked for, where that is not found."""
    detail: str = ""
    """Why an address is not looked up."""

    @property
    def candidates(self) -> tuple[Outline, ...]:
        """List the public entries it means."""
        return tuple(found for found in self.every if found.is_public)

    @property
    def found(self) -> Outline | None:
        """Give the one public entry it means."""
        return self.candidates[0] if self.status == "ok" else None

    @property
    def is_guess(self) -> bool:
        """Tell whether an exact code may yet come to mean something else."""
        return self.matched_by in {"casefold", "trimmed"}


class _Answers(NamedTuple):
    """What the store says to any number of questions."""

    meanings: dict[str, list[Meaning]]
    """By the code in lower case."""
    handles: dict[str, Outline]
    ids: dict[str, Outline]
    keys: dict[str, Outline]


class Resolver:
    """Resolves share addresses, and the site's own addresses of entries."""

    def __init__(self, store: Store, site: Site, hosts: tuple[str, ...] = (), reserved: Collection[str] = ()) -> None:
        """`reserved` are the words, folded, that are no codes where no host is named: paths of the site itself."""
        self._store = store
        self._site = site
        self._hosts = hosts
        self._questioner = Questioner(site, reserved)

    def hosts(self, connection: Connection) -> tuple[str, ...]:
        """List the hosts whose codes are resolved, the default first: those configured, else those of the store."""
        return self._hosts or publication.share_hosts(connection)

    def code(self, code: str, host: str | None = None, request_host: str = "") -> Resolution:
        """Resolve a code of a host; where none is given of the default one, then of the site itself.

        A known share host in the request's `Host` header takes the place of the default one.
        What cannot be a code is not looked up.
        """
        if not self._questioner.may_be_code(code, host):
            return Resolution(code, "not_found")
        with self._store.reading() as connection:
            asked = self._questioner.of_code(code, host, request_host, self.hosts(connection))
            answers = self._look_up(connection, [asked])
        return _answer(code, asked, answers)

    def address(self, text: str) -> Resolution:
        """Resolve an address as people paste it, or an id."""
        return self.addresses([text])[0]

    def addresses(self, texts: Sequence[str]) -> list[Resolution]:
        """Resolve many, in their order, with as few statements as one."""
        with self._store.reading() as connection:
            known = self.hosts(connection)
            read = [self._questioner.of_text(text, known) for text in texts]
            answers = self._look_up(connection, [one for row in read for one in row])
        return [_together([_answer(text, one, answers) for one in row]) for text, row in zip(texts, read, strict=True)]

    def named(self, text: str) -> list[Found]:
        """Find the entries that an id, a slug or an address names, whatever their state, for their owner.

        Raises InvalidAddress, ForeignHost.
        """
        resolution = self.address(text)
        if resolution.status in {"foreign_host", "invalid"}:
            raise (ForeignHost if resolution.status == "foreign_host" else InvalidAddress)(resolution.detail)
        with self._store.reading() as connection:
            numbers = [outline.number for outline in resolution.every]
            return reader.find(connection, "number", numbers) if resolution.matched_by != "casefold" else []

    def path(self, link: ShareLink) -> str | None:
        """Give where the site itself answers a code, None where its host is not known."""
        with self._store.reading() as connection:
            known = self.hosts(connection)
        if link.host in {"", *known[:1]}:
            return f"/{link.code}"
        return f"/s/{link.host}/{link.code}" if link.host in known else None

    def codes(self, found: Outline) -> list[tuple[ShareLink, int]]:
        """List every code of an entry with its kind, what is printed first."""
        with self._store.reading() as connection:
            return links.codes_of(connection, found.number)

    def _look_up(self, connection: Connection, asked: Iterable[Question | Refusal]) -> _Answers:
        questions = [one for one in asked if isinstance(one, Question)]
        codes = {spelling for question in questions if question.code for spelling in spellings(question.code)}
        handles = sorted({question.handle for question in questions if question.handle})
        ids = sorted({question.id for question in questions if question.id})
        keys = sorted({key for question in questions for key in question.keys})
        meanings: dict[str, list[Meaning]] = {}
        for meaning in links.meanings(connection, codes) if codes else ():
            meanings.setdefault(meaning.link.code.casefold(), []).append(meaning)
        return _Answers(
            meanings,
            {found.handle: found for found in links.outlines(connection, "handle", handles)} if handles else {},
            {found.id: found for found in links.outlines(connection, "id", ids)} if ids else {},
            links.named(connection, keys) if keys else {},
        )


def _answer(text: str, question: Question | Refusal, answers: _Answers) -> Resolution:
    if isinstance(question, Refusal):
        return Resolution(text, question.status, question.normalized, detail=question.detail)
    if question.handle or question.id:
        found = answers.handles.get(question.handle) or answers.ids.get(question.id)
        by = "guid" if question.id else None
        return _of_entry(text, question, found, by)
    named = next((answers.keys[key] for key in question.keys if key in answers.keys), None)
    if question.refusal and not _is_told(named):
        return _answer(text, question.refusal, answers)
    asked = ShareLink(question.hosts[0], question.code) if question.code else None
    if question.code:
        spelled_alike = [one for spelling in spellings(question.code) for one in answers.meanings.get(spelling, ())]
        match_ = match(question.code, question.hosts, spelled_alike, is_trimmed=question.is_trimmed)
        if match_.status != "not_found" or named is None:
            return Resolution(
                text,
                match_.status,
                question.normalized,
                match_.matched_by,
                match_.link or asked,
                match_.entries,
                match_.suggestions,
            )
    return _of_entry(text, question, named, "original" if question.refusal else "canonical")


def _is_told(found: Outline | None) -> bool:
    """Tell whether anything is said of an entry."""
    return found is not None and found.is_known


def _of_entry(text: str, question: Question, found: Outline | None, by: str | None) -> Resolution:
    """Say what became of the entry that an address names."""
    status = status_of([found] if found else [])
    if found is None or status == "not_found":
        return Resolution(text, "not_found", question.normalized, every=(found,) if found else ())
    if by is None:
        words = unquote(entry_path(found.title, found.handle)).rpartition("/")[2]
        by = "canonical" if question.words == words else "old_slug"
    return Resolution(text, status, question.normalized, by, None, (found,))


def _together(resolutions: list[Resolution]) -> Resolution:
    """Say what a text with several addresses leads to: those that lead nowhere do not count beside those that do."""
    first = next((one for one in resolutions if one.candidates), None)
    first = first or next((one for one in resolutions if one.every), resolutions[0])
    every = tuple(dict.fromkeys(found for one in resolutions for found in one.every))
    if len(resolutions) > 1 and status_of(every) == "ambiguous":
        return replace(first, status="ambiguous", every=every)
    return first
