"""Scores and intervals, against values worked out by hand or printed in tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mastsite.guides import scale

HERE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ((3,) * 10, 50.0),
        ((5, 1) * 5, 100.0),
        ((1, 5) * 5, 0.0),
        ((5,) * 10, 50.0),
        ((4, 2, 5, 1, 4, 2, 5, 2, 4, 1), 85.0),
    ],
    ids=["all in the middle", "best", "worst", "yes to everything", "the page's own example"],
)
def test_score(answers: tuple[int, ...], score: float) -> None:
    assert scale.score(answers) == score


def test_every_mark_of_a_statement_moves_the_score_by_two_and_a_half() -> None:
    for place in range(10):
        scores = [scale.score([mark if n == place else 3 for n in range(10)]) for mark in range(1, 6)]
        steps = {after - before for before, after in zip(scores, scores[1:], strict=False)}
        assert steps == ({2.5} if place % 2 == 0 else {-2.5}), scale.STATEMENTS[place]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((3,) * 9, "9 answers"),
        ((3,) * 9 + (6,), "statement 10 is 6"),
        ((0,) + (3,) * 9, "statement 1 is 0"),
        ((), "0 answers"),
    ],
    ids=["nine", "six", "nought", "none"],
)
def test_no_score(answers: tuple[int, ...], said: str) -> None:
    with pytest.raises(scale.BadAnswers, match=said):
        scale.score(answers)


@pytest.mark.parametrize(
    "line",
    [
        "4251425241",
        "4 2 5 1 4 2 5 2 4 1",
        "4,2,5,1,4,2,5,2,4,1",
        " 4;2;5;1;4;2;5;2;4;1 ",
        "4\t2\t5\t1\t4\t2\t5\t2\t4\t1",
    ],
)
def test_spellings_of_a_line(line: str) -> None:
    assert scale.participants(f"\n{line}\n\n{line}") == [(4, 2, 5, 1, 4, 2, 5, 2, 4, 1)] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3333333333\n333", "Line 2: There are 3 answers"),
        ("3333333339", "Line 1: The answer to statement 10 is 9"),
        ("four", "Line 1 has more in it than digits"),
        ("3.5 3 3 3 3 3 3 3 3 3", "Line 1 has more in it than digits"),
        ("٣" * 10, "Line 1 has more in it than digits"),
        ("3333333333\n" * 201, "201 lines"),
        (",,,", "Line 1 has more in it than digits"),
    ],
    ids=["too few", "nine", "words", "half marks", "other digits", "too many people", "commas alone"],
)
def test_lines_that_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(scale.BadAnswers, match=re.escape(said)):
        scale.participants(text)


def test_the_mean_of_one_has_no_interval() -> None:
    assert scale.mean([]) is None
    assert scale.mean([70.0]) is None


def test_the_interval_of_a_mean() -> None:
    """60, 70, 80: deviation 10, standard error 5.7735, t 4.303 for two degrees of freedom."""
    found = scale.mean([60.0, 70.0, 80.0])
    assert found is not None
    assert (found.middle, found.low, found.high) == pytest.approx((70, 45.16, 94.84), abs=0.01)
    wide = scale.mean([0.0, 100.0])
    assert wide is not None
    assert (wide.low, wide.high) == (0, 100)
    alike = scale.mean([72.5] * 5)
    assert alike is not None
    assert alike.low == alike.high == 72.5


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.706), (4, 2.776), (30, 2.042), (31, 2.040), (40, 2.021), (60, 2.000), (120, 1.980), (199, 1.972)],
)
def test_student(freedom: int, t: float) -> None:
    assert scale.student(freedom) == pytest.approx(t, abs=0.0006)


@pytest.mark.parametrize(
    ("succeeded", "tried", "low", "high"),
    [(4, 5, 0.36, 0.98), (5, 5, 0.51, 1.0), (0, 5, 0.0, 0.49), (9, 10, 0.57, 1.0), (50, 100, 0.404, 0.596)],
)
def test_success_rate(succeeded: int, tried: int, low: float, high: float) -> None:
    found = scale.success_rate(succeeded, tried)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.008)
    assert found.low <= found.middle == succeeded / tried <= found.high


@pytest.mark.parametrize(("succeeded", "tried"), [(6, 5), (0, 0), (-1, 5), (1, 10**6)])
def test_no_share(succeeded: int, tried: int) -> None:
    with pytest.raises(scale.BadAnswers):
        scale.success_rate(succeeded, tried)
