"""Hubble in the classic services: the form of 1990 to 2023 with its tick boxes of instruments, and its many tokens."""

from mastsite.search.declare import Classic, ClassicForm, Pointings, TickBoxes

INSTRUMENTS = {"GHRS": "HRS", "WFPC1": "WFPC"}
"""Older words of the tick boxes, to what the column holds."""

CATALOG = {
    "hsc": "HSC Search",
    "hsc_sum": "HSC Summary Search",
    "hst/hsc": "HSC Search",
    "hst/hsc_sum": "HSC Summary Search",
}
NO_CATALOG = (
    "This address searched the Hubble Source Catalog, a table that is not held here. The nearest here are the "
    "observations of Hubble."
)


def filters(*beginnings: str) -> str:
    """A condition on the filters: any that begins so, alone or behind another one."""
    return ", ".join(f"{begin}*, *;{begin}*" for begin in beginnings)


def nanometres(first: int, last: int) -> str:
    """The filters named after a wavelength in some tens of nanometres: 30 to 39 are F300W to F395N."""
    return filters(*(f"F{tens}" for tens in range(first, last + 1)))


BANDS = {
    "uv": filters(
        "F122M", "F130L", "F160BW", "F170W", "F175W", "F185W", "F195W", "F218W", "F225W", "F25", "F27", "F28"
    ),
    "u": nanometres(30, 39),
    "b": nanometres(40, 49),
    "v": nanometres(50, 59),
    "r": nanometres(60, 69),
    "i": nanometres(70, 99),
    "j": filters("F105W", "F110", "F125W"),
    "h": filters("F153M", "F160W", "F165M"),
    "k": filters("F187", "F204M", "F207M", "F222M", "F237M", "F240M"),
}
"""Bands of the pointings search by the filters' names; what is in none counts in the total only."""

IMAGES = "sci_obs_type=IMAGE"

classic = Classic(
    forms=(
        ClassicForm(
            path="hst",
            mission_word="hst",
            title="HST Search",
            columns=(
                "sci_data_set_name",
                "sci_targname",
                "sci_ra",
                "sci_dec",
                "sci_refnum",
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
            ),
            ticks=(
                TickBoxes(
                    "image",
                    "Imagers",
                    "sci_instrume",
                    ("STIS", "NICMOS", "WFPC2", "WFPC", "FOC", "ACS", "WFC3", "COS"),
                    "sci_obs_type=IMAGE",
                    INSTRUMENTS,
                ),
                TickBoxes(
                    "spectrum",
                    "Spectrographs",
                    "sci_instrume",
                    ("STIS", "NICMOS", "GHRS", "FOS", "FOC", "ACS", "WFC3", "COS"),
                    "sci_obs_type=SPECTRUM",
                    INSTRUMENTS,
                ),
                TickBoxes("other", "Other", "sci_instrume", ("FGS", "HSP"), words=INSTRUMENTS),
            ),
        ),
        *(
            ClassicForm(path=path, mission_word=path.rpartition("/")[2], title=title, not_held=NO_CATALOG)
            for path, title in CATALOG.items()
        ),
    ),
    cross_correlation={
        "ACS": "sci_instrume=ACS",
        "ACS-IMAGE": "sci_instrume=ACS&sci_obs_type=IMAGE",
        "ACS-SPECTRUM": "sci_instrume=ACS&sci_obs_type=SPECTRUM",
        "WFPC1": "sci_instrume=WFPC",
        "WFPC2": "sci_instrume=WFPC2",
        "WFPC2_ASN": "sci_instrume=WFPC2&sci_asn_id=!null",
        "WFC3-IMAGE": "sci_instrume=WFC3&sci_obs_type=IMAGE",
        "WFC3-SPECTRUM": "sci_instrume=WFC3&sci_obs_type=SPECTRUM",
        "STIS": "sci_instrume=STIS",
        "STIS-IMAGE": "sci_instrume=STIS&sci_obs_type=IMAGE",
        "STIS-SPECTRUM": "sci_instrume=STIS&sci_obs_type=SPECTRUM",
        "COS-IMAGE": "sci_instrume=COS&sci_obs_type=IMAGE",
        "COS-SPECTRUM": "sci_instrume=COS&sci_obs_type=SPECTRUM",
        "NICMOS": "sci_instrume=NICMOS",
        "NICMOS-IMAGE": "sci_instrume=NICMOS&sci_obs_type=IMAGE",
        "NICMOS-SPECTRUM": "sci_instrume=NICMOS&sci_obs_type=SPECTRUM",
        "FOC": "sci_instrume=FOC",
        "FOS": "sci_instrume=FOS",
        "GHRS": "sci_instrume=HRS",
        "FGS": "sci_instrume=FGS",
        "HSP": "sci_instrume=HSP",
    },
    images={
        "HST": "sci_obs_type=IMAGE",
        "WFPC2": "sci_instrume=WFPC2&sci_obs_type=IMAGE",
        "NICMOS": "sci_instrume=NICMOS&sci_obs_type=IMAGE",
        "STIS": "sci_instrume=STIS&sci_obs_type=IMAGE",
        "FOC": "sci_instrume=FOC&sci_obs_type=IMAGE",
        "ACS": "sci_instrume=ACS&sci_obs_type=IMAGE",
    },
    spectra={
        "HST": "sci_obs_type=SPECTRUM",
        "FOS": "sci_instrume=FOS&sci_obs_type=SPECTRUM",
        "GHRS": "sci_instrume=HRS&sci_obs_type=SPECTRUM",
        "STIS": "sci_instrume=STIS&sci_obs_type=SPECTRUM",
    },
    pointings=Pointings(
        primaries={
            "ACS": f"sci_instrume=ACS&{IMAGES}",
            "STIS": f"sci_instrume=STIS&{IMAGES}",
            "NICMOS": f"sci_instrume=NICMOS&{IMAGES}",
            "FOC": f"sci_instrume=FOC&{IMAGES}",
            "WFPC2": f"sci_instrume=WFPC2&{IMAGES}",
            "WFPC2ASN": f"sci_instrume=WFPC2&sci_asn_id=!null&{IMAGES}",
            "WFC3": f"sci_instrume=WFC3&{IMAGES}",
            "WFPC": f"sci_instrume=WFPC&{IMAGES}",
        },
        filters="sci_spec_1234",
        start="sci_start_time",
        stop="sci_stop_time",
        exposure="sci_actual_duration",
        bands=BANDS,
    ),
)
