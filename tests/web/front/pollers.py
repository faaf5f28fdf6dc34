"""Clients as they are: what each does was seen in real readers, or reported by those who serve them."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import brotli

from feeds.web.base.conditional import http_date

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@dataclass
class Poller:
    """A client that asks with both validators, as they were given."""

    path: str
    asks: int = 0
    body: bytes = b""
    tag: str | None = None
    modified: str | None = None
    spared: int = 0
    """Answers without a body."""

    def headers(self, now: float) -> dict[str, str]:  # noqa: ARG002 - of those that invent dates
        given = {"If-None-Match": self.tag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value is not None}

    def keep(self, answer: TestResponse, *, is_new: bool) -> None:  # noqa: ARG002 - of those that look at it
        self.tag, self.modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")

    def poll(self, client: FlaskClient, now: float) -> bytes:
        """Ask once; give what the reader is shown then."""
        self.asks += 1
        answer = client.get(self.path, headers=self.headers(now))
        assert answer.status_code in {200, 304}
        assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"].startswith("max-age=")
        if answer.status_code == 304:
            assert self.body, "304 to a client that has nothing"
            self.spared += 1
        is_new = answer.status_code == 200 and self.decoded(answer) != self.body
        if answer.status_code == 200:
            self.body = self.decoded(answer)
        self.keep(answer, is_new=is_new)
        return self.body

    def decoded(self, answer: TestResponse) -> bytes:
        coding = answer.headers.get("Content-Encoding", "identity")
        decoded: bytes = {"gzip": gzip.decompress, "br": brotli.decompress, "identity": bytes}[coding](answer.data)
        return decoded


class TagOnly(Poller):
    def headers(self, now: float) -> dict[str, str]:
        return {name: value for name, value in super().headers(now).items() if name == "If-None-Match"}


class DateOnly(Poller):
    def headers(self, now: float) -> dict[str, str]:
        return {name: value for name, value in super().headers(now).items() if name == "If-Modified-Since"}


class Mangling(TagOnly):
    """Sends the tag otherwise than it was given."""

    form = "{}"

    def headers(self, now: float) -> dict[str, str]:
        sent = super().headers(now)
        return {name: self.form.format(value, value.strip('"')) for name, value in sent.items()}


class Weakening(Mangling):
    form = "W/{0}"


class Stripping(Mangling):
    form = "{1}"


class Suffixing(Mangling):
    form = '"{1}-gzip"'


class SuffixingAsOldCaches(Mangling):
    form = '"{1};gzip"'


class Listing(Mangling):
    form = '"first", {0}, W/"last"'


class Gzip(Poller):
    coding = "gzip, deflate"

    def headers(self, now: float) -> dict[str, str]:
        return super().headers(now) | {"Accept-Encoding": self.coding}


class Brotli(Gzip):
    coding = "gzip, br, zstd"


class ChangingCodings(Gzip):
    @property
    def coding(self) -> str:  # type: ignore[override]
        return ("gzip", "br", "identity", "*", "gzip;q=0")[self.asks % 5]


class DeltaAsking(Poller):
    """Asks for a delta (RFC 3229), which it could not read."""

    def headers(self, now: float) -> dict[str, str]:
        return super().headers(now) | {"A-IM": "feed"}


class BodyHashing(Poller):
    """Keeps new validators only where the body is new."""

    def keep(self, answer: TestResponse, *, is_new: bool) -> None:
        if is_new:
            super().keep(answer, is_new=is_new)


class TrustingTheDate(Poller):
    """Keeps the old tag where the date is the same."""

    def keep(self, answer: TestResponse, *, is_new: bool) -> None:
        if answer.headers.get("Last-Modified") != self.modified:
            super().keep(answer, is_new=is_new)


class NeverUpdating(Poller):
    """Keeps the first validators for ever."""

    def keep(self, answer: TestResponse, *, is_new: bool) -> None:
        if self.tag is None:
            super().keep(answer, is_new=is_new)


class LosingTheFirst(Poller):
    """Forgets the validators of its first answer."""

    def keep(self, answer: TestResponse, *, is_new: bool) -> None:
        if self.asks > 1:
            super().keep(answer, is_new=is_new)


class DatingByTheFeed(Poller):
    """Asks since the date that the feed itself says."""

    def headers(self, now: float) -> dict[str, str]:  # noqa: ARG002
        found = re.search(rb"<lastBuildDate>(.*?)</lastBuildDate>", self.body)
        return {"If-Modified-Since": found[1].decode()} if found else {}


class DatingByItsClock(Poller):
    """Asks since the moment it last asked."""

    last: float | None = None

    def headers(self, now: float) -> dict[str, str]:
        last, self.last = self.last, now
        return {"If-Modified-Since": http_date(int(last))} if last is not None else {}


class DatingLongAgo(Poller):
    def headers(self, now: float) -> dict[str, str]:  # noqa: ARG002
        return {"If-Modified-Since": "Wed, 01 Jan 1800 00:00:00 GMT"}


class OldTagAndLateDate(Poller):
    """Sends a tag of long ago with a date of today: the tag alone counts."""

    def headers(self, now: float) -> dict[str, str]:
        return {"If-None-Match": '"of-long-ago"', "If-Modified-Since": http_date(int(now))}


class Plain(Poller):
    """Says nothing of itself, keeps nothing, follows nothing."""

    def headers(self, now: float) -> dict[str, str]:  # noqa: ARG002
        return {"User-Agent": "", "Accept-Encoding": "identity"}


class LookingFirst(Gzip):
    """Asks for the head before each document."""

    def poll(self, client: FlaskClient, now: float) -> bytes:
        head = client.head(self.path, headers={"Accept-Encoding": self.coding})
        got = client.get(self.path, headers={"Accept-Encoding": self.coding})
        assert (head.status_code, head.headers["ETag"], head.headers["Content-Length"]) == (
            200,
            got.headers["ETag"],
            str(len(got.data)),
        )
        return super().poll(client, now)


class BustingCaches(Poller):
    """Adds something new to the address each time, and follows where it is sent."""

    def poll(self, client: FlaskClient, now: float) -> bytes:
        joint = "&" if "?" in self.path else "?"
        answer = client.get(f"{self.path}{joint}_={self.asks}&null")
        assert answer.status_code == 301 and "max-age=" in answer.headers["Cache-Control"]
        assert answer.headers["Location"].endswith(self.path)
        return super().poll(client, now)


class Resuming(Poller):
    """Asks for a part; a feed is sent whole."""

    def headers(self, now: float) -> dict[str, str]:
        return super().headers(now) | {"Range": "bytes=10-20", "If-Range": self.tag or '"x"'}


SPARED = [
    Poller,
    TagOnly,
    DateOnly,
    Weakening,
    Stripping,
    Suffixing,
    SuffixingAsOldCaches,
    Listing,
    Gzip,
    Brotli,
    ChangingCodings,
    DeltaAsking,
    BodyHashing,
    TrustingTheDate,
    LosingTheFirst,
    DatingByItsClock,
    Resuming,
    BustingCaches,
]


UNSPARED = [DatingLongAgo, OldTagAndLateDate, Plain]


OTHERS = [NeverUpdating, DatingByTheFeed, LookingFirst]
