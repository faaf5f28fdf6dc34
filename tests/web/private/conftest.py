"""A site with an article for everybody and one for who has a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.config import Settings
from feeds.model import Article, ShareLink, Source, Tag
from feeds.store.tables import pings
from feeds.store.write.declaring import declare
from feeds.web import create_app
from feeds.web.base.services import EXTENSION
from feeds.web.front import state
from tests.web.private.hidden import BOARD, HIDDEN, SHOWN, SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import Press

    Make = Callable[..., Article]


@pytest.fixture
def settings(store_url: str) -> Settings:
    return Settings(
        database_url=store_url,
        site_url=SITE,
        private=(BOARD, "not-source=afp&tag=leak"),
        hubs=("https://hub.example/",),
        share_hosts=("short.example",),
    )


@pytest.fixture
def app(press: Press, article: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(state, "_LOOK_EVERY", 0)
    declare(press.store, press.clock, settings.private)
    pings.enlist(press.store, settings.hubs)
    named = {
        "language": "fr",
        "sources": (Source("afp", "AFP"),),
    }
    press.write({"lion.txt": article(SHOWN, tags=(Tag("turkey", "Turkey"), Tag("lions", "Lions")), **named)})
    press.write(
        {
            "tiger.txt": article(
                HIDDEN,
                tags=(Tag("secret", "Secret"), Tag("turkey", "Turkey")),
                share_link=ShareLink("short.example", "Tigr12"),
                url="https://elsewhere.example/x",
                **named,
            )
        }
    )
    app = create_app(settings, press.clock)
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
