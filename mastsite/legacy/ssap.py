"""``/ssap/search2.php``: spectra by Simple Spectral Access (IVOA REC-SSA-1.1, the parts that the old service had)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.http import HttpRequest

from mastsite.legacy.protocol import (
    PAGE_FORMAT,
    Account,
    Seen,
    access,
    chosen,
    degrees,
    document,
    position,
    protocol,
    seen,
    spelt,
)
from mastsite.legacy.shapes.document import Field, Param
from mastsite.legacy.tool import Given, bad
from mastsite.search.declare import Mission
from mastsite.search.moments import parse_moment

USUAL_DEG = 0.05
"""Diameter of the circle when SIZE is not given."""
_METRES = 1e-10
"""Of an ångström, in which the missions' wavelengths are stored."""
FITS = "application/fits"
_READ = ("id", "POS", "SIZE", "FORMAT", "BAND", "TIME", "REQUEST", "VERSION", "MAXREC")
_ALL = frozenset(["ALL", "NATIVE", "COMPLIANT"])
_KINDS = {"FITS": "APPLICATION/FITS", "VOTABLE": "APPLICATION/X-VOTABLE+XML", "XML": "TEXT/XML"}

FIELDS = (
    Field("AcRef", utype="ssa:Access.Reference", ucd="meta.ref.url", description="The file, or the page of the row."),
    Field("Format", utype="ssa:Access.Format", description="Type of what the access reference leads to."),
    Field("DatasetSize", "long", utype="ssa:Access.Size", unit="kbyte", description="Empty, for it is not known here."),
    Field("DataModel", utype="ssa:Dataset.DataModel", description="Empty where there is no file."),
    Field("DatasetType", utype="ssa:Dataset.Type", description="Spectrum."),
    Field("DatasetLength", "long", utype="ssa:Dataset.Length", description="Points; empty, for it is not known here."),
    Field("Title", utype="ssa:DataID.Title", ucd="meta.title;meta.dataset", description="Target and observation."),
    Field("Collection", utype="ssa:DataID.Collection", description="Mission."),
    Field("DateObs", utype="ssa:DataID.Date", ucd="time.start", description="Start of the exposure, UTC."),
    Field("Instrument", utype="ssa:DataID.Instrument", ucd="meta.id;instr", description="Instrument or mission."),
    Field("DataID", utype="ssa:Curation.PublisherDID", ucd="meta.ref.url;meta.curation", description="Address of the row."),
    Field("Publisher", utype="ssa:Curation.Publisher", description="Who answers."),
    Field("TargetName", utype="ssa:Target.Name", ucd="meta.id;src", description="Target as the observer wrote it."),
    Field(
        "TargetPos", "double", utype="ssa:Target.Pos", ucd="pos.eq;src", unit="deg", arraysize="2",
        description="Right ascension and declination of the row, ICRS.",
    ),
    Field(
        "Location", "double", utype="ssa:Char.SpatialAxis.Coverage.Location.Value", ucd="pos.eq", unit="deg", arraysize="2",
        description="The same, as the place that was observed.",
    ),
    Field(
        "MidTime", "double", utype="ssa:Char.TimeAxis.Coverage.Location.Value", ucd="time.epoch", unit="d",
        description="Middle of the exposure, MJD; its start where the end is not known.",
    ),
    Field(
        "Exposure", "double", utype="ssa:Char.TimeAxis.Coverage.Bounds.Extent", ucd="time.duration", unit="s",
        description="Exposure time.",
    ),
    Field(
        "SpecLoc", "double", utype="ssa:Char.SpectralAxis.Coverage.Location.Value", ucd="em.wl", unit="m",
        description="Central wavelength.",
    ),
    Field(
        "SpecStart", "double", utype="ssa:Char.SpectralAxis.Coverage.Bounds.Start", ucd="em.wl;stat.min", unit="m",
        description="Shortest wavelength.",
    ),
    Field(
        "SpecStop", "double", utype="ssa:Char.SpectralAxis.Coverage.Bounds.Stop", ucd="em.wl;stat.max", unit="m",
        description="Longest wavelength.",
    ),
    Field("AngSep", "double", ucd="pos.angDistance", unit="arcmin", description="Angle from the searched position."),
)  # fmt: skip


@protocol
def ssap(request: HttpRequest, asked: Given) -> str:
    """The spectra near a position, or with ``FORMAT=METADATA`` what the service takes and gives."""
    account = Account()
    for note in asked.notes:
        account.say("note", note)
    for name, value in asked.unread(_READ):
        account.say("not_translated", f"{name}={value}")
    formats = [word.strip().upper() for word in (asked.one("FORMAT") or "ALL").split(",") if word.strip()]
    if "METADATA" in formats:
        return document("spectra", "Simple Spectral Access", FIELDS, (), account, _inputs())
    request_word = asked.one("REQUEST") or "queryData"
    if request_word.lower() != "querydata":
        raise bad(f"REQUEST was read as “{request_word[:40]}”. Only queryData is answered.")
    words = chosen("spectra", asked, account)
    ra_deg, dec_deg = position(asked)
    width, _ = degrees(asked, USUAL_DEG)
    band, time = _band(asked.one("BAND")), _time(asked.one("TIME"))

    def radius(_mission: Mission) -> float:
        return 60 * width / 2

    found = list(seen(words, ra_deg, dec_deg, radius, account))
    found = _within(found, band, _wavelengths, "BAND", account)
    found = _within(found, time, _times, "TIME", account)
    kept = [one for one in found if _is_wanted(access(request, one, FITS)[1], formats)]
    if len(kept) < len(found):
        account.say(
            "message",
            f"{len(found) - len(kept)} spectra are known without a file of the format {', '.join(formats)}; "
            "FORMAT=ALL gives the pages of their rows.",
        )
    most = asked.number(0, len(kept), len(kept), "MAXREC")
    if most < len(kept):
        account.overflow = f"cut at {most} rows, as MAXREC asks"
    return document("spectra", "Spectra held here", FIELDS, _rows(request, kept[:most]), account)


Range = tuple[float, float]


def _within(
    found: list[Seen], wanted: Range | None, range_of: Callable[[Seen], Range | None], name: str, account: Account
) -> list[Seen]:
    """The rows whose range overlaps the wanted one; how many were left out because they tell none is said."""
    if wanted is None:
        return found
    ranges = [(one, range_of(one)) for one in found]
    if silent := sum(have is None for _, have in ranges):
        account.say("message", f"{silent} rows tell nothing that {name} could be compared with, and were left out.")
    return [one for one, have in ranges if have is not None and have[0] <= wanted[1] and have[1] >= wanted[0]]


def _is_wanted(kind: str, formats: list[str]) -> bool:
    wanted = {_KINDS.get(word, word) for word in formats}
    return bool(_ALL & wanted) or kind.upper() in wanted


def _ends(text: str, name: str, example: str) -> tuple[str, str]:
    """The ends of ``a/b``; a single value is both."""
    low, slash, high = (part.strip() for part in text.partition("/"))
    if "," in text or ";" in text.rstrip(";") or not (low or high):
        raise bad(f"{name} was read as “{text[:60]}”. Give one range, such as {example}.")
    return (low, high) if slash else (low, low)


def _band(text: str) -> Range | None:
    """BAND: wavelengths in metres; None when it was not given."""
    if not text:
        return None
    example = "1.2E-7/3.2E-7, in metres"
    low, high = _ends(text, "BAND", example)
    try:
        band = float(low) if low else 0.0, float(high) if high else float("inf")
    except ValueError:
        raise bad(f"BAND was read as “{text[:60]}”. Names of bands are not known here; give {example}.") from None
    if not band[0] <= band[1]:
        raise bad(f"BAND was read as “{text[:60]}”, which ends before it begins. Give {example}.")
    return band


def _time(text: str) -> Range | None:
    """TIME: dates in ISO 8601 as days MJD; None when it was not given."""
    if not text:
        return None
    low, high = _ends(text, "TIME", "2001-01-01/2002-12-31")
    try:
        start = _days(parse_moment(low).start) if low else float("-inf")
        stop = _days(parse_moment(high).end) if high else float("inf")
    except ValueError as error:
        raise bad(f"TIME: {error}") from None
    return start, stop


def _days(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=UTC) - datetime(1858, 11, 17, tzinfo=UTC)).total_seconds() / 86400


def _wavelengths(one: Seen) -> Range | None:
    """The range of a row, metres; its central wavelength where the ends are not known."""
    low, high, central = one.number("shortest"), one.number("longest"), one.number("central")
    if low is not None and high is not None:
        return low * _METRES, high * _METRES
    return (central * _METRES, central * _METRES) if central is not None else None


def _times(one: Seen) -> Range | None:
    start, stop = one.mjd("start"), one.mjd("stop")
    return None if start is None else (start, start if stop is None else stop)


def _rows(request: HttpRequest, found: list[Seen]) -> Iterator[tuple[str, ...]]:
    for one in found:
        address, kind = access(request, one, FITS)
        target = str(one.facts.get("title") or "")
        place = f"{one.ra_deg!r} {one.dec_deg!r}"
        times, exposure, waves = _times(one), one.number("exposure"), _wavelengths(one)
        ends = waves if one.number("shortest") is not None and one.number("longest") is not None else None
        central = one.number("central")
        yield (
            address,
            kind,
            "",
            "",
            "Spectrum",
            "",
            f"{target} ({one.identifier})" if target else one.identifier,
            one.mission.short_name,
            str(one.facts.get("start") or "").replace("T", " "),  # pyvo reads no T
            str(one.facts.get("instrument") or one.mission.short_name),
            address,
            request.get_host(),
            target,
            place,
            place,
            spelt((times[0] + times[1]) / 2 if times else None),
            spelt(exposure),
            spelt(central * _METRES if central is not None else None),
            spelt(ends[0] if ends else None),
            spelt(ends[1] if ends else None),
            spelt(one.separation_arcmin),
        )


def _inputs() -> list[Param]:
    """What the service takes, as its metadata say it."""
    return [
        Param("INPUT:POS", "", unit="deg", description="Right ascension and declination, ICRS: 10.68,41.27."),
        Param("INPUT:SIZE", str(USUAL_DEG), "double", "deg", description="Diameter of the circle."),
        Param("INPUT:BAND", "", unit="m", description="Range of wavelengths: 1.2E-7/3.2E-7."),
        Param("INPUT:TIME", "", description="Range of dates, ISO 8601: 2001-01-01/2002-12-31."),
        Param("INPUT:FORMAT", "ALL", description=f"ALL, METADATA or a type; rows without a file are {PAGE_FORMAT}."),
        Param("INPUT:MAXREC", "", "int", description="The most rows to give."),
        Param("INPUT:id", "", description="Mission or instrument; several apart by commas; empty for all."),
    ]
