"""`feeds split` takes two articles apart, and `feeds explain` says how alike they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.retellings import another_lead, words

if TYPE_CHECKING:
    from tests.cli.shell import Shell

SENT = words("sent", 200)


def test_split_and_explain(shell: Shell) -> None:
    for name, text in {"quake": SENT, "shaken": another_lead(SENT, words("other", 200), 0.05)}.items():
        (shell.articles / f"{name}.txt").write_text(f"{name.capitalize()}\n\n{' '.join(text)}.\n", encoding="utf-8")
    shell.run("ingest")
    first, second = (str(shell.articles / f"{name}.txt") for name in ("quake", "shaken"))
    told = shell.run("explain", second).stdout
    assert "  story      0.9" in told
    assert "  Quake  which it is like\n" in told
    assert "  story      its own: others are 0.70 like it, or more\n" in shell.run("explain", first).stdout

    done = shell.run("split", first, second)
    assert (done.returncode, [line.split("\t")[1] for line in done.stdout.splitlines()]) == (0, ["Quake", "Shaken"])
    told = shell.run("explain", second).stdout
    assert "  story " not in told
    assert "  split      " in told
    assert "nothing to do" in shell.run("split", second, first).stderr
    shell.run("ingest")
    assert "  story " not in shell.run("explain", first).stdout
    assert shell.run("split", first, second, "--undo").stdout == done.stdout
    assert "  story " in shell.run("explain", first).stdout

    assert shell.run("split", first, first).returncode == 1
    assert shell.run("split", first, "no such article").returncode == 1
    assert shell.run("split", first).returncode == 2
