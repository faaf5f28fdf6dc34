"""rss2email, https://github.com/rss2email/rss2email: mails entries, here into a maildir."""

from __future__ import annotations

import mailbox
import os
import re
import subprocess
from datetime import UTC
from email import policy
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING

from tests.readers.records import Reader, Record, images_of, plain, text_of

if TYPE_CHECKING:
    from email.message import EmailMessage

_SETTINGS = """
[DEFAULT]
from = feeds@news.example
to = reader@news.example
name-format = {{author}}
html-mail = True
date-header = True
email-protocol = maildir
maildir-path = {folder}/mail
maildir-mailbox = inbox
"""


class Rss2email(Reader):
    """Holds what a mail can say: an edited entry is not mailed again."""

    programs = ("r2e",)
    holds_every_author = False

    def poll(self) -> list[Record]:
        """Run, and read the mails."""
        if not (self.folder / "settings").exists():
            (self.folder / "settings").write_text(_SETTINGS.format(folder=self.folder))
            (self.folder / "mail").mkdir()
            self._run("add", "one", self.url)
        self._run("run")
        inbox = mailbox.Maildir(self.folder / "mail" / "inbox", factory=None)
        parser = BytesParser(policy=policy.default)
        return [_record(parser.parsebytes(inbox.get_bytes(key))) for key in inbox.keys()]  # noqa: SIM118 - not a dict

    def shown_title(self, title: str) -> str:
        """Say what it makes of a title: in RSS, which does not say, it takes one that looks like HTML for HTML."""
        return plain(unescape(re.sub("</?b>", "**", title)) if "feed.xml" in self.url else title)

    def _run(self, *arguments: str) -> None:
        command = ["r2e", "-c", "settings", "-d", "data.json", *arguments]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd=self.folder, env=environment, check=True, capture_output=True, text=True)
        assert "ERROR" not in done.stderr and "WARNING" not in done.stderr, done.stderr


def _record(mail: EmailMessage) -> Record:
    html = mail.get_content().partition('<div id="body">')[2].rpartition('<div class="footer">')[0]
    return Record(
        mail["X-RSS-ID"],
        plain(mail["Subject"]),
        mail["X-RSS-URL"],
        parsedate_to_datetime(mail["Date"]).replace(tzinfo=UTC),  # it writes -0000
        text_of(html),
        (parseaddr(str(mail["From"]))[0],),
        frozenset(filter(None, (mail["X-RSS-TAGS"] or "").split(","))),
        images_of(html),
    )
