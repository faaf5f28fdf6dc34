"""The description of the interface for programs says what the server does, and all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from feeds.config import Settings
from feeds.web import create_app
from feeds.web.base.problems import KINDS
from feeds.web.base.services import EXTENSION
from tests.sharing.articles import HOST

if TYPE_CHECKING:
    from tests.serving import Server

pytestmark = pytest.mark.xdist_group("sharing")

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


@pytest.fixture
def description(server: Server) -> Any:
    status, headers, body = server.get("/api/v1/openapi.json")
    assert (status, headers["content-type"], headers["access-control-allow-origin"]) == (200, "application/json", "*")
    return json.loads(body)


def test_schemathesis_finds_nothing(server: Server, tmp_path: Path) -> None:
    settings = Path(__file__).with_name("schemathesis.toml")
    command = [str(SCHEMATHESIS), "--config-file", str(settings), "run", "--checks", "all"]
    bounds = ["--generation-deterministic", "--max-examples", "12", "--continue-on-failure", "--no-color"]
    ran = subprocess.run(
        [*command, *bounds, f"{server.url}/api/v1/openapi.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "No issues found" in ran.stdout


def test_the_site_and_the_limits_are_named(server: Server, description: Any) -> None:
    assert description["info"]["title"] == "Short addresses of Feeds"
    assert description["servers"] == [{"url": server.url}]
    assert description["components"]["parameters"]["url"]["example"].startswith(f"{server.url}/")
    most = description["components"]["schemas"]["Addresses"]["properties"]["urls"]["maxItems"]
    for count, expected in ((most, 200), (most + 1, 413)):
        body = json.dumps({"urls": ["x"] * count}).encode()
        assert server.post("/api/v1/resolve", body, "application/json")[0] == expected
    refused = description["paths"]["/api/v1/resolve"]["post"]["responses"]["413"]
    assert refused["description"].startswith(f"More than {most} addresses")


def test_every_path_is_described(description: Any, tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/feeds.db"), publishes=False)
    app.extensions[EXTENSION].close()
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/api/", "/changes.json"))}
    described = {path.replace("{id}", "<entry_id>") for path in description["paths"]}
    assert rules - described == {"/api/v1/problems/<kind>"}
    assert described <= rules


def test_every_answer_has_a_status_that_is_described(server: Server, description: Any) -> None:
    said = description["paths"]["/api/v1/resolve"]["get"]["responses"]
    for code in ("qYOea0", "TwIce1", "NeVer1", "GoNe12", "LaWs12", "%00"):
        status, headers, body = server.get(f"/api/v1/resolve?url=https://{HOST}/{code}")
        answer = said[str(status)]
        assert headers["content-type"] in answer["content"]
        assert {name.lower() for name in answer["headers"]} <= set(headers)
        schema = next(iter(answer["content"].values()))["schema"]["$ref"].rpartition("/")[2]
        members = description["components"]["schemas"][schema]
        assert set(members["required"]) <= set(json.loads(body)) <= set(members["properties"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_has_a_page(server: Server, kind: str) -> None:
    status, headers, body = server.get(f"/api/v1/problems/{kind}")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert KINDS[kind].title in body.decode()


def test_other_kinds_have_none(server: Server) -> None:
    assert server.status("/api/v1/problems/none") == 404
