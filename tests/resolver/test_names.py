"""Every spelling of a name is one key, and different objects have different ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mastsite.resolver.names import CONSTELLATIONS, GREEK, is_star_designation, key

SAME = [
    ("M31", "m 31", "M031", "Messier 31", "messier031", "M-31"),
    ("NGC 224", "ngc224", "NGC 0224", "ngc-224", "  NGC   224 "),
    ("alf Cen", "alpha Centauri", "α Cen", "αCen", "ALPHA CEN", "alpha centauri", "* alf Cen", "alp Cen"),
    ("alf01 Cen", "alpha1 Cen", "α¹ Cen", "α1 Centauri"),
    ("51 Peg", "51 Pegasi", "51PEG", "051 peg"),
    ("RR Lyr", "rr lyrae", "V* RR Lyr"),
    ("V0822 Cas", "V822 Cassiopeiae"),
    ("mu. Leo", "μ Leo", "mu Leonis", "µ Leo"),
    ("Barnard's Star", "BARNARD’S STAR", "NAME Barnard's star"),
    ("Étoile Polaire", "etoile polaire"),
    ("Kepler-32 b", "kepler 32b", "KEPLER-32B", "kepler32 b"),
    ("KIC 5780885", "kplr005780885", "kepler 5780885"),
    ("EPIC 211822797", "ktwo211822797", "K2 211822797"),
    ("K2-18 b", "k2 18b"),
    ("GJ 876", "Gliese 876", "Gl 876"),
    ("Sh2-155", "SH 2-155", "Sharpless 155", "sharpless 2-155"),
    ("MCG -02-01-031", "mcg-02-01-031", "MCG−02−01−031"),
    ("2MASX J00110081-1249206", "2masxj00110081-1249206"),
    ("the Witch Head Nebula", "Witch Head nebula"),
    ("30 Dor", "30 Doradus"),
]
DIFFERENT = [
    ("MCG -02-01-031", "MCG +02-01-031"),
    ("BD -12 1172", "BD +12 1172"),
    ("NGC 22", "NGC 220"),
    ("NGC 61A", "NGC 61B"),
    ("GJ 4.1", "GJ 41"),
    ("SDSS J001206.08-002454.7", "SDSS J001206.80-002454.7"),
    ("PSR B1257+12", "PSR B1257-12"),
    ("K2-18", "K 218"),
    ("HD 209458", "HD 209458 b"),
    ("α1 Cen", "α2 Cen"),
    ("Leo I", "Leo II"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name(spellings: tuple[str, ...]) -> None:
    assert {key(spelling) for spelling in spellings} == {key(spellings[0])}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_objects(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(
    st.sampled_from(["NGC", "IC", "M", "HD", "HIP", "PGC", "GJ", "KIC", "WASP", "Kepler", "LBN", "Abell", "LHS"]),
    st.integers(1, 99_999),
    st.sampled_from(["", " ", "  ", "-", "\t", "\u2009", " - "]),
    st.integers(0, 4),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_case_blanks_and_leading_zeros_never_matter(
    catalogue: str, number: int, gap: str, zeros: int, case: object
) -> None:
    spelled = case(f"{catalogue}{gap}{'0' * zeros}{number}")  # type: ignore[operator]
    assert key(f"  {spelled} ") == key(f"{catalogue} {number}")


@given(
    st.sampled_from(sorted(GREEK)), st.sampled_from(sorted(CONSTELLATIONS)), st.sampled_from(["", "1", "2"]), st.data()
)
def test_every_bayer_designation_in_all_its_spellings(
    letter: str, place: str, number: str, data: st.DataObject
) -> None:
    spelling = data.draw(st.sampled_from([letter, *GREEK[letter]]))
    where = data.draw(st.sampled_from([place, CONSTELLATIONS[place], place.upper(), CONSTELLATIONS[place].title()]))
    gap = data.draw(st.sampled_from(["", " ", "  "]))
    assert key(f"{spelling}{number}{gap}{where}") == f"{letter}{number}{place}"
    assert is_star_designation(f"{letter}{number}{place}")


@given(st.text(max_size=60))
def test_any_text_has_a_key(text: str) -> None:
    assert isinstance(key(text), str)
    assert key(text) == key(f" {text} ")


def test_all_88_constellations() -> None:
    assert len(CONSTELLATIONS) == 88 == len(set(CONSTELLATIONS.values()))
    assert len(GREEK) == 24
