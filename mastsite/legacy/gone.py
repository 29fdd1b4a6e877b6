"""Old tools that are not here: each says so, and what is nearest.

To add one more: a line in `GONE`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt


@dataclass(frozen=True, slots=True)
class Gone:
    """An old tool: the address below the site's, what it did, and ways to what is nearest (address, words)."""

    path: str
    title: str
    did: str
    ways: tuple[tuple[str, str], ...]


MISSIONS = ("/", "Missions")
VERIFIER = ("/dataset_verifier.php", "Data set verification")
XCORR = ("/xcorr.php", "Cross correlation")

GONE = (
    Gone("canvas/mplot.html", "Spectra are not plotted together here", "plotted spectra of several missions in one frame", (
        ("/ssap/search2.php?FORMAT=METADATA", "Spectra by the SSA protocol, for a program that plots them"), VERIFIER)),
    Gone("mplot.html", "Spectra are not plotted together here", "plotted spectra of several missions in one frame", (VERIFIER,)),
    Gone("scrapbook.php", "The scrapbook is not here", "showed a chosen spectrum or image of each mission", (XCORR, MISSIONS)),
    Gone("bigsearch.php", "Searches are not sent by mail here", "took searches too large for a page and mailed the answer", (
        ("/help/operators", "Every search can be had as a file of any length"), MISSIONS)),
    Gone("cgi-bin/bigsearch", "Searches are not sent by mail here", "took searches too large for a page and mailed the answer", (
        MISSIONS,)),
    Gone("vizier.php", "VizieR is not bridged here", "searched a catalogue of VizieR and the missions around its entries", (
        XCORR,)),
    Gone("abstract.html", "Abstracts of proposals are not held here", "searched the abstracts of proposals", (MISSIONS,)),
    Gone("goods/cutout.php", "No images are cut out here", "cut pieces out of the GOODS images", (MISSIONS,)),
    Gone("rss/news.xml", "There is no news feed here", "was a feed of news", (("/status", "What is held, and since when"),)),
    Gone("cgi-bin/mast_retrieve", "Data are not staged here", "collected files to be fetched later", (VERIFIER, MISSIONS)),
)  # fmt: skip


def view_of(gone: Gone) -> Callable[[HttpRequest], HttpResponse]:
    """The page that stands at its address, with status 410."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        context = {
            "title": gone.title,
            "sentence": f"The old tool at this address {gone.did}. It is not part of this site.",
            "remedy": "What is nearest:",
            "ways": gone.ways,
        }
        return render(request, "410.html", context, status=410)

    return view
