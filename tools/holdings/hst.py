"""Build missions/hst/holdings_m31.csv.gz: Hubble data sets around M 31, from answers bundled with astroquery 0.4.11.

Run it from the project's folder: ``python tools/holdings/hst.py``. The same package gives the same bytes.
What is taken, left out and put right is told in missions/hst/SOURCES.md; every rule that can be checked
against the data is checked here, and a change upstream stops the script.
"""

from __future__ import annotations

import csv
import gzip
import io
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from astropy.io.votable import parse_single_table
from astropy.time import Time

TARGET = Path(__file__).parents[2] / "missions" / "hst" / "holdings_m31.csv.gz"
BUNDLED = files("astroquery.esa.hubble").joinpath("tests", "data")
AROUND, NUCLEUS = "cone_search_m31_5.vot", "cone_search.vot"
RENAMED = {"obs_type": "type", "target_moving": "moving_target"}
"""Headings of the first file to those of the second, where they differ in more than capitals."""
CLOCK = ZoneInfo("Europe/Madrid")
COLUMNS = (
    "sci_data_set_name", "sci_targname", "sci_instrume", "sci_aper_1234", "sci_spec_1234",
    "sci_actual_duration", "sci_start_time", "sci_pep_id", "sci_pi_last_name", "sci_ra", "sci_dec",
    "sci_asn_id", "sci_target_descrip", "sci_broad_category", "sci_instrument_config", "sci_operating_mode",
    "sci_spectrum_end", "sci_spectrum_start", "sci_bandwidth", "sci_central_wavelength", "sci_mtflag",
    "sci_release_date", "sci_stop_time", "sci_aec", "sci_obs_type",
)  # fmt: skip
BANDPASS_KNOWN = ("WFPC", "WFPC2", "WFC3", "FOC", "FOS", "NICMOS")
"""The wavelengths given for ACS, COS and STIS are their detectors' or gratings' whole ranges."""

Record = dict[str, object]


def records(name: str) -> Iterator[Record]:
    """Hubble records of one bundled answer, by lower-case heading; the Legacy Archive's products are left out."""
    with as_file(BUNDLED / name) as path, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = parse_single_table(path).to_table()
    headings = [RENAMED.get(column.lower(), column.lower()) for column in table.colnames]
    for row in table:
        record = {
            heading: None if value is None or str(value) in ("", "--", "nan") else value
            for heading, value in zip(headings, row, strict=True)
        }
        if record["collection"] == "HST":
            yield record


def utc(record: Record, name: str) -> datetime:
    """A start or end in UTC: the text is Madrid's clock, its Modified Julian Date is not, and the two must say so."""
    local = datetime.fromisoformat(str(record[name]))
    moment = to_utc(local)
    mjd = Time(moment).mjd
    if abs(mjd - float(str(record[f"{name}_mjd"]))) * 86400 > 0.1:
        raise SystemExit(f"{record['observation_id']}: {name} {local} is not the Modified Julian Date beside it")
    return moment


def to_utc(local: datetime) -> datetime:
    offset = local.replace(tzinfo=CLOCK).utcoffset()
    return local - (offset or timedelta())


def iso(moment: datetime) -> str:
    """ISO 8601 to the millisecond, rounded; whole seconds without a fraction."""
    rounded = moment + timedelta(microseconds=500)
    text = rounded.isoformat(timespec="milliseconds")
    return text.removesuffix(".000")


def pairs(text: object) -> dict[str, str]:
    """``A=1|B=2`` as a dictionary."""
    return {key: value for key, _, value in (part.partition("=") for part in str(text or "").split("|")) if value}


def is_calibration(record: Record) -> bool:
    """The archive's own division, as it can be read off the target's description: SOURCES.md, "AEC"."""
    text = str(record["target_description"] or "")
    return not text or "CALIBRATION" in text


def last_name(name: str) -> str:
    """``Rich, R. Michael`` and ``RICH R. MICHAEL`` are both RICH."""
    return (name.split(",")[0] if "," in name else name.split()[0]).strip().upper()


def bandpass(record: Record, instrument: str, elements: str) -> dict[str, object]:
    """Wavelengths in ångström, for one filter or grating of an instrument whose bandpasses are told."""
    single = [word for word in elements.split(";") if not word.startswith("CLEAR")]
    if instrument not in BANDPASS_KNOWN or len(single) != 1 or single == ["BLANK"] or record["wave_central"] is None:
        return {}
    centre, width, least, most = (
        round(float(str(record[f"wave_{name}"])) * 10, 3) for name in ("central", "bandwidth", "min", "max")
    )
    found: dict[str, object] = {"sci_central_wavelength": centre, "sci_spectrum_start": least, "sci_spectrum_end": most}
    return found if instrument == "NICMOS" else found | {"sci_bandwidth": width}


def row(record: Record) -> dict[str, object]:
    """One record under the classic columns' names."""
    name = str(record["observation_id"]).upper()
    setup = pairs(record["instrument_configuration"])
    target = {key: " ".join(value.split()) for key, value in pairs(record["target_description"]).items()}
    camera = str(record["instrument_name"])
    instrument = camera.split("/")[0]
    association = name if record["type"] == "HST Composite" else setup.get("ASNID", "NONE")
    return {
        "sci_data_set_name": name,
        "sci_targname": record["target_name"],
        "sci_instrume": instrument,
        "sci_instrument_config": "WFPC2" if instrument == "WFPC2" else camera,
        "sci_aper_1234": setup.get("APERTURE"),
        "sci_spec_1234": setup["FILTER"],
        "sci_actual_duration": float(setup["EXPTIME"]),
        "sci_start_time": iso(utc(record, "start_time")),
        "sci_stop_time": None if record["type"] == "HST Simple" else iso(utc(record, "end_time")),
        "sci_release_date": iso(datetime.fromisoformat(str(record["release_date"]))),
        "sci_pep_id": int(str(record["proposal_id"])),
        "sci_pi_last_name": last_name(str(record["pi_name"])),
        "sci_ra": float(str(record["ra"])),
        "sci_dec": float(str(record["dec"])),
        "sci_asn_id": None if association == "NONE" else association,
        "sci_target_descrip": target.get("TARGET_DESCRIP"),
        "sci_broad_category": target.get("BROAD_CATEGORY"),
        "sci_operating_mode": setup.get("OBSMODE"),
        "sci_obs_type": str(record["data_product_type"]).upper(),
        "sci_mtflag": "T" if str(record["moving_target"]) == "True" else "F",
        "sci_aec": "C" if is_calibration(record) else "S",
        **bandpass(record, instrument, setup["FILTER"]),
    }


def merged() -> dict[str, dict[str, object]]:
    """Both files under one: where a data set is in both, they must agree in all but what SOURCES.md tells."""
    around = {str(record["observation_id"]).upper(): row(record) for record in records(AROUND)}
    both = 0
    for record in records(NUCLEUS):
        if (record["intent"] == "calibration") != is_calibration(record):
            raise SystemExit(f"{record['observation_id']} is {record['intent']}, which its description does not tell")
        record["release_date"] = str(to_utc(datetime.fromisoformat(str(record["release_date"]))))
        found = row(record)
        known = around.setdefault(str(found["sci_data_set_name"]), found)
        both += known is not found
        if known != found:
            raise SystemExit(
                f"{found['sci_data_set_name']}: {sorted(set(known.items()) ^ set(found.items()), key=str)}"
            )
    print(f"{len(around):,} data sets, {both:,} of them in both files")
    return around


def write(rows: Mapping[str, Mapping[str, object]], path: Path) -> None:
    """Gzipped CSV in the order of the names, without a date of its own."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[name] for name in sorted(rows))
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    write(merged(), TARGET)
