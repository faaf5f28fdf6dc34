"""Articles are read by a real Dask cluster, scheduler and workers as processes: nothing is lost, doubled or other."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.enrich import tables
from feeds.enrich.tables import Own, OwnSubject
from feeds.errors import ClusterError
from feeds.ingest.importer import Options, Progress, Target, ingest
from feeds.parsers import version
from feeds.site import Site
from feeds.store import Store, open_store
from tests.conftest import START, FakeClock
from tests.ingest.articles import numbered
from tests.serving import FEEDS, eventually, free_port
from tests.store.test_engines_agree import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.fault

DASK = Path(sys.executable).with_name("dask")
ARTICLES = 600


@dataclass
class Cluster:
    """A scheduler and its workers, each a process."""

    folder: Path
    address: str = field(default_factory=lambda: f"tcp://127.0.0.1:{free_port()}")
    ends: ExitStack = field(default_factory=ExitStack)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start one of its processes, which ends with the test."""
        process = subprocess.Popen(
            [DASK, *command], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.ends.callback(process.wait)
        self.ends.callback(process.kill)
        return process

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler."""
        port = self.address.rpartition(":")[2]
        return self.start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--idle-timeout", "600")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker, which ends where it finds no scheduler."""
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60")
        return self.start("worker", self.address, *alone)

    def workers(self) -> int:
        """Count the workers that the scheduler knows."""
        from distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            return len(client.scheduler_info()["workers"])


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    with cluster.ends:
        yield cluster


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in numbered(ARTICLES).items():
        (folder / name).write_text(text)
    records = (json.dumps({"title": f"Record {n}", "text": f"What happened on day {n}.\n\nAFP"}) for n in range(80))
    (folder / "records.jsonl").write_text("\n".join(records))
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture
def read(tmp_path: Path, articles: Path) -> Iterator[Callable[..., Store]]:
    """Give what reads the articles into a new store."""
    with ExitStack() as ends:

        def import_all(name: str, cluster: str = "", progress: Progress | None = None) -> Store:
            clock = FakeClock()
            store = open_store(f"sqlite:///{tmp_path}/{name}.db", clock, site_id="cafe", created=START)
            ends.enter_context(closing(store))
            options = Options(seen_at=START, cluster=cluster)
            ingest(store, [Target(articles)], Site("https://news.example.org"), clock, options, progress)
            return store

        yield import_all


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    cluster: Cluster, read: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.ingest.importer._BATCH", 70)
    cluster.scheduler()
    first, _ = cluster.worker(), cluster.worker()
    eventually(lambda: cluster.workers() == 2)
    committed: list[int] = []

    def kill(done: int, total: int) -> None:
        committed.append(done)
        assert total == ARTICLES + 80 + 1  # the empty one too
        first.kill()

    on_cluster = contents(read("cluster", cluster.address, kill))
    assert committed[0] < ARTICLES < committed[-1]
    assert on_cluster == contents(read("alone"))
    assert len(on_cluster["entries"]) == ARTICLES + 80


def test_a_worker_that_comes_later_reads_by_the_words_of_the_publisher(
    cluster: Cluster, read: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.ingest.importer._BATCH", 70)
    tables.use(Own({"days": OwnSubject("days", match={"any": ("happened",)})}))
    try:
        cluster.scheduler()
        cluster.worker()
        eventually(lambda: cluster.workers() == 1)
        store = read("cluster", cluster.address, lambda done, _: cluster.worker() if done == 70 else None)
        assert contents(store) == contents(read("alone"))
    finally:
        tables.use(Own())


def test_a_cluster_that_goes_away_is_said_and_the_next_import_reads_the_rest(
    cluster: Cluster, read: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.ingest.importer._BATCH", 70)
    scheduler, _ = cluster.scheduler(), cluster.worker()
    eventually(lambda: cluster.workers() == 1)
    with pytest.raises(ClusterError, match="is gone"):
        read("cluster", cluster.address, lambda _done, _total: scheduler.kill())
    assert len(contents(read("cluster"))["entries"]) == ARTICLES + 80


def test_a_worker_with_other_rules_reads_nothing(
    cluster: Cluster, read: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.scheduler()
    cluster.worker()
    eventually(lambda: cluster.workers() == 1)
    monkeypatch.setattr(version, "rules_version", lambda: "another")
    with pytest.raises(ClusterError, match="other rules"):
        read("cluster", cluster.address)


def test_a_cluster_that_is_not_there_is_said_in_one_line(tmp_path: Path, articles: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    command = [str(FEEDS), "ingest", "--cluster", address, str(articles)]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.splitlines()[-1] == f"feeds: no scheduler of Dask answers at {address}"
