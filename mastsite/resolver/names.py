"""Spellings of object names: `key` turns every way to write one name into the same word.

``M31``, ``m 31`` and ``Messier 031`` are one key, as are ``alf Cen``, ``alpha Centauri`` and ``α Cen``. What tells two
objects apart stays: the sign in ``MCG +02-01-031``, the figures after a decimal point, the letter of a component or a
planet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GREEK: dict[str, tuple[str, ...]] = {
    "alf": ("α", "alpha", "alp", "alph"), "bet": ("β", "beta"), "gam": ("γ", "gamma"), "del": ("δ", "delta"),
    "eps": ("ε", "epsilon"), "zet": ("ζ", "zeta"), "eta": ("η",), "tet": ("θ", "theta"), "iot": ("ι", "iota"),
    "kap": ("κ", "kappa"), "lam": ("λ", "lambda", "lmb"), "mu": ("μ", "miu"), "nu": ("ν", "niu"), "xi": ("ξ", "ksi"),
    "omi": ("ο", "omicron", "omic"), "pi": ("π",), "rho": ("ρ",), "sig": ("σ", "sigma"), "tau": ("τ",),
    "ups": ("υ", "upsilon"), "phi": ("φ",), "chi": ("χ",), "psi": ("ψ",), "ome": ("ω", "omega", "omg"),
}  # fmt: skip
"""SIMBAD's three-letter words for the Greek letters, and the other spellings of each."""

_PAIRS = """
    and:andromedae ant:antliae aps:apodis aqr:aquarii aql:aquilae ara:arae ari:arietis aur:aurigae boo:bootis cae:caeli
    cam:camelopardalis cnc:cancri cvn:canumvenaticorum cma:canismajoris cmi:canisminoris cap:capricorni car:carinae
    cas:cassiopeiae cen:centauri cep:cephei cet:ceti cha:chamaeleontis cir:circini col:columbae com:comaeberenices
    cra:coronaeaustralis crb:coronaeborealis crv:corvi crt:crateris cru:crucis cyg:cygni del:delphini dor:doradus
    dra:draconis equ:equulei eri:eridani for:fornacis gem:geminorum gru:gruis her:herculis hor:horologii hya:hydrae
    hyi:hydri ind:indi lac:lacertae leo:leonis lmi:leonisminoris lep:leporis lib:librae lup:lupi lyn:lyncis lyr:lyrae
    men:mensae mic:microscopii mon:monocerotis mus:muscae nor:normae oct:octantis oph:ophiuchi ori:orionis pav:pavonis
    peg:pegasi per:persei phe:phoenicis pic:pictoris psc:piscium psa:piscisaustrini pup:puppis pyx:pyxidis ret:reticuli
    sge:sagittae sgr:sagittarii sco:scorpii scl:sculptoris sct:scuti ser:serpentis sex:sextantis tau:tauri
    tel:telescopii tri:trianguli tra:trianguliaustralis tuc:tucanae uma:ursaemajoris umi:ursaeminoris vel:velorum
    vir:virginis vol:volantis vul:vulpeculae
"""
CONSTELLATIONS = dict(pair.split(":") for pair in _PAIRS.split())
"""IAU abbreviation to Latin genitive, both squeezed to small letters."""

_TO_ABBREVIATION = {genitive: short for short, genitive in CONSTELLATIONS.items()}
_TO_WORD = {spelling: word for word, others in GREEK.items() for spelling in (word, *others)}
_LETTERS = str.maketrans(
    {spelling: f" {word}" for spelling, word in _TO_WORD.items() if len(spelling) == 1 and not spelling.isascii()}
)


def _any_of(words: dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_GENITIVE = _any_of(_TO_ABBREVIATION)
_PLACE = _any_of(_TO_ABBREVIATION | {short: short for short in CONSTELLATIONS})
_BAYER = re.compile(rf"({_any_of({word: '' for word in _TO_WORD if word.isascii()})})(\d*)({_PLACE})")
_DESIGNATION = re.compile(rf"(\d+|[a-z]{{1,2}}\d?|v\d+)({_GENITIVE})")
_PARTS = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_PREFIX = re.compile(r"^(?:\*{1,2}|V\*|NAME)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+(?=[a-z]{4})", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’`´]s\b", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_GREEK_GLYPH = re.compile(r"[\u0370-\u03ff]")
_SYNONYMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"messier(?=\d)", "m"),
        (r"caldwell(?=\d)", "c"),
        (r"(?:gliesejahreiss|gliese|gleise|gl)(?=\d)", "gj"),
        (r"barnard(?=\d)", "b"),
        (r"melotte(?=\d)", "mel"),
        (r"(?:collinder|cr)(?=\d)", "cl"),
        (r"sharpless(?:2-)?(?=\d)", "sh2-"),
        (r"(?:henrydraper)(?=\d)", "hd"),
        (r"hipparcos(?=\d)", "hip"),
        (r"leda(?=\d)", "pgc"),
        (r"(?:kplr|kepler(?=\d{5})|kepid)(?=\d)", "kic"),
        (r"(?:ktwo|k2-(?=\d{6}))(?=\d)", "epic"),
    )
)
_ANY_SYNONYM = re.compile("|".join(pattern.pattern for pattern, _ in _SYNONYMS))
_SIGNED = frozenset(("bd", "cd", "cpd", "mcg"))
"""Catalogues by declination zone, where the minus after the letters is part of the number."""


_NUMBERED = re.compile(
    r"(NGC|IC|M|C|PGC|UGC|MWSC|HD|HIP|GJ|KIC|EPIC|TIC) ?0*([0-9]+)([A-Z]?)", re.IGNORECASE | re.ASCII
)
"""What nine names in ten look like: a short way for them."""


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """One word for all spellings of `name`; empty where it has no letter or figure."""
    text = name.strip()
    if numbered := _NUMBERED.fullmatch(text):
        return "".join(numbered.groups()).lower()
    if text[:1] in "*vVnN":
        text = _PREFIX.sub("", text)
    if text[:1] in "tT":
        text = _ARTICLE.sub("", text)
    if not text.isascii():
        text = _plain(text)
    if "'" in text or "`" in text:
        text = _POSSESSIVE.sub("", text)
    return _latin(_squeeze(text.lower()))


def _plain(text: str) -> str:
    """Accents off, superscripts down, dashes to hyphens, Greek letters to their words where they stand alone."""
    text = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text).translate(_DASHES)).casefold().replace("ς", "σ")
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.translate(_LETTERS) if len(_GREEK_GLYPH.findall(text)) == 1 else text


def _squeeze(text: str) -> str:
    """Letters and figures without what stands between them, but for signs and points that tell numbers apart."""
    parts: list[str] = _PARTS.findall(text)
    if parts and not parts[0][0].isalnum():
        del parts[0]
    if parts and not parts[-1][0].isalnum():
        del parts[-1]
    if len(parts) == 1 and not parts[0].isdecimal():
        return parts[0]
    squeezed: list[str] = []
    after_point = False
    for position, part in enumerate(parts):
        if part[0].isdecimal():
            squeezed.append(part if after_point else part.lstrip("0") or "0")
            after_point = False
        elif part[0].isalnum():
            squeezed.append(part)
        else:
            before, after = parts[position - 1], parts[position + 1]
            if not after[0].isdecimal():
                continue
            if before[0].isdecimal():
                after_point = part == "."
                squeezed.append("+" if "+" in part else "." if after_point else "-")
            elif "+" in part:
                squeezed.append("+")
            elif "-" in part and before in _SIGNED:
                squeezed.append("-")
    return "".join(squeezed)


def _latin(word: str) -> str:
    """Synonyms of catalogues to one prefix, Greek letters and Latin genitives to their abbreviations."""
    if _ANY_SYNONYM.match(word):
        return next(pattern.sub(new, word, count=1) for pattern, new in _SYNONYMS if pattern.match(word))
    if found := _BAYER.match(word):
        letter, number, place = found.groups()
        return f"{_TO_WORD[letter]}{number}{_TO_ABBREVIATION.get(place, place)}{word[found.end() :]}"
    if found := _DESIGNATION.match(word):
        return f"{found[1]}{_TO_ABBREVIATION[found[2]]}{word[found.end() :]}"
    return word


_STAR = re.compile(rf"(?:(?:{'|'.join(GREEK)})\d*|\d+|[a-z]{{1,2}}\d?|v\d+)(?:{'|'.join(CONSTELLATIONS)})[a-d]?")


def is_star_designation(word: str) -> bool:
    """Whether a key reads as a Bayer, Flamsteed or variable-star designation and nothing more."""
    return _STAR.fullmatch(word) is not None
