"""The one grammar of conditions: `parse` reads what was typed into a box, `spell` writes it, `describe` says it.

To add one more operator: add its symbol to `_SYMBOLS`, or its words to `_WORDS`; what needs more is read in
`_Reader.test_of_text` or `_Reader.test_of_value`, and spelt and said in ``wording.py``. Then add a row to
``docs/operators.md``, which the tests read.
"""

from __future__ import annotations

import re
import string
import unicodedata
from typing import NoReturn

from mastsite.search.declare import Column
from mastsite.search.moments import Moment, parse_moment
from mastsite.search.terms import Between, Compare, Criterion, Equals, IsNull, Like, Term, Test, Value
from mastsite.search.units import Number, Order, parse_bound, parse_number, parse_range
from mastsite.search.wording import describe, quote, spell

__all__ = [
    "MAX_TERMS", "MAX_TEXT", "MAX_WILDCARDS", "Between", "Compare", "Criterion", "CriterionError", "Equals", "IsNull",
    "Like", "Term", "Test", "Value", "describe", "parse", "spell",
]  # fmt: skip

MAX_TERMS = 1000
MAX_TEXT = 20_000
MAX_WILDCARDS = 100


class CriterionError(ValueError):
    """A condition that cannot be read: the column's name, what was typed, and a sentence for the person."""

    def __init__(self, column: str, text: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.text = text
        self.message = message


def parse(column: Column, text: str) -> Criterion | None:
    """Read a condition; None for a blank box.

    Raises
    ------
    CriterionError : with a sentence that says what was read, what is wrong and what to type.
    """
    if not text.strip():
        return None
    try:
        criterion = Criterion(column.name, _Reader(column, text).terms())
        # Spelling can be longer than typing (y becomes yes), and what `spell` writes must be readable.
        if len(text) > MAX_TEXT // 10 and len(spell(column, criterion)) > MAX_TEXT:
            _refuse(text, f"comes to more than {MAX_TEXT:,} characters when written out", "Ask in parts")
    except ValueError as error:
        raise CriterionError(column.name, text, f"{column.label}: {error}") from error
    return criterion


_SYMBOLS: dict[str, Order] = {"<=": "<=", "=<": "<=", "≤": "<=", ">=": ">=", "=>": ">=", "≥": ">=", "<": "<", ">": ">"}
_WORDS: dict[str, Order] = {
    "less than": "<", "lower than": "<", "fewer than": "<", "under": "<", "below": "<",
    "more than": ">", "greater than": ">", "higher than": ">", "over": ">", "above": ">",
    "at most": "<=", "up to": "<=", "no more than": "<=", "at least": ">=", "no less than": ">=",
}  # fmt: skip
_DATE_WORDS: dict[str, Order] = {
    "before": "<", "earlier than": "<", "after": ">", "later than": ">",
    "until": "<=", "no later than": "<=", "since": ">=", "no earlier than": ">=",
}  # fmt: skip
_TRUTHS = dict.fromkeys(("y", "yes", "true", "t", "1"), True) | dict.fromkeys(("n", "no", "false", "f", "0"), False)

_QUOTED = re.compile(r'(?:^|(?<=[\s,|!=<>~*%≤≥≠])|(?<=\.\.))"([^"]*(?:""[^"]*)*)("?)')
_LIFTED = re.compile("\0([0-9]+)\0")
_COMMA = "\1"
_COMMA_IN_DATE = re.compile(
    r"([a-z]{3,9}\.? [0-9]{1,2}(?:st|nd|rd|th)?|[0-9] [a-z]{3,9}\.?) ?,(?= ?[0-9]{4}(?![0-9]))", re.I
)
_THOUSANDS = re.compile(r"[0-9]{1,9}(?:,[0-9]{3}){0,3},000(?![0-9])")
_NOT = re.compile(r"(?:!=|<>|≠|!|not(?=[\s<>=~!≤≥]))\s*", re.I)
_NULL = re.compile(r"(?:=\s*)?(?:is\s+)?(?P<not>not\s+)?(?:\\{0,2}null|empty)", re.I)
_IS = re.compile(r"==?(?![<>])")
_WILDCARD = re.compile(r"[*%]+")
_SYMBOL = re.compile(r"<=|=<|>=|=>|≤|≥|<|>|==|=|~")
_WORD = re.compile(f"(?:{'|'.join((*_WORDS, *_DATE_WORDS))}) ", re.I)
_AT = re.compile(r"(?:on|in|at) ", re.I)
_DOTS = re.compile(r"(?<!\.)\.\.(?!\.)")
_ENDS = re.compile(r"between (.+?) and (.+)|(?:from )?(.+?) to (.+)", re.I)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class _Reader:
    """One condition being read: its column, and the texts lifted out of quotation marks.

    A quoted text is replaced by its number between two NULs, which no typed text has, so that nothing inside the
    quotation is taken for an operator.
    """

    def __init__(self, column: Column, text: str) -> None:
        if len(text) > MAX_TEXT:
            _refuse(text, f"has {len(text):,} characters, and {MAX_TEXT:,} are read", "Ask in parts")
        for letter in (text := text.strip()):
            if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp"):
                shown = text[:80].encode("unicode_escape").decode()
                _refuse(shown, f"has the character U+{ord(letter):04X} in it", "Type a blank or a comma in its place")
        self.column = column
        self.lifted: list[str] = []
        self.text = re.sub(r"\s", " ", _QUOTED.sub(self._lift, text))
        if not column.is_text:
            self.text = " ".join(self.text.split())

    def _lift(self, found: re.Match[str]) -> str:
        if not found[2]:
            _refuse(found[0], "opens a quotation mark that is not closed", 'Type a second " at its end')
        self.lifted.append(found[1].replace('""', '"'))
        return f"\0{len(self.lifted) - 1}\0"

    def terms(self) -> tuple[Term, ...]:
        """Everything between commas."""
        text, comma = self.text, r"[,|]"
        if not self.column.is_text:
            comma = r"[,|]|\bor\b"
            if self.column.is_number and (found := _THOUSANDS.search(text)):
                self.refuse(text, "has a comma, and that means “or”", f"Type {found[0].replace(',', '')} for thousands")
        if self.column.kind == "datetime":
            text = _COMMA_IN_DATE.sub(rf"\1{_COMMA}", text)
        items = [item for item in (item.strip() for item in re.split(comma, text, flags=re.I)) if item]
        if not items:
            self.refuse(text, "has only commas", "Type a value before each comma")
        if len(items) > MAX_TERMS:
            self.refuse(text, f"has {len(items):,} values, and {MAX_TERMS:,} are read", "Ask in parts")
        terms = tuple(self.term(item) for item in items)
        if (wild := sum(isinstance(term.test, Like) for term in terms)) > MAX_WILDCARDS:
            what = f"has {wild} values that may begin, end or go on in any way, and {MAX_WILDCARDS} are read"
            self.refuse(text, what, "Ask in parts")
        return terms

    def term(self, item: str) -> Term:
        rest, negated = item, False
        while found := _NOT.match(rest):
            rest, negated = rest[found.end() :], not negated
        if not rest:
            self.refuse_operator(item, "has nothing behind the operator", "Type a value there")
        if found := _NULL.fullmatch(rest):
            return Term(IsNull(), negated != bool(found["not"]))
        if _WILDCARD.fullmatch(rest):
            return Term(IsNull(), not negated)
        return Term(self.test_of_text(rest) if self.column.is_text else self.test_of_value(rest), negated)

    def test_of_text(self, item: str) -> Test:
        """What a text column is asked for, after any "not"."""
        if found := _SYMBOL.match(item):
            symbol, operand = found[0], self.operand(item, found.end())
            if symbol == "~":
                return self.like(item, ["", *_WILDCARD.split(operand), ""])
            if symbol in ("=", "=="):
                return Equals(self.literal(operand))
            return Compare(_SYMBOLS[symbol], self.fixed(operand))
        if ends := self.dotted(item):
            low, high = (self.fixed(end.strip()) if end.strip() else None for end in ends)
            if low is not None and high is not None and low.translate(_LOWER) > high.translate(_LOWER):
                self.refuse(item, "is a range that ends before it begins", f"Type {quote(high)}..{quote(low)}")
            return _range(low, high)
        pieces = _WILDCARD.split(item)
        if len(pieces) == 1 and (self.column.kind == "text" or _LIFTED.search(item)):
            return Equals(self.literal(item))
        return self.like(item, pieces if len(pieces) > 1 else ["", item, ""])

    def test_of_value(self, item: str) -> Test:
        """What a column of numbers, dates or truths is asked for, after any "not"."""
        if found := _IS.match(item):
            item = self.operand(item, found.end())
        if _WILDCARD.search(item) or item.startswith("~"):
            wrong = f"asks for a part of a text, and {self.column.label} holds no text"
            self.refuse(item, wrong, "Type a whole value, or * alone for any")
        if self.column.kind == "boolean":
            return Equals(self.truth(item))
        symbol, word = _SYMBOL.match(item), _WORD.match(item)
        if symbol and symbol[0] in _SYMBOLS:
            return self.bound(_SYMBOLS[symbol[0]], self.operand(item, symbol.end()))
        if word and (self.column.kind == "datetime" or word[0].strip().lower() in _WORDS):
            return self.bound((_WORDS | _DATE_WORDS)[word[0].strip().lower()], item[word.end() :])
        if re.search(r"\.{3}", item):
            self.refuse(item, "has three points in a row, and a range has two", "Type it with blanks, such as 2 .. 5")
        if (ends := self.dotted(item)) is None and (found := _ENDS.fullmatch(item)):
            ends = (found[1] or found[3], found[2] or found[4])
        if ends is None:
            on = _AT.match(item) if self.column.kind == "datetime" else None
            return Equals(self.value(item[on.end() :] if on else item))
        low, high = (self.literal(end.strip()) for end in ends)
        return self.between(low, high) if low and high else self.bound(">=" if low else "<=", low or high)

    def bound(self, op: Order, text: str) -> Compare:
        if self.column.kind == "datetime":
            return Compare(op, self.value(text))
        return Compare(*parse_bound(op, self.literal(text), self.column))

    def between(self, low: str, high: str) -> Between:
        if self.column.kind != "datetime":
            return Between(*parse_range(low, high, self.column))
        first, last = parse_moment(low), parse_moment(high)
        if first.start >= last.end:
            _refuse(f"{low}..{high}", "is a range that ends before it begins", f"Type {high}..{low}")
        return Between(first, last)

    def value(self, text: str) -> Number | Moment:
        text = self.literal(text)
        return parse_moment(text) if self.column.kind == "datetime" else parse_number(text, self.column)

    def truth(self, text: str) -> bool:
        truth = _TRUTHS.get(self.literal(text).strip().lower())
        if truth is None:
            self.refuse(text, f"is neither yes nor no, and {self.column.label} holds only these", "Type yes or no")
        return truth

    def operand(self, item: str, end: int) -> str:
        return item[end:].strip() or self.refuse_operator(item, "has nothing behind the operator", "Type a value there")

    def dotted(self, item: str) -> tuple[str, str] | None:
        """The ends of `a..b`, either of which may be blank."""
        ends = _DOTS.split(item)
        if len(ends) == 1:
            return None
        if len(ends) > 2 or not any(end.strip() for end in ends):
            self.refuse_operator(item, "is not a range with two ends", "Type one such as a..b")
        return ends[0], ends[1]

    def fixed(self, text: str) -> str:
        """Text with no wildcard."""
        if _WILDCARD.search(text):
            self.refuse(text, "has a wildcard, which cannot be compared", "Type the beginning of the text without it")
        return self.literal(text)

    def literal(self, text: str) -> str:
        """Text as typed, and out of its quotation marks."""
        if found := _LIFTED.fullmatch(text.strip()):
            return self.lifted[int(found[1])]
        if "\0" in text:
            wrong = "has more than the text in quotation marks"
            self.refuse(text, wrong, 'Put all of it in one pair, and type "" for a mark in it')
        return text.replace(_COMMA, ",")

    def like(self, item: str, pieces: list[str]) -> Like:
        texts = [self.literal(piece) for piece in pieces]
        if not any(texts):
            self.refuse(item, "has nothing beside the wildcard", "Type * for any value")
        return Like((texts[0], *filter(None, texts[1:-1]), texts[-1]))

    def refuse(self, item: str, wrong: str, remedy: str) -> NoReturn:
        """Say what was typed, quotations and all."""
        _refuse(self.shown(item), wrong, remedy)

    def refuse_operator(self, item: str, wrong: str, remedy: str) -> NoReturn:
        """The same where a text may be meant that only looks like an operator."""
        literal = f", or {quote(self.shown(item))} for this very text" if self.column.is_text else ""
        self.refuse(item, wrong, remedy + literal)

    def shown(self, item: str) -> str:
        return _LIFTED.sub(lambda found: quote(self.lifted[int(found[1])]), item).replace(_COMMA, ",")


def _range(low: str | None, high: str | None) -> Test:
    if low is None:
        return Compare("<=", high or "")
    return Compare(">=", low) if high is None else Between(low, high)


def _refuse(text: str, wrong: str, remedy: str) -> NoReturn:
    raise ValueError(f"“{text if len(text) <= 80 else text[:80] + '…'}” {wrong}. {remedy}.")
