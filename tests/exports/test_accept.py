"""Which writer a word or an Accept header chooses."""

from __future__ import annotations

import pytest

from mastsite.exports import writer_for, writer_for_accept

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        pytest.param("", None, id="nothing said"),
        pytest.param("*/*", None, id="curl and requests"),
        pytest.param(FIREFOX, None, id="firefox"),
        pytest.param(CHROME, None, id="chrome"),
        pytest.param("text/html", None, id="page"),
        pytest.param("text/csv", "csv", id="csv"),
        pytest.param("TEXT/CSV", "csv", id="case"),
        pytest.param("text/csv; charset=utf-8; header=present", "csv", id="parameters that choose nothing"),
        pytest.param("application/json, text/plain, */*", "json", id="axios"),
        pytest.param("application/json, text/html", "json", id="equal, first wins"),
        pytest.param("text/html, application/json", None, id="equal, page first"),
        pytest.param("text/html;q=0.5, application/json", "json", id="json preferred"),
        pytest.param("application/json;q=0.5, text/html;q=0.6", None, id="page preferred"),
        pytest.param("text/csv;q=0.5, */*;q=0.8", None, id="anything preferred to csv"),
        pytest.param("text/csv, */*;q=0.1", "csv", id="csv preferred to anything"),
        pytest.param("text/csv;q=0, application/json;q=0.001", "json", id="q of nought refuses"),
        pytest.param("text/csv;q=0", None, id="all refused"),
        pytest.param("text/csv;q=much", None, id="q that is no number"),
        pytest.param("text/csv;q=7, application/json;q=0.1", "json", id="q beyond one"),
        pytest.param("text/csv;q=nan, application/json;q=0.1", "json", id="q not a number"),
        pytest.param("application/pdf, image/png", None, id="nothing known"),
        pytest.param("image/*, text/csv", "csv", id="exact beats wildcard"),
        pytest.param("application/x-votable+xml", "votable", id="votable"),
        pytest.param('application/x-votable+xml; serialization="BINARY2"', "votable-b2", id="binary votable"),
        pytest.param("application/x-votable+xml;serialization=TABLEDATA", "votable", id="text votable"),
        pytest.param("application/x-votable+xml;content=datalink", "votable", id="parameter of another service"),
        pytest.param("text/xml", "votable", id="xml"),
        pytest.param("application/vnd.apache.parquet", "parquet", id="parquet"),
        pytest.param("image/fits, application/fits", "fits", id="fits"),
        pytest.param(",;,/ ,;q=1", None, id="rubbish"),
    ],
)
def test_accept(header, name):
    writer = writer_for_accept(header)
    assert (writer.name if writer else None) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [("csv", "csv"), (" CSV ", "csv"), (".vot", "votable"), ("b2.vot", "votable-b2"), ("html", None), ("", None)],
)
def test_words(word, name):
    writer = writer_for(word)
    assert (writer.name if writer else None) == name
