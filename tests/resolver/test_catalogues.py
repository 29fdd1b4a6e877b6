"""The bundled catalogues put known objects where they are, quickly."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from hypothesis import given
from hypothesis import strategies as st

from mastsite.resolver import RESOLVERS, resolve
from mastsite.resolver.answer import Answer, separation_arcsec
from mastsite.resolver.data_files import FOLDER
from mastsite.resolver.stars import hipparcos

# Positions as SIMBAD gives them, ICRS, J2000.0, in degrees; within 1 arcmin is right for a catalogue of nebulae.
KNOWN = [
    ("M31", 10.6847, 41.2690, "M 31"), ("Andromeda Galaxy", 10.6847, 41.2690, "M 31"),
    ("NGC0224", 10.6847, 41.2690, "M 31"),
    ("M 1", 83.6331, 22.0145, "M 1"), ("Crab Nebula", 83.6331, 22.0145, "M 1"), ("NGC 1068", 40.6696, -0.0133, "M 77"),
    ("NGC 6121", 245.8967, -26.5257, "M 4"), ("M4", 245.8967, -26.5257, "M 4"), ("M 101", 210.8023, 54.3489, "M 101"),
    ("M 102", 210.8023, 54.3489, "M 101"), ("IC 1613", 16.1992, 2.1178, "IC 1613"), ("M 45", 56.8692, 24.1053, "M 45"),
    ("Caldwell 65", 11.888, -25.2888, "NGC 253"), ("47 Tucanae", 6.0224, -72.0815, "NGC 104"),
    ("omega Centauri", 201.697, -47.4796, "NGC 5139"), ("LMC", 80.8942, -69.7561, "ESO 56-115"),
    ("Pinwheel Galaxy", 210.8023, 54.3489, "M 101"), ("PGC 2557", 10.6847, 41.2690, "M 31"),
    ("2MASX J00424433+4116074", 10.6847, 41.2690, "M 31"), ("MCG+07-02-016", 10.6847, 41.2690, "M 31"),
    ("Vega", 279.2347, 38.7837, "Vega"), ("Sirius", 101.2872, -16.7161, "Sirius"),
    ("Betelgeuse", 88.7929, 7.4071, "Betelgeuse"), ("alf Ori", 88.7929, 7.4071, "Betelgeuse"),
    ("alpha Cen", 219.9021, -60.8340, "Rigil Kentaurus"), ("HIP 11767", 37.9546, 89.2641, "Polaris"),
    ("Barnard's star", 269.4521, 4.6934, "Barnard's Star"), ("Proxima Centauri", 217.4289, -62.6795, "Proxima"),
    ("ε Eri", 53.2327, -9.4583, "Ran"), ("HD 172167", 279.2347, 38.7837, "Vega"), ("T Tau", 65.4976, 19.5351, "T Tau"),
    ("RR Lyrae", 291.3663, 42.7844, "RR Lyr"), ("AU Mic", 311.2897, -31.3409, "GJ 803"),
    ("TW Hya", 165.4663, -34.7047, "TW Hya"), ("AB Dor", 82.1868, -65.4486, "AB Dor"),
    ("EV Lac", 341.7072, 44.3340, "GJ 873"), ("YZ CMi", 116.1674, 3.5525, "GJ 285"),
    ("tau Ceti", 26.0170, -15.9375, "τ Cet"),
    ("beta Pictoris", 86.8212, -51.0665, "β Pic"), ("gamma Cygni", 305.5571, 40.2567, "Sadr"),
    ("HD 209458", 330.7949, 18.8843, "HIP 108859"), ("51 Peg", 344.3666, 20.7688, "Helvetios"),
    ("HD 209458 b", 330.7949, 18.8843, "HD 209458 b"), ("Kepler-7", 288.5815, 41.0898, "Kepler-7"),
    ("Kepler-32 b", 297.8424, 46.5743, "Kepler-32 b"), ("WASP-12", 97.6366, 29.6723, "WASP-12"),
    ("TRAPPIST-1", 346.6220, -5.0413, "TRAPPIST-1"), ("55 Cnc e", 133.1492, 28.3308, "55 Cnc e"),
    ("GJ 1214", 258.8288, 4.9639, "GJ 1214"), ("HAT-P-12", 209.3895, 43.4935, "HAT-P-12"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "ra_deg", "dec_deg", "canonical"), KNOWN, ids=[case[0] for case in KNOWN])
def test_known_places(name: str, ra_deg: float, dec_deg: float, canonical: str) -> None:
    answer = resolve(name).answer
    assert answer is not None
    assert answer.canonical == canonical
    assert answer.name == name
    place = SkyCoord(answer.ra_deg * u.deg, answer.dec_deg * u.deg)
    assert place.separation(SkyCoord(ra_deg * u.deg, dec_deg * u.deg)) < 1 * u.arcmin


@pytest.mark.parametrize("name", ["Vega", "Sirius", "Barnard's star", "HD 209458", "TRAPPIST-1", "alpha Cen", "RR Lyr"])
def test_stars_are_at_their_place_of_2000(name: str) -> None:
    """Without the proper motions since 1991, Barnard's star would be 90 arcsec off."""
    _, ra_deg, dec_deg, _ = next(case for case in KNOWN if case[0].startswith(name))
    answer = resolve(name).answer
    assert answer is not None
    assert separation_arcsec(answer, Answer("", "", ra_deg, dec_deg, "", "")) < 1


@given(
    st.sampled_from([case for case in KNOWN if case[0] != "T Tau"]),
    st.sampled_from([str.upper, str.lower, lambda name: f"  {name}\t"]),
)
def test_case_and_outer_blanks_never_matter(case: tuple[str, float, float, str], change: object) -> None:
    answer = resolve(change(case[0])).answer  # type: ignore[operator]
    assert answer is not None and answer.canonical == case[3]


@given(st.integers(1, 118_322), st.sampled_from(["HIP {}", "hip{}", "HIP{:06d}", "Hipparcos {}"]))
def test_every_hipparcos_number(number: int, spelling: str) -> None:
    found = resolve(spelling.format(number)).answer
    held = hipparcos().ra[number] >= 0
    assert (found is not None) == held
    if found:
        assert f"HIP {number}" in (found.canonical, *found.aliases)


def test_counts_of_the_notice() -> None:
    """What data/NOTICE.md and docs/resolver.md say is held is what is held."""
    stars = gzip.decompress((FOLDER / "stars.csv.gz").read_bytes()).decode().splitlines()[1:]
    planets = gzip.decompress((FOLDER / "exoplanets.csv.gz").read_bytes()).decode().splitlines()[1:]
    table = hipparcos()
    counts = [
        len(stars),
        sum(line.partition(",")[0].count("|") + 1 for line in stars),
        sum(ra >= 0 for ra in table.ra),
        sum(hd > 0 for hd in table.hd),
        len(planets),
        sum(len(line.split(",")[1].split()) for line in planets),
    ]
    root = Path(__file__).resolve().parents[2]
    for page in (FOLDER / "NOTICE.md", root / "docs" / "resolver.md"):
        text = page.read_text(encoding="utf-8")
        assert [count for count in counts if f"{count:,}" not in text] == [], page


def test_catalogues_say_what_they_have_to() -> None:
    assert "duplicate of NGC 281" in resolve("IC 11").messages[0]
    assert "nonexistent" in resolve("IC 67").messages[0]
    both = resolve("61 Cygni")
    assert "name of 2 stars" in both.messages[0] and len(both.others) == 1
    eagle = resolve("Eagle Nebula")
    assert eagle.answer is not None and eagle.answer.canonical == "M 16"
    assert "IC 4703" in eagle.messages[0]


def test_a_capital_letter_means_a_variable_star() -> None:
    """U Her is a Mira star that is not held; u Her is 68 Her, another star. T Tau and t Tau are both held."""
    small, capital = resolve("u her"), resolve("U Her")
    assert small.answer is not None and "HD 156633" in small.answer.aliases
    assert small.messages == ("'u her' was read as u Her, HD 156633; the variable star is U Her.",)
    assert capital.answer is None
    small, capital = resolve("t tau"), resolve("T Tau")
    assert small.answer is not None and "HD 21933" in small.answer.aliases
    assert small.messages == ("'t tau' was read as t Tau, HD 21933; the variable star is T Tau.",)
    assert capital.answer is not None and "HD 284419" in capital.answer.aliases and capital.messages == ()


def test_a_nebula_named_for_a_star_does_not_take_its_name() -> None:
    assert RESOLVERS["ngc"].ask("gam Cyg").answers == ()


def test_a_lookup_takes_less_than_a_millisecond() -> None:
    names = [case[0] for case in KNOWN]
    for name in names:
        resolve(name)
    began = time.perf_counter()
    for name in names:
        resolve(name)
    assert (time.perf_counter() - began) / len(names) < 0.001


def test_the_package_costs_nothing_to_import() -> None:
    """No catalogue is read before the first name."""
    import subprocess
    import sys

    code = (
        "from django.conf import settings; settings.configure(); import gzip, sqlite3\n"
        "def no(*a, **k): raise AssertionError(a)\n"
        "gzip.decompress = sqlite3.connect = no\n"
        "import mastsite.resolver"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, timeout=60)
