"""What the corpus proposes can be taken as it is printed, and does what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from feeds.parsers.frontmatter import read_yaml

if TYPE_CHECKING:
    from tests.cli.shell import Shell

NAMES = ("pier", "market", "library", "bridge", "school", "lake", "tower")


def write(shell: Shell) -> None:
    for number, name in enumerate(NAMES):
        folder = shell.articles / "paper"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.txt").write_text(
            f"The Grain Corridor reaches the {name}\n\n"
            f"{number + 7} neighbours of ours read about the {name}\n\n"
            f"The {name} of the town is part of the Grain Corridor since Monday, said its mayor.\n\n"
            f"Ships of the Grain Corridor brought {number + 2} thousand tonnes to the {name} on Monday.\n\n"
            "Our readers choose the paper that chooses them\n\n"
            f"Nobody else has a {name} like this one, and it stays open until the end of the month.\n",
            encoding="utf-8",
        )


def lines_of(shell: Shell) -> list[str]:
    rows = shell.run("parse", "--json", str(shell.articles / "paper")).stdout.splitlines()
    return [line for row in rows for line in json.loads(row)["paragraphs"]]


def test_lines_that_a_folder_repeats_are_proposed_and_dropped(shell: Shell) -> None:
    write(shell)
    repeated = "Our readers choose the paper that chooses them"
    assert lines_of(shell).count(repeated) == len(NAMES)
    shell.run("ingest")
    proposed = shell.run("suggest", "rules").stdout
    assert proposed.startswith("# seeds/paper/_defaults.yaml\ndrop:\n")
    assert f'- "{repeated}"  # 7 of 7: ' in proposed
    assert read_yaml(proposed) == {"drop": [repeated]}
    (shell.articles / "paper" / "_defaults.yaml").write_text(proposed, encoding="utf-8")
    assert repeated not in lines_of(shell)
    assert "7 changed" in shell.run("ingest").stdout
    assert shell.run("suggest", "rules").stdout == ""


def test_report_shows_how_everything_was_read_and_what_would_teach_more(shell: Shell) -> None:
    write(shell)
    (shell.articles / "empty.txt").write_bytes(b"")
    (shell.articles / "script.txt").write_text("<script>alert(1)</script> in a title\n\nA text of no agency.\n")
    shell.run("ingest", "--report", "report.html")
    page = (shell.folder / "report.html").read_text("utf-8")
    assert "How 10 articles were read" in page
    assert "drop: [&#34;Our readers choose the paper that chooses them&#34;]" in page
    assert "empty.txt: the file is empty" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "address on a labelled line" in page  # a rule, and how often it gave a share link
    assert shell.run("ingest", "--report", "no/such/folder.html").returncode == 2


def test_page_shows_what_each_line_was_taken_for(shell: Shell) -> None:
    (shell.articles / "script.txt").write_text(
        "A title\n\nBy Ann Roy\n\n<script>alert(1)</script> is no text of ours.\n"
    )
    page = shell.run("parse", "--html", "seeds/script.txt").stdout
    assert '<td class="title summary"' in page or '<td class="title"' in page
    assert "authors: Ann Roy [" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    (shell.articles / "empty.txt").write_bytes(b"")
    done = shell.run("parse", "--html", "seeds/empty.txt")
    assert done.returncode == 1 and "Refused: " in done.stdout


def test_words_that_articles_are_about_are_proposed_and_become_tags(shell: Shell) -> None:
    write(shell)
    shell.run("ingest")
    proposed = shell.run("suggest", "tags", str(shell.articles / "paper")).stdout
    assert read_yaml(proposed) == {"Grain Corridor": {"match": "Grain Corridor"}}
    assert proposed.startswith("# 7 articles, 7 of them without a tag: The Grain Corridor reaches the ")
    (shell.articles / "vocabulary.yaml").write_text(proposed, encoding="utf-8")
    assert shell.run("retag").stdout == "7 articles gain grain-corridor\n"
    assert shell.run("suggest", "tags").stdout == ""
