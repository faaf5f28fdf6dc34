"""From a share address to its entry. Nothing is ever fetched: the store alone answers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from feeds.errors import ForeignHost, InvalidAddress
from feeds.model import ShareLink
from feeds.store import links, publication, reader
from feeds.store.schema import GONE

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from feeds.site import Site
    from feeds.store import Store
    from feeds.store.reader import Found

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_WRAPPED = re.compile(r"^[<«“\"'(\[{\s]+")
_TRAILING = re.compile(r"[\s.,;:!?…'\"’”»>)\]}]+$")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:(?!\d)")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HANDLE = re.compile(r"(?:[^/\s]*-)?([0-9a-f]{8})")
_ENTRY = re.compile(r"/entries/(?:[^/]*-)?([0-9a-f]{8})(?:\.json)?")
_NAMED_HOST = re.compile(r"/s/([^/]+)(/[^/]+)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an address leads to."""

    input: str
    status: str
    """`ok`, `gone`, `ambiguous` or `not_found`."""
    link: ShareLink | None = None
    every: tuple[Found, ...] = ()
    """The entries it means, whatever their state: for their owner, never for the public."""

    @property
    def candidates(self) -> tuple[Found, ...]:
        """List the public entries it means."""
        return tuple(found for found in self.every if found.is_public)

    @property
    def found(self) -> Found | None:
        """Give the one public entry it means."""
        return self.candidates[0] if self.status == "ok" else None


class Resolver:
    """Resolves share addresses, and the site's own addresses of entries."""

    def __init__(self, store: Store, site: Site, hosts: tuple[str, ...] = ()) -> None:
        self._store = store
        self._site = urlsplit(site.url)
        self._hosts = hosts

    def hosts(self, connection: Connection) -> tuple[str, ...]:
        """List the hosts whose codes are resolved, the default first: those configured, else those of the store."""
        return self._hosts or publication.share_hosts(connection)

    def code(self, code: str, host: str | None = None, request_host: str = "") -> Resolution:
        """Resolve a code of a host: of the default one where none is given.

        A known share host in the request's `Host` header picks that host's codes. Raises ForeignHost.
        """
        with self._store.reading() as connection:
            hosts = self.hosts(connection)
            known = asked_host(request_host, hosts) if host is None else known_host(host, hosts)
            if host is not None and known is None:
                raise ForeignHost(f"{host} is no share host of this site")
            default = hosts[0] if hosts else ""
            return self._of_link(connection, code, ShareLink(known or default, code))

    def address(self, text: str) -> Resolution:
        """Resolve an address as people paste it. Raises InvalidAddress, ForeignHost."""
        host, path = self._split(text)
        with self._store.reading() as connection:
            hosts = self.hosts(connection)
            known = known_host(host, hosts)
            if host == self._own_host:
                path = self._inside(path)
                if match := _ENTRY.fullmatch(path):
                    found = reader.find_by_handle(connection, match[1])
                    return _resolution(text, None, [found] if found else [])
                if match := _NAMED_HOST.fullmatch(path):
                    host, path = match[1], match[2]
                    known = known_host(host, hosts)
                elif known is None:
                    known = hosts[0] if hosts else ""
            if known is None:
                raise ForeignHost(f"{host} is no share host of this site")
            return self._of_path(connection, text, path, known)

    def _inside(self, path: str) -> str:
        """Take the path under which the site lives from the front of a path."""
        mount = unquote(self._site.path)
        return path.removeprefix(mount) if path.startswith(f"{mount}/") else path

    @property
    def _own_host(self) -> str:
        """The site's own host, with its port unless it is the scheme's."""
        host, port = self._site.hostname or "", self._site.port
        return f"{host}:{port}" if port not in {None, _PORTS[self._site.scheme]} else host

    def named(self, text: str) -> list[Found]:
        """Find the entries that an id, a slug or an address names, whatever their state, for their owner.

        Raises InvalidAddress, ForeignHost.
        """
        bare = text.strip().removeprefix("urn:uuid:").lower()
        with self._store.reading() as connection:
            if _UUID.fullmatch(bare):
                return reader.find(connection, "id", [bare])
            if match := _HANDLE.fullmatch(text.strip()):
                return reader.find(connection, "handle", [match[1]])
        return list(self.address(text).every)

    def _of_path(self, connection: Connection, text: str, path: str, host: str) -> Resolution:
        code = path.removeprefix("/").removesuffix("/")
        return self._of_link(connection, text, ShareLink(host, code))

    def _of_link(self, connection: Connection, text: str, link: ShareLink) -> Resolution:
        if not _CODE.fullmatch(link.code):
            return Resolution(text, "not_found", link)
        return _resolution(text, link, links.entries_of(connection, link))

    def _split(self, text: str) -> tuple[str, str]:
        """Take a pasted address apart into host (with a port that is not the scheme's) and decoded path."""
        url = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
        url = _TRAILING.sub("", _WRAPPED.sub("", url))
        if not _SCHEME.match(url):
            url = f"https://{url.removeprefix('//')}"
        try:
            parts = urlsplit(url)
            port = parts.port
            host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        except (ValueError, UnicodeError) as error:
            raise InvalidAddress(f"{text[:200]!r} is no web address") from error
        if parts.scheme not in _PORTS or not host or "@" in parts.netloc:
            raise InvalidAddress(f"{text[:200]!r} is no web address")
        if port not in {None, *_PORTS.values()}:
            host = f"{host}:{port}"
        path = unquote(parts.path)
        if "\\" in url + path or not (url + path).isprintable():
            raise InvalidAddress(f"{text[:200]!r} is no web address")
        return host, path


def asked_host(header: str, hosts: tuple[str, ...]) -> str | None:
    """Give the known host that a `Host` header means; its port says nothing."""
    return known_host(header.partition(":")[0], hosts)


def known_host(host: str, hosts: tuple[str, ...]) -> str | None:
    """Give the known host that a name means; `www.` before it counts as it."""
    bare = host.lower().rstrip(".")
    return next((known for known in hosts if bare in {known, f"www.{known}"}), None)


def _resolution(text: str, link: ShareLink | None, found: list[Found]) -> Resolution:
    public = sum(entry.is_public for entry in found)
    if public:
        status = "ok" if public == 1 else "ambiguous"
    else:
        # What is not yet published looks like never heard of.
        status = "gone" if any(entry.state in GONE for entry in found) else "not_found"
    return Resolution(text, status, link, tuple(found))
