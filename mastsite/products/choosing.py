"""Which of the files of rows are wanted: by what they are, by suffix, by calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mastsite.search.declare import Product

LONGEST_WORDS = 200
CALIBRATED = "CALIBRATED"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted of each row's files.

    Parameters
    ----------
    files : a word of `SETS`.
    suffixes : file suffixes, in capitals; none for any.
    level : the category of files (CALIBRATED ...), in capitals; empty for any.
    """

    files: str = "all"
    suffixes: tuple[str, ...] = ()
    level: str = ""


def _all(products: Sequence[Product]) -> Sequence[Product]:
    return products


def _science(products: Sequence[Product]) -> Sequence[Product]:
    return [product for product in products if product.type.lower() == "science"]


def _minimum(products: Sequence[Product]) -> Sequence[Product]:
    science = _science(products)
    return [product for product in science if product.category.upper() == CALIBRATED] or science


SETS: dict[str, tuple[str, Callable[[Sequence[Product]], Sequence[Product]]]] = {
    "all": ("All files", _all),
    "science": ("Science files only", _science),
    "minimum": ("Minimum recommended: calibrated science files, or all science files of a row that has none", _minimum),
}
"""Sets of the files of one row: their words, and what chooses them. To add one more: a line here."""


class ChoiceError(ValueError):
    """A choice that cannot be read; the sentence says what was read and what to type.

    Parameters
    ----------
    name : of the parameter.
    """

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def read(files: str = "", suffixes: str = "", level: str = "") -> Choice:
    """The choice that words say.

    Raises
    ------
    ChoiceError
    """
    word = files.strip().lower() or "all"
    if word not in SETS:
        raise ChoiceError("files", f"files was read as “{files[:40]}”. Write one of {', '.join(SETS)}.")
    for name, text in (("suffix", suffixes), ("level", level)):
        if len(text) > LONGEST_WORDS:
            raise ChoiceError(
                name, f"{name} has {len(text):,} characters, and takes {LONGEST_WORDS}. Write fewer words."
            )
    words = (part.strip().upper().removeprefix("_") for part in suffixes.split(","))
    return Choice(word, tuple(dict.fromkeys(part for part in words if part)), level.strip().upper())


def choose(products: Sequence[Product], choice: Choice) -> list[Product]:
    """The chosen ones of the files of one row."""
    return [
        product
        for product in SETS[choice.files][1](products)
        if (not choice.suffixes or product.file_suffix.upper() in choice.suffixes)
        and (not choice.level or product.category.upper() == choice.level)
    ]


def suffixes_of(products: Iterable[Product]) -> dict[str, int]:
    """File suffixes and how many files have each, the most first."""
    return dict(Counter(product.file_suffix.upper() for product in products if product.file_suffix).most_common())


def levels_of(products: Iterable[Product]) -> dict[str, int]:
    """Categories and how many files have each, the most first."""
    return dict(Counter(product.category.upper() for product in products if product.category).most_common())
