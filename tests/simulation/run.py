"""A run: rounds of changes, imports that are killed and begun again, restarts; readers poll all the while."""

from __future__ import annotations

import queue
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.simulation import strangers
from tests.simulation.articles import number_in, share_code
from tests.simulation.folder import JUMP, Article
from tests.simulation.followers import Followers
from tests.simulation.habits import HABITS, WITH_A_KEY, Habit
from tests.simulation.history import GRACE, PRIVATE
from tests.simulation.judge import Judge, Poll
from tests.simulation.pollers import Polling, make_poller
from tests.simulation.publisher import Publisher
from tests.simulation.steps import Steps
from tests.simulation.web import Web
from tests.simulation.world import World

_FIRST = 130
_LONG_AGO = 30
"""Seconds after which what was removed for ever may be forgotten, unless somebody still reads what was there."""
_ENOUGH = 20
"""Faults after which there is nothing more to learn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate."""

    seed: int
    steps: int = 1000
    a_round: int = 120
    """Steps between two imports, at most."""
    most: int = 450
    """Public articles, about."""
    window: int = 25
    hours: int = 0
    """For which what was published is in the window too."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it."""

    faults: list[str]
    told: str


class Simulation:
    """One run, in a folder of its own."""

    def __init__(self, plan: Plan, home: Path, store_url: str, say: Callable[[str], None]) -> None:
        self._plan = plan
        self._say = say
        self._random = Random(f"{plan.seed} run")  # noqa: S311 - not a secret
        self._publisher = Publisher(home, store_url, plan.window, plan.hours)
        self._publisher.articles.mkdir(parents=True)
        chance = Random(f"{plan.seed} world")  # noqa: S311 - not a secret
        self._world = World(self._publisher.articles, chance, plan.most)
        self._steps = Steps(self._world)
        self._judge = Judge()
        self._web = Web(self._publisher.port, self._publisher.clock)
        self._polls: queue.SimpleQueue[Poll] = queue.SimpleQueue()
        self._kills = self._restarts = self._rounds = self._said = 0
        self._followers = Followers(self._publisher, self._judge, plan.seed)
        self._pollers = [self._polling(habit) for habit in HABITS]

    def _polling(self, habit: Habit) -> Polling:
        seed = str(self._plan.seed)
        make = partial(make_poller, habit, self._web, self._plan.window, seed, self._publisher.home)
        return Polling(make, habit, seed, self._polls.put)

    def run(self) -> Report:
        """Run it all; the first faults are in the report."""
        began = time.monotonic()
        try:
            self._begin()
            while self._steps.done < self._plan.steps and len(self._faults) < _ENOUGH:
                self._round()
                self._followers.follow()
                self._judge_polls()
                self._judge.faults += strangers.look(self._publisher.port, self._judge)
                self._say("\n".join([*self._new_faults(), self._told(began)]))
            self._end()
        finally:
            for polling in self._pollers:
                polling.stopping.set()
                polling.is_quiet.set()
            self._followers.close()
            self._publisher.stop(gently=False)
        return Report(self._faults[:_ENOUGH], self._told(began))

    @property
    def _faults(self) -> list[str]:
        return [
            *self._judge.faults,
            *self._web.faults,
            *(fault for polling in self._pollers for fault in polling.faults),
        ]

    def _new_faults(self) -> list[str]:
        known, self._said = self._said, len(self._faults)
        return self._faults[known:]

    def _told(self, began: float) -> str:
        unreachable = sum(polling.unreachable for polling in self._pollers)
        public = self._world.count_public()
        return (
            f"{self._steps.done} steps, {time.monotonic() - began:.0f} s: {self._rounds} rounds, "
            f"{self._world.count} articles ({public} public), {self._kills} kills, {self._restarts} restarts; "
            f"{self._judge.polls} polls showed {self._judge.shown} entries, {unreachable} found nobody; "
            f"{self._followers.messages} messages to hooks; "
            f"{len(self._faults)} faults"
        )

    def _begin(self) -> None:
        self._world.begin(_FIRST)
        self._import()
        self._followers.begin()
        for address in self._publisher.ask("sign", f"tag={PRIVATE}", "--for", "alice").split():
            path = urlsplit(address)._replace(scheme="", netloc="").geturl()
            given = (replace(habit, path=path) for habit in WITH_A_KEY if f"/{habit.path}?" in path)
            self._pollers += map(self._polling, given)
        self._publisher.start()
        self._publisher.wait_until_ready()
        for polling in self._pollers:
            polling.start()

    def _round(self) -> None:
        """Change much, import it, take some back; what runs beside it may be killed."""
        self._rounds += 1
        if self._random.random() < 0.3:
            self._publisher.clock.move_to(self._random.choice([0, self._random.uniform(-JUMP, JUMP)]))
        chance = self._random.random()
        is_restarted = chance < 0.25
        if is_restarted:
            self._restarts += 1
            self._publisher.stop(gently=chance < 0.12)
        elif chance < 0.4:
            self._kills += 1
            self._publisher.kill_reading()
        self._world.may_dribble = not self._publisher.clock.moved  # by a wrong one no file looks new
        self._change()
        self._world.may_dribble = False
        if is_restarted:
            self._change_unseen()
            self._publisher.start()
        self._import()
        if self._random.random() < 0.15:
            self._import_copy()
        if self._random.random() < 0.6:
            self._turn("withdraw", self._world.to_withdraw(self._random.randint(1, 4)))
        else:
            self._turn("restore", self._world.to_restore(self._random.randint(1, 6)))
        if self._random.random() < 0.12:
            self._bring_back(is_lost=False)
        self._publisher.wait_until_ready()

    def _change_unseen(self) -> None:
        """Do what is done while no server runs."""
        if self._random.random() < 0.4:
            self._world.add_old(self._random.randint(1, 80))
            self._import("--backfill")
        chance = self._random.random()
        if chance < 0.3:
            self._publisher.restore_copy()
        elif chance < 0.5:
            self._bring_back(is_lost=True)

    def _bring_back(self, *, is_lost: bool) -> None:
        """Keep the store in a file, and make it again from that: it was lost, or something was taken back since."""
        if not is_lost:  # what is published after the backup, since it is due, would not be published any more
            self._publisher.clock.move_to(-JUMP)
            time.sleep(1)
        (kept := self._publisher.home / "kept.db").unlink(missing_ok=True)
        while not self._run("backup", str(kept)):
            pass
        if is_lost:
            self._publisher.lose_store()
        else:
            self._turn("withdraw", self._world.to_withdraw(self._random.randint(1, 4)))
        while not self._run("restore-from", str(kept), "--force"):
            pass

    def _change(self) -> None:
        """Change files; what watches the folder may begin to read before the last is done."""
        for _ in range(self._random.choice([1, 1, 2, 3])):
            for _ in range(self._random.randint(1, self._plan.a_round)):
                self._steps.step()
            time.sleep(self._random.choice([0, self._random.uniform(0, 0.6)]))
        if self._random.random() < 0.25:
            world = self._world
            self._random.choice([world.touch_all, world.rename_folder, world.replace_root, world.vanish])()

    def _import(self, *options: str) -> None:
        """Import until an import has ended; killed ones may or may not have committed."""
        while True:
            began = time.monotonic()
            arguments = ["ingest", *options, str(self._publisher.articles)]
            arguments += ["--prune", "--force"] if self._world.must_prune else []
            if self._run(*arguments):
                break
            self._world.may_add = False
            for _ in range(self._random.choice([0, 0, 3])):
                self._steps.step()
        self._settle(began, is_backfill=bool(options))

    def _import_copy(self) -> None:
        """Import everything once more from another folder, which then goes away."""
        copy = self._publisher.home / "copy"
        shutil.copytree(self._publisher.articles, copy, dirs_exist_ok=True)
        while not self._run("ingest", str(self._publisher.articles), str(copy)):
            pass
        shutil.rmtree(copy)
        copy.mkdir()
        while not self._run("ingest", str(self._publisher.articles), str(copy)):
            pass

    def _settle(self, began: float, *, is_backfill: bool) -> None:
        """Take what is committed for certain, now that an import has ended."""
        self._world.settle(time.monotonic(), began, is_backfill=is_backfill)
        for article in self._world.articles:
            self._judge.lives.setdefault(article.number, article.life)
        self._learn()

    def _learn(self) -> None:
        """Learn ids and places from the store; what was scheduled has one when it is due."""
        for entry_id, title, place in self._publisher.places():
            self._judge.know(number_in(title), entry_id, place)
        self._judge.rank()

    def _turn(self, command: str, articles: list[Article]) -> None:
        """Withdraw or restore articles, again and again until it is done."""
        if not articles:
            return
        self._world.turn(articles, is_withdrawn=command == "withdraw")
        self._steps.done += len(articles)
        while not self._run(command, *map(self._named, articles)):
            pass
        for article in articles:
            article.life.settle(time.monotonic())

    def _named(self, article: Article) -> str:
        """Name an article as its owner does."""
        if article.kind == "share" and self._random.random() < 0.5:
            return f"https://short.example/{share_code(article.number)}"
        return self._judge.id_of(article.number)

    def _run(self, *arguments: str) -> bool:
        """Run a command, which may be killed; tells whether it ended by itself. Raises RuntimeError if it failed."""
        kill_after = self._random.uniform(0, 1.2) if self._random.random() < 0.3 else None
        status = self._publisher.run(*arguments, kill_after=kill_after)
        if status < 0:
            self._kills += 1
            return False
        if status != (arguments[0] == "ingest" and self._world.is_any_spoilt):
            raise RuntimeError(f"feeds {' '.join(arguments)} ended with {status}:\n{self._publisher.log()[-3000:]}")
        return True

    def _judge_polls(self) -> None:
        # Before the others are judged: who reads page after page may take longer than long.
        asking = min(polling.asks_since for polling in self._pollers)
        told = self._polls.qsize()
        self._learn()
        for _ in range(told):
            self._judge.take(self._polls.get())
        retired = set(self._world.retire(min(time.monotonic() - _LONG_AGO, asking - GRACE)))
        self._judge.retired |= retired
        for number in retired:
            del self._judge.lives[number]
        self._judge.rank()

    def _end(self) -> None:
        """Let it be quiet, let everyone poll for the last time, and read everything back."""
        for polling in self._pollers:
            polling.stopping.set()
        time.sleep(2 * GRACE)
        self._judge_polls()
        for polling in self._pollers:
            polling.is_quiet.set()
        for polling in self._pollers:
            polling.join(60)
        self._judge_polls()
        self._followers.end()
        if self._publisher.run("check"):
            self._judge.faults.append(f"feeds check: {self._publisher.log()[-2000:]}")
        self._publisher.stop(gently=True)
