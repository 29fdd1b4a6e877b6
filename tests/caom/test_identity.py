"""Digits that name rows are read back to the same rows, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mastsite.caom.identity import LONGEST, Identity, IdentityError, decode, encode
from mastsite.search.registry import missions

SLUGS = st.sampled_from(sorted(missions()))
NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@given(SLUGS, NAMES, st.none() | st.integers(1, 99))
def test_every_name_comes_back(slug, name, plane):
    identity = Identity(slug, name, plane)
    assert identity.digits.isdecimal() and identity.digits.isascii() and identity.digits[0] != "0"
    if len(identity.digits) <= LONGEST:
        assert decode(identity.digits) == identity


@given(NAMES, NAMES)
def test_two_names_have_two_numbers(one, other):
    assert (encode(one) == encode(other)) == (one == other)


@pytest.mark.parametrize(
    "digits",
    ["", "7", "2003520266", "abc", "-72", "7.2", "٧٢", "72" * 10_000, "7283842695999", "959", encode("nowhere:X"),
     encode("hst:"), encode("hst"), encode("hst.1000:X")],
)  # fmt: skip
def test_other_digits_are_refused(digits):
    with pytest.raises(IdentityError, match="obsid"):
        decode(digits)


def test_two_figures_a_character():
    assert encode("hst:LB4P01020") == "72838426443420481617161816" and len(encode("é")) == 10
