"""hskymon: every box of the Hubble form sent in one posted body, by a program in C that builds it by hand."""

from __future__ import annotations

from urllib.request import Request, urlopen

EMPTY = [
    "target",
    "sci_data_set_name",
    "sci_targname",
    "sci_pep_id",
    "sci_pi_last_name",
    "sci_start_time",
    "sci_actual_duration",
    "sci_spec_1234",
    "sci_aper_1234",
    "sci_release_date",
    "sci_target_descrip",
    "sci_broad_category",
    "extra_column_value_1",
    "extra_column_value_2",
]
COLUMNS = [
    "sci_data_set_name",
    "sci_targname",
    "sci_ra",
    "sci_dec",
    "sci_start_time",
    "sci_stop_time",
    "sci_actual_duration",
    "sci_instrume",
    "sci_aper_1234",
    "sci_spec_1234",
    "sci_pep_id",
    "sci_release_date",
    "sci_preview_name",
    "sci_hlsp",
    "ang_sep",
]


def body(ra: str, dec: str, radius_arcmin: float, instruments: list[str], form: str) -> bytes:
    """The body as it goes out: brackets encoded, blanks as plus signs, nothing left out."""
    parts = [f"{name}=" for name in EMPTY]
    parts += [f"ra={ra.replace(':', '%3A')}", f"dec={dec.replace(':', '%3A').replace('+', '%2B')}"]
    parts += ["resolver=SIMBAD", f"radius={radius_arcmin:.1f}", "equinox=J2000", "sci_aec%5B%5D=S"]
    parts += [f"image%5B%5D={name}" for name in instruments] + [f"spectrum%5B%5D={name}" for name in instruments]
    parts += ["extra_column_name_1=sci_central_wavelength", "extra_column_name_2=sci_bandwidth"]
    parts += ["ordercolumn1=ang_sep", "ordercolumn2=sci_targname", "ordercolumn3=sci_data_set_name"]
    parts += ["availableColumns=Mark", "selectedColumnsCsv=" + "%2C".join(COLUMNS)]
    parts += [f"outputformat={form}", "max_records=1000", "max_rpp=5000", "action=Search"]
    return "&".join(parts).encode()


def send(base: str, sent: bytes) -> str:
    request = Request(f"{base}/hst/search.php", sent, {"Content-Type": "application/x-www-form-urlencoded"})
    return urlopen(request).read().decode()
