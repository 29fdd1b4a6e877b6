"""The fields of the model that this site answers: one line each, read by searches, replies and column lists.

To add one more field: a line in `FIELDS`, in the order of the replies. Names, labels, units and UCDs are the archive's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "number", "truth"]
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Parameters
    ----------
    kind : ``number`` fields are asked by ranges, all others by words.
    unit : of the values, as the archive writes it.
    separated : values are joined with ``;``, and the client is told so.
    several : a value is a list of words with ``;`` between them, and each word of it can be asked for.
    searchable : whether it takes conditions.
    """

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    ucd: str = ""
    description: str = ""
    example: str = ""
    separated: bool = False
    several: bool = False
    searchable: bool = True


FIELDS: tuple[Field, ...] = (
    Field("intentType", "Observation Type", description="Whether the observation is for science or for calibration.",
          example="science, calibration"),
    Field("obs_collection", "Mission", ucd="meta.id", description="The mission or collection that a row belongs to.",
          example="HST, GALEX", separated=True),
    Field("provenance_name", "Provenance Name", ucd="meta.id;meta.software",
          description="The pipeline or project that made the data.", example="SPOC"),
    Field("instrument_name", "Instrument", ucd="instr", description="Instrument, with its detector where that is known.",
          example="STIS/CCD, WFPC2"),
    Field("project", "Project", ucd="meta.title", description="Survey or project within the mission.",
          example="AIS, HST", separated=True),
    Field("filters", "Filters", ucd="phys.transmission;instr.filter", description="Filters, gratings or bands.",
          example="F555W, NUV", separated=True, several=True),
    Field("wavelength_region", "Waveband", ucd="meta.ucd", description="Region of the spectrum.",
          example="UV, OPTICAL, INFRARED", separated=True, several=True),
    Field("target_name", "Target Name", ucd="meta.id", description="The observer's name of the target.",
          example="NGC224*"),
    Field("target_classification", "Target Classification", ucd="src.class", description="Kind of target.",
          example="GALAXY", separated=True, several=True),
    Field("obs_id", "Observation ID", ucd="meta.id", description="The mission's own identifier of the row.",
          example="LB4P01020"),
    Field("s_ra", "RA", "number", "deg", "pos.eq.ra;meta.main", "Right ascension, ICRS.", "a range, 10.5 to 10.8"),
    Field("s_dec", "Dec", "number", "deg", "pos.eq.dec;meta.main", "Declination, ICRS.", "a range, 41.1 to 41.4"),
    Field("proposal_id", "Proposal ID", ucd="meta.id;obs.proposal", description="Number of the proposal.",
          example="8880"),
    Field("proposal_pi", "Principal Investigator", ucd="meta.id.PI",
          description="Last name of the proposal's investigator.", example="Rich"),
    Field("proposal_type", "Proposal Type", description="Kind of time that the proposal had.", example="GO, GTO"),
    Field("sequence_number", "Sequence Number", "whole", ucd="meta.number",
          description="Sector or campaign, of missions that count them.", example="5"),
    Field("dataproduct_type", "Product Type", ucd="meta.code.class", description="Kind of data.",
          example="image, spectrum, timeseries"),
    Field("calib_level", "Calibration Level", "whole", ucd="meta.code.status", description="How far the data are calibrated.",
          example="1 uncalibrated, 2 calibrated, 3 science product"),
    Field("t_min", "Start Time", "number", "MJD", "time.start;obs.exposure", "Begin of the observation, UTC.",
          "a range, 52264.4 to 54452.8"),
    Field("t_max", "End Time", "number", "MJD", "time.end;obs.exposure", "End of the observation, UTC.",
          "a range, 52264.4 to 54452.8"),
    Field("t_obs_release", "Release Date", "number", "MJD", "time.release;meta.dataset",
          "When the data became public, UTC.", "a range, 52264.4 to 54452.8"),
    Field("t_exptime", "Exposure Length", "number", "s", "time.duration;obs.exposure", "Exposure time.",
          "a range, 100 to 2000"),
    Field("em_min", "Min. Wavelength", "number", "nm", "em.wl;stat.min", "Shortest wavelength.", "a range, 90 to 180"),
    Field("em_max", "Max. Wavelength", "number", "nm", "em.wl;stat.max", "Longest wavelength.", "a range, 90 to 180"),
    Field("obs_title", "Observation Title", ucd="meta.title", description="Title of the proposal."),
    Field("dataRights", "Data Rights", description="Whether the data are public.", example="PUBLIC"),
    Field("mtFlag", "Moving Target", "truth", description="Whether the target moves on the sky.", example="true, false"),
    Field("s_region", "Footprint", unit="ICRS Shape", ucd="pos;obs.field",
          description="Outline on the sky, as an STC-S circle or polygon.", searchable=False),
    Field("jpegURL", "Preview", ucd="meta.ref.url", description="Address of a preview image.", searchable=False),
    Field("dataURL", "Data URL", ucd="meta.ref.url", description="Where the archive keeps the file.", searchable=False),
    Field("obsid", "Product Group ID", ucd="meta.record",
          description="Digits that name the row to this site; ask for products with them."),
    Field("objID", "Object ID", ucd="meta.record", description="The same, of one plane of the row."),
    Field("distance", 'Distance (")', "number", "arcsec", "pos.angDistance",
          "Angle between the searched position and the position of the row.", searchable=False),
)  # fmt: skip

BY_NAME = {field.name: field for field in FIELDS}
DISTANCE, OBSID, OBJID = BY_NAME["distance"], BY_NAME["obsid"], BY_NAME["objID"]
COMPUTED = frozenset((DISTANCE.name, OBSID.name, OBJID.name))
"""Fields that the service makes; no mission declares them."""

_ANY_CASE = {name.lower(): field for name, field in BY_NAME.items()}


def find(spelling: str) -> Field | None:
    """The field of that name in any case."""
    return _ANY_CASE.get(spelling.strip().lower())
