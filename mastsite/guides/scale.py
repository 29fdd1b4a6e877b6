"""The System Usability Scale: its statements, its score, and how sure few participants can make us.

The statements are John Brooke's (Digital Equipment Corporation, 1986; published in "SUS: a quick and dirty usability
scale", in Usability Evaluation in Industry, 1996). They may be used freely where the source is acknowledged.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

STATEMENTS = (
    "I think that I would like to use this system frequently.",
    "I found the system unnecessarily complex.",
    "I thought the system was easy to use.",
    "I think that I would need the support of a technical person to be able to use this system.",
    "I found the various functions in this system were well integrated.",
    "I thought there was too much inconsistency in this system.",
    "I would imagine that most people would learn to use this system very quickly.",
    "I found the system very cumbersome to use.",
    "I felt very confident using the system.",
    "I needed to learn a lot of things before I could get going with this system.",
)
LEAST, MOST = 1, 5
"""Strongly disagree, strongly agree."""
MOST_PARTICIPANTS = 200

MEANS = {
    "sus": (68, "SUS, websites and programs of every kind", "the mean of some 500 studies"),
    "aus-reader": (56, "AUS, people with screen readers", "published by Fable, from 2,100 sessions in all"),
    "aus-other": (
        67,
        "AUS, people with voice, switches and other input",
        "published by Fable, from 2,100 sessions in all",
    ),
    "aus-magnifier": (72, "AUS, people with screen magnifiers", "published by Fable, from 2,100 sessions in all"),
}
"""Published means to compare with. To add one more: a line here; menu and sentence follow."""

_T_95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Student's t, two-sided 95 %, for 1, 2, 3 ... degrees of freedom."""
_Z_95 = 1.959964


class BadAnswers(ValueError):
    """Answers that make no score; its text says which, why, and what to type."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and the ends of its 95 % confidence interval."""

    middle: float
    low: float
    high: float


def score(answers: Sequence[int]) -> float:
    """The score, 0 to 100, of one participant's ten answers, each 1 to 5.

    Odd statements praise and count what is above 1; even ones complain and count what is below 5; each point is 2.5
    (Brooke 1996).
    """
    if len(answers) != len(STATEMENTS):
        raise BadAnswers(
            f"There are {len(answers)} answers and {len(STATEMENTS)} statements. Give one number for each."
        )
    for number, answer in enumerate(answers, 1):
        if not LEAST <= answer <= MOST:
            raise BadAnswers(f"The answer to statement {number} is {answer}. Type a number from {LEAST} to {MOST}.")
    points = [answer - LEAST if number % 2 == 0 else MOST - answer for number, answer in enumerate(answers)]
    return 2.5 * sum(points)


def participants(text: str) -> list[tuple[int, ...]]:
    """Answers of several participants: a line of ten digits each, with or without blanks or commas between them."""
    found = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_PARTICIPANTS:
        raise BadAnswers(
            f"There are {len(lines)} lines, and {MOST_PARTICIPANTS} at most are worked out. Send them in parts."
        )
    for number, line in lines:
        if not re.fullmatch(r"[\s,;]*([0-9][\s,;]*)+", line, re.ASCII):
            raise BadAnswers(
                f"Line {number} has more in it than digits. Type ten numbers from 1 to 5, such as 4 2 5 1 4 2 5 2 4 1."
            )
        answers = tuple(int(digit) for digit in re.findall("[0-9]", line))
        try:
            score(answers)
        except BadAnswers as error:
            raise BadAnswers(f"Line {number}: {error}") from None
        found.append(answers)
    return found


def mean(scores: Sequence[float]) -> Interval | None:
    """The mean and its interval by Student's t, kept within 0 to 100; None for fewer than two participants."""
    if len(scores) < 2:
        return None
    middle = statistics.fmean(scores)
    half = student(len(scores) - 1) * statistics.stdev(scores) / math.sqrt(len(scores))
    return Interval(middle, max(0.0, middle - half), min(100.0, middle + half))


def student(freedom: int) -> float:
    """Student's t, two-sided 95 %: from the table, beyond it by the first terms of Cornish and Fisher's series."""
    if freedom <= len(_T_95):
        return _T_95[freedom - 1]
    cube = (_Z_95**3 + _Z_95) / 4
    fifth = (5 * _Z_95**5 + 16 * _Z_95**3 + 3 * _Z_95) / 96
    return _Z_95 + cube / freedom + fifth / freedom**2


def success_rate(succeeded: int, tried: int) -> Interval:
    """A share of participants, 0 to 1, and its interval by the adjusted Wald method (Agresti and Coull 1998).

    The interval is for the share among all people like these; with five participants it is wide, and that is the truth.
    """
    if not (1 <= tried <= 100_000 and 0 <= succeeded <= tried):
        raise BadAnswers(
            f"{succeeded} of {tried} participants is no share. Type how many succeeded, and after it how many tried."
        )
    weight = tried + _Z_95**2
    middle = (succeeded + _Z_95**2 / 2) / weight
    half = _Z_95 * math.sqrt(middle * (1 - middle) / weight)
    return Interval(succeeded / tried, max(0.0, middle - half), min(1.0, middle + half))
