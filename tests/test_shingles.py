"""How alike two texts are, and the sketches by which those that tell one story are found."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.words.shingles import likeness, read_sketch, read_text, sketch_of, spell
from tests.benchmarks.stories import SEEDS, found_by_likeness, is_found, judged, labelled, texts_of
from tests.retellings import EDITS, signs, words

TOLD = words("told", 400)


@pytest.mark.parametrize("script", [words, signs], ids=["spaced", "unspaced"])
@pytest.mark.parametrize("edit", EDITS)
@settings(max_examples=25)  # of ten kinds
@given(seed=st.integers(0, 5000), count=st.integers(80, 600), part=st.floats(0, 1))
def test_what_is_edited_is_found_while_it_is_alike_and_never_when_it_is_not(
    edit: str, script: object, seed: int, count: int, part: float
) -> None:
    assert callable(script)
    before, other = script(seed, count), script(("other", seed), count)
    blank = " " if script is words else ""
    one = read_text("A title", blank.join(before))
    two = read_text("Another one", blank.join(EDITS[edit](before, other, part)))
    alike = likeness(one, two)
    if alike >= 0.8:
        assert is_found(one, two)
    if alike <= 0.4:
        assert not is_found(one, two)


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
@example("x" * 20, "", "")
def test_likeness_is_the_same_from_both_sides_and_whole_for_itself(one: str, other: str, title: str) -> None:
    ours, theirs = read_text(title, one), read_text(title, other)
    assert likeness(ours, theirs) == likeness(theirs, ours)
    assert likeness(ours, ours) == (1.0 if ours.is_enough else 0.0)
    assert read_sketch(spell(sketch_of(ours))) == sketch_of(ours)


def test_copies_that_differ_in_case_quotes_and_dashes_are_one_text() -> None:
    plain = read_text("", "The 'quay', said Mrs. Quast - who owns it - is closed. " + " ".join(TOLD))
    typeset = read_text("", "THE “quay”, said Mrs. Quast — who owns it — is closed… " + " ".join(TOLD))
    assert likeness(plain, typeset) == 1


def test_a_title_of_its_own_keeps_a_long_text_and_not_a_short_one_in_its_story() -> None:
    long, short = " ".join(TOLD), " ".join(TOLD[:30])
    assert is_found(read_text("Flood in the old town", long), read_text("The river rises again", long))
    assert is_found(read_text("Flood", short), read_text("Flood", short))
    assert not is_found(
        read_text("Subscribe: flood in the old town of Aden", short),
        read_text("Subscribe: the minister resigns after ten years", short),
    )


def test_what_says_next_to_nothing_is_like_nothing() -> None:
    notice = read_text("Flood", "Read the whole article in our printed edition of today.")
    assert sketch_of(notice) == ()
    assert likeness(notice, notice) == 0


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_a_sketch_is_the_same_in_every_process(seed: str) -> None:
    program = (
        "from feeds.words.shingles import *; from tests.retellings import words;"
        "print(spell(sketch_of(read_text('Title', ' '.join(words('told', 400))))))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "LC_ALL": "C"},
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    assert made == spell(sketch_of(read_text("Title", " ".join(TOLD))))
    assert made.startswith("00025d9c903b87461006602db0bcbd1e204e9d08d0834ace")


def test_pairs_labelled_by_hand_are_told_apart() -> None:
    figures = judged(labelled())
    assert figures.wrong == 0
    assert figures.recall >= 0.75


def test_of_real_texts_their_edits_are_found_and_no_other() -> None:
    texts = texts_of(SEEDS)
    assert not any(is_found(one, other) for one, other in combinations(texts, 2))
    counts = found_by_likeness(texts, 1000)
    assert all(counts[step][0] == counts[step][1] > 0 for step in (1.0, 0.9, 0.8))
    assert all(found == 0 for step, (_, found) in counts.items() if step < 0.7)
