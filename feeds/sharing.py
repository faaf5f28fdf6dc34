"""From an address, as people paste it, to its entry. Nothing is ever fetched: the store alone answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from feeds.errors import ForeignHost, InvalidAddress
from feeds.matching import match, spellings, status_of
from feeds.model import ShareLink
from feeds.pasting import CODE, PORTS, Address, pasted_addresses, trimmed
from feeds.site import entry_path
from feeds.store import links, publication, reader
from feeds.store.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from feeds.site import Site
    from feeds.store import Store
    from feeds.store.links import Meaning, Outline
    from feeds.store.reader import Found

_SLUG = re.compile(r"(?i)(?:[^/\s:.]*-)?([0-9a-f]{8})")
_ENTRY = re.compile(r"(?i)/entries/((?:[^/]*-)?([0-9a-f]{8}))(?:\.json)?/?")
_NAMED_HOST = re.compile(r"/s/([^/]+)/([^/]+)/?")
_UUID = re.compile(r"(?i)(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an address leads to."""

    input: str
    status: str
    """`ok`, `gone`, `blocked`, `ambiguous`, `not_found`, `foreign_host` or `invalid`."""
    normalized: str | None = None
    """The address as it was understood."""
    matched_by: str | None = None
    """`exact`, `alias`, `casefold`, `trimmed`, `canonical`, `old_slug` or `guid`."""
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


class _Question(NamedTuple):
    """What is to be looked up for one address: a code of hosts, or an entry."""

    normalized: str
    code: str = ""
    hosts: tuple[str, ...] = ()
    is_trimmed: bool = False
    handle: str = ""
    words: str = ""
    """Its last part, as it was asked for."""
    id: str = ""
    key: str = ""
    """Of an identity: an address where the article was published."""


class _Answers(NamedTuple):
    """What the store says to any number of questions."""

    meanings: dict[str, list[Meaning]]
    """By the code in lower case."""
    handles: dict[str, Outline]
    ids: dict[str, Outline]
    keys: dict[str, Outline]


class Resolver:
    """Resolves share addresses, and the site's own addresses of entries."""

    def __init__(self, store: Store, site: Site, hosts: tuple[str, ...] = ()) -> None:
        self._store = store
        self._site = site
        self._hosts = hosts
        parts = urlsplit(site.url)
        self._own_host = parts.hostname or ""
        self._own_port = None if parts.port == PORTS[parts.scheme] else parts.port
        self._mount = unquote(parts.path)

    def hosts(self, connection: Connection) -> tuple[str, ...]:
        """List the hosts whose codes are resolved, the default first: those configured, else those of the store."""
        return self._hosts or publication.share_hosts(connection)

    def code(self, code: str, host: str | None = None, request_host: str = "") -> Resolution:
        """Resolve a code of a host; where none is given of the default one, then of the site itself.

        A known share host in the request's `Host` header takes the place of the default one.
        What cannot be a code is not looked up.
        """
        bare = trimmed(code)
        if not CODE.fullmatch(bare):
            return Resolution(code, "not_found")
        with self._store.reading() as connection:
            known = self.hosts(connection)
            hosts = self._asked(host, known) if host is not None else self._default(known, request_host)
            if not hosts:
                return Resolution(code, "foreign_host", detail=f"{host} is no share host of this site")
            question = _Question(self._site.share(ShareLink(hosts[0], bare)), bare, hosts, bare != code)
            return _answer(code, question, self._look_up(connection, [question]))

    def address(self, text: str) -> Resolution:
        """Resolve an address as people paste it, or an id."""
        return self.addresses([text])[0]

    def addresses(self, texts: Sequence[str]) -> list[Resolution]:
        """Resolve many, in their order, with as few statements as one."""
        with self._store.reading() as connection:
            known = self.hosts(connection)
            read = [self._read(text, known) for text in texts]
            questions = [one for row in read for one in row if isinstance(one, _Question)]
            answers = self._look_up(connection, questions)
        return [
            _together([one if isinstance(one, Resolution) else _answer(text, one, answers) for one in row])
            for text, row in zip(texts, read, strict=True)
        ]

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

    def _read(self, text: str, known: tuple[str, ...]) -> list[_Question | Resolution]:
        """Read what a text asks for, which may be several things."""
        bare = text.strip()
        if match := _UUID.fullmatch(bare):
            return [_Question(f"urn:uuid:{match[1].lower()}", id=match[1].lower())]
        if match := _SLUG.fullmatch(bare):
            return [_Question(bare, handle=match[1].lower(), words=bare)]
        try:
            found = pasted_addresses(text)
        except InvalidAddress as error:
            return [Resolution(text, "invalid", detail=str(error))]
        return [self._asks(text, address, known) for address in found]

    def _asks(self, text: str, address: Address, known: tuple[str, ...]) -> _Question | Resolution:
        """Read what an address asks for: an entry, or a code of the site or of a share host."""
        spelled = f"{address.scheme}://{address.netloc}{address.spelled}"
        share_host = known_host(address.host, known)
        is_own = _is_host(address.host, self._own_host) and address.port == self._own_port
        if not is_own and address.port is not None:
            return Resolution(text, "invalid", spelled, detail=f"No article is on port {address.port}")
        inside, host = self._inside(address.path) if is_own else None, address.host
        if inside is not None:
            if match := _ENTRY.fullmatch(inside):
                return _Question(spelled, handle=match[2].lower(), words=match[1])
            if match := _NAMED_HOST.fullmatch(inside):
                host, path = match.groups()
                hosts = self._asked(host, known)
            else:
                hosts, path = self._default(known, address.host), inside
        elif is_own and not share_host:
            return Resolution(text, "not_found", spelled)
        else:
            hosts, path = (share_host,) if share_host else (), address.path
        if not hosts:
            return Resolution(text, "foreign_host", spelled, detail=f"{host} is no share host of this site")
        code = path.removeprefix("/").removesuffix("/").removesuffix("+")
        bare = trimmed(code)
        key = f"url:{canonical(spelled)}" if share_host else ""
        if not CODE.fullmatch(bare):
            return _Question(spelled, key=key)
        link = ShareLink("" if inside == path else hosts[0], bare)
        return _Question(self._site.share(link), bare, hosts, address.is_trimmed or bare != code, key=key)

    def _inside(self, path: str) -> str | None:
        """Take the path under which the site lives from the front of a path, None where it is not there."""
        return path.removeprefix(self._mount) if path.startswith(f"{self._mount}/") else None

    def _asked(self, host: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """List the hosts whose codes a host means, none where it is foreign."""
        name, _, port = host.partition(":")
        if _is_host(name, self._own_host) and port in {"", str(self._own_port)}:
            return self._default(known, name)
        share_host = known_host(host, known)
        return (share_host,) if share_host else ()

    def _default(self, known: tuple[str, ...], request_host: str) -> tuple[str, ...]:
        """List the hosts of a code without a host: the one that was asked, else the default one; then the site."""
        first = asked_host(request_host, known) or (known[0] if known else "")
        return (first, "") if first else ("",)

    def _look_up(self, connection: Connection, questions: Sequence[_Question]) -> _Answers:
        codes = {spelling for question in questions if question.code for spelling in spellings(question.code)}
        handles = sorted({question.handle for question in questions if question.handle})
        ids = sorted({question.id for question in questions if question.id})
        keys = sorted({question.key for question in questions if question.key})
        meanings: dict[str, list[Meaning]] = {}
        for meaning in links.meanings(connection, codes) if codes else ():
            meanings.setdefault(meaning.link.code.casefold(), []).append(meaning)
        return _Answers(
            meanings,
            {found.handle: found for found in links.outlines(connection, "handle", handles)} if handles else {},
            {found.id: found for found in links.outlines(connection, "id", ids)} if ids else {},
            links.named(connection, keys) if keys else {},
        )


def asked_host(header: str, hosts: tuple[str, ...]) -> str | None:
    """Give the known host that a `Host` header means; its port says nothing."""
    return known_host(header.partition(":")[0], hosts)


def known_host(host: str, hosts: tuple[str, ...]) -> str | None:
    """Give the known host that a name means; `www.` before it counts as it."""
    return next((known for known in hosts if _is_host(host, known)), None)


def _is_host(name: str, host: str) -> bool:
    return name.lower().rstrip(".") in {host, f"www.{host}"}


def _answer(text: str, question: _Question, answers: _Answers) -> Resolution:
    if question.handle or question.id:
        found = answers.handles.get(question.handle) or answers.ids.get(question.id)
        by = "guid" if question.id else None
        return _of_entry(text, question, found, by)
    asked = ShareLink(question.hosts[0], question.code) if question.code else None
    if question.code:
        spelled_alike = [one for spelling in spellings(question.code) for one in answers.meanings.get(spelling, ())]
        match_ = match(question.code, question.hosts, spelled_alike, is_trimmed=question.is_trimmed)
        if match_.status != "not_found" or question.key not in answers.keys:
            return Resolution(
                text,
                match_.status,
                question.normalized,
                match_.matched_by,
                match_.link or asked,
                match_.entries,
                match_.suggestions,
            )
    return _of_entry(text, question, answers.keys.get(question.key), "canonical")


def _of_entry(text: str, question: _Question, found: Outline | None, by: str | None) -> Resolution:
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
