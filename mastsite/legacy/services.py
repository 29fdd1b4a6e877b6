"""``/vo/mast_services.html`` and ``/vo/general_params.html``: what is served at old addresses, read off the registries."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mastsite.legacy.shapes.registry import SHAPES
from mastsite.legacy.tokens import forms, not_held, pointings, tokens


@dataclass(frozen=True, slots=True)
class Service:
    """One service beside the forms: its address, what it is, an example."""

    address: str
    title: str
    example: str


SERVICES = (
    Service("/xcorr.php", "Cross correlation of a place with many missions",
            "/xcorr.php?target=m31&missions%5B%5D=ACS&missions%5B%5D=FUSE&action=Search"),
    Service("/siap/search2.php", "Simple Image Access 1.0", "/siap/search2.php?id=HST&POS=10.68,41.27&SIZE=0.05"),
    Service("/ssap/search2.php", "Simple Spectral Access", "/ssap/search2.php?id=HST&POS=10.68,41.27&SIZE=0.05"),
    Service("/pointings/search.php", "Pointings of one instrument, or their exposures",
            "/pointings/search.php?primary=WFPC2&pnt_bands=%3E2&action=Search+Pointings"),
    Service("/dataset_verifier.php", "Whether data sets are held", "/dataset_verifier.php?dsn=J9AM01010,swp16877&action=Search"),
    Service("/search_fields.php", "Columns of a form", "/search_fields.php?mission=hst"),
    Service("/mastbibref.php", "From a bibcode to the paper", "/mastbibref.php?bibcode=2013MNRAS.435.1904M"),
    Service("/cgi-bin/mastpreview", "From a data set's name to its page", "/cgi-bin/mastpreview?mission=hst&dataid=J9AM01010"),
)  # fmt: skip
"""To add one more service: a line here."""

GENERAL = (
    ("target", "Names of objects or positions, apart by commas; blanks as +", ""),
    ("resolver", "Who turns names into positions: Resolve, SIMBAD, NED, Don't Resolve", "Resolve"),
    ("ra, dec", "A position in degrees or sexagesimal, or ranges such as 10..20", ""),
    ("radius", "Arcminutes around each position", "as the form says below"),
    ("equinox", "J2000, B1950 or B1900", "J2000"),
    ("RA, DEC, SR", "Degrees: without action this is a Simple Cone Search", ""),
    ("any column", "A condition: n, <n, >=n, !=n, n..m, x*, a,b, \\null, !\\null", ""),
    ("selectedColumnsCsv", "Columns to give, apart by commas", "those of the form"),
    ("ordercolumn1 to 3, descending1 to 3=on", "Columns to sort by", "nearest first"),
    ("coordformat", "sex, dec or dechr", "sex"),
    ("max_records", "Rows of each table", "1001"),
    ("max_rpp", "Rows on a page", "500"),
    ("verb", "1 to 3 in a cone search; 3 gives every column", "1"),
    ("action", "Search, without which the form is shown", ""),
)
"""Parameter, what it takes, what it is when not given."""


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every form and every service beside the forms."""
    context = {
        "forms": forms(),
        "services": SERVICES,
        "words": [
            ("missions[] of the cross correlation", list(tokens("cross_correlation")), not_held("cross_correlation")),
            ("id of images", list(tokens("images")), not_held("images")),
            ("id of spectra", list(tokens("spectra")), not_held("spectra")),
            ("primary of the pointings", list(pointings()), ()),
        ],
    }
    return render(request, "legacy/services.html", context)


@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    """What every form takes."""
    held = [(form, mission) for form, mission in forms() if not form.not_held]
    context = {"general": GENERAL, "shapes": list(SHAPES.values()), "forms": held}
    return render(request, "legacy/parameters.html", context)
