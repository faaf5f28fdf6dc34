"""What an address asks for, before the store is asked: a code of a host, an entry, or nothing of this site."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from feeds.errors import InvalidAddress
from feeds.model import ShareLink
from feeds.sharing.pasted import CODE, PORTS, Address, pasted_addresses, trimmed
from feeds.store.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Collection

    from feeds.site import Site

_SLUG = re.compile(r"(?i)(?:[^/\s:.]*-)?([0-9a-f]{8})")
_ENTRY = re.compile(r"(?i)/entries/((?:[^/]*-)?([0-9a-f]{8}))(?:\.json|\.md)?/?")
_NAMED_HOST = re.compile(r"/s/([^/]+)/([^/]+)/?")
_NOT_ENCODED = "!#$&'()*+,/:;=?@~"
_UUID = re.compile(r"(?i)(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Question(NamedTuple):
    """What is to be looked up for one address: a code of hosts, or an entry."""

    normalized: str
    """The address as it was understood."""
    code: str = ""
    hosts: tuple[str, ...] = ()
    is_trimmed: bool = False
    handle: str = ""
    words: str = ""
    """Its last part, as it was asked for."""
    id: str = ""
    keys: tuple[str, ...] = ()
    """Of an identity: an address where the article was published, as it was given, encoded and decoded."""
    refusal: Refusal | None = None
    """What is said where no article has this key: the address is none of the site's."""


class Refusal(NamedTuple):
    """Why an address is not looked up, or not found where it is that of no article."""

    status: str
    """`foreign_host`, `invalid` or `not_found`."""
    normalized: str | None = None
    detail: str = ""


class Questioner:
    """Reads what is asked of a site. `known` are the share hosts, the default one first."""

    def __init__(self, site: Site, reserved: Collection[str]) -> None:
        self._site = site
        self._reserved = reserved
        parts = urlsplit(site.url)
        self._own_host = parts.hostname or ""
        self._own_port = None if parts.port == PORTS[parts.scheme] else parts.port
        self._mount = unquote(parts.path)

    def may_be_code(self, code: str, host: str | None) -> bool:
        """Tell whether it makes sense to look a code up: by its shape, and as no path of the site begins so."""
        bare = trimmed(code)
        return CODE.fullmatch(bare) is not None and (host is not None or bare.casefold() not in self._reserved)

    def of_code(self, code: str, host: str | None, request_host: str, known: tuple[str, ...]) -> Question | Refusal:
        """Read a code of a host; where none is given of the one the request asks, else of the default one."""
        bare = trimmed(code)
        hosts = self._named(host, known) if host is not None else namespaces(request_host, known)
        if not hosts:
            return Refusal("foreign_host", detail=f"{host} is no share host of this site")
        return Question(self._site.share(ShareLink(hosts[0], bare)), bare, hosts, bare != code)

    def of_text(self, text: str, known: tuple[str, ...]) -> list[Question | Refusal]:
        """Read what was pasted, which may be several addresses."""
        bare = text.strip()
        if match := _UUID.fullmatch(bare):
            return [Question(f"urn:uuid:{match[1].lower()}", id=match[1].lower())]
        if match := _SLUG.fullmatch(bare):
            return [Question(bare, handle=match[1].lower(), words=bare)]
        try:
            found = pasted_addresses(text)
        except InvalidAddress as error:
            return [Refusal("invalid", detail=str(error))]
        return [self._of_address(address, known) for address in found]

    def _of_address(self, address: Address, known: tuple[str, ...]) -> Question | Refusal:
        spelled = f"{address.scheme}://{address.netloc}{address.spelled}"
        is_own = _is_host(address.host, self._own_host) and address.port == self._own_port
        if is_own and address.path.startswith(f"{self._mount}/"):
            return self._of_own(address, spelled, address.path.removeprefix(self._mount), known)
        share_host = known_host(address.host, known)
        keys = _keys(spelled)
        if not is_own and address.port is not None:
            return Question(
                spelled, keys=keys, refusal=Refusal("invalid", spelled, f"No article is on port {address.port}")
            )
        if share_host:
            return self._of_path(address, spelled, address.path, (share_host,), keys)
        if is_own:
            return Refusal("not_found", spelled)
        unknown = f"{address.host} is no share host of this site"
        return Question(spelled, keys=keys, refusal=Refusal("foreign_host", spelled, unknown))

    def _of_own(self, address: Address, spelled: str, path: str, known: tuple[str, ...]) -> Question | Refusal:
        """Read an address of the site itself; its own host may be a share host too."""
        if match := _ENTRY.fullmatch(path):
            return Question(spelled, handle=match[2].lower(), words=match[1])
        keys = _keys(spelled) if known_host(address.host, known) else ()
        if match := _NAMED_HOST.fullmatch(path):
            hosts = self._named(match[1], known)
            if not hosts:
                return Refusal("foreign_host", spelled, f"{match[1]} is no share host of this site")
            return self._of_path(address, spelled, match[2], hosts, keys)
        question = self._of_path(address, spelled, path, namespaces(address.host, known), keys)
        if question.code.casefold() in self._reserved:
            return Question(spelled, keys=keys)
        link = ShareLink("", question.code)
        return question._replace(normalized=self._site.share(link)) if question.code else question

    def _of_path(
        self, address: Address, spelled: str, path: str, hosts: tuple[str, ...], keys: tuple[str, ...]
    ) -> Question:
        code = path.removeprefix("/").removesuffix("/").removesuffix("+")
        bare = trimmed(code)
        if not CODE.fullmatch(bare):
            return Question(spelled, keys=keys)
        link = ShareLink(hosts[0], bare)
        return Question(self._site.share(link), bare, hosts, address.is_trimmed or bare != code, keys=keys)

    def _named(self, host: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """List the namespaces of the codes that a host means, none where it is foreign."""
        name, _, port = host.partition(":")
        if _is_host(name, self._own_host) and port in {"", str(self._own_port)}:
            return namespaces(name, known)
        share_host = known_host(host, known)
        return (share_host,) if share_host else ()


def _keys(address: str) -> tuple[str, ...]:
    """List the keys that an address may have: pages spell their own with other letters, or percent-encode them."""
    spellings = (address, quote(unquote(address), safe=_NOT_ENCODED), unquote(address))
    return tuple(dict.fromkeys(f"url:{canonical(spelled)}" for spelled in spellings))


def namespaces(request_host: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """List where a code without a host is looked for: the host that was asked, else the default one; then the site."""
    first = asked_host(request_host, known) or (known[0] if known else "")
    return (first, "") if first else ("",)


@lru_cache(maxsize=256)  # every request asks twice
def asked_host(header: str, hosts: tuple[str, ...]) -> str | None:
    """Give the known host that a `Host` header means; its port says nothing."""
    return known_host(header.partition(":")[0], hosts)


def known_host(host: str, hosts: tuple[str, ...]) -> str | None:
    """Give the known host that a name means; `www.` before it counts as it."""
    return next((known for known in hosts if _is_host(host, known)), None)


def _is_host(name: str, host: str) -> bool:
    return name.lower().rstrip(".") in {host, f"www.{host}"}
