"""The parts of a VOTable document as the classic services wrote it: version 1.0, with a document type and UCD1 words.

A document is `begin`, any number of resources, `END`. A resource is `resource`, at most one table, `END_RESOURCE`; a
table is `table`, a `row` for each, `END_TABLE`. Version 1.0 allows no INFO behind a table, so whatever is to be said
of the rows is said before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from mastsite.exports.cells import printable

MEDIA_TYPE = "text/xml;content=x-votable"
"""What VO clients of those days, and the cone search standard, look for."""

NULL_INTEGER = "-9223372036854775808"
"""Version 1.0 has no empty cell for whole numbers; this one is declared to mean it, and no column holds it."""

FRAME = "myJ2000"

END_TABLE = "</TABLEDATA>\n</DATA>\n</TABLE>\n"
END_RESOURCE = "</RESOURCE>\n"
END = "</VOTABLE>\n"

_NAMESPACES = {
    "1.0": "",
    "1.1": (
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.ivoa.net/xml/VOTable/v1.1"'
        ' xsi:schemaLocation="http://www.ivoa.net/xml/VOTable/v1.1 http://www.ivoa.net/xml/VOTable/VOTable-1.1.xsd"'
    ),
}


@dataclass(frozen=True, slots=True)
class Info:
    """A fact: a name, a value, and perhaps a text."""

    name: str
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter, of the request or of the answer; the datatype ``char`` is a string."""

    name: str
    value: str
    datatype: str = "char"
    unit: str = ""
    ucd: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `identifier` must stand once in a document; `utype` is for version 1.1."""

    name: str
    datatype: str = "char"
    identifier: str = ""
    ucd: str = ""
    unit: str = ""
    utype: str = ""
    in_frame: bool = False
    description: str = ""
    arraysize: str = ""


def begin(description: str = "", *, version: str = "1.0") -> str:
    """The document up to its first resource."""
    doctype = '<!DOCTYPE VOTABLE SYSTEM "http://us-vo.org/xml/VOTable.dtd">\n' if version == "1.0" else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<VOTABLE version="{version}"{_NAMESPACES[version]}>\n'
        f"{_described(description)}"
        f'<DEFINITIONS>\n<COOSYS ID="{FRAME}" equinox="2000." epoch="2000." system="eq_FK5"/>\n</DEFINITIONS>\n'
    )


def resource(description: str = "", infos: Iterable[Info] = (), params: Iterable[Param] = ()) -> str:
    """The beginning of a resource of results; its facts come before its parameters."""
    return "".join(
        [
            '<RESOURCE type="results">\n',
            _described(description),
            *map(_info, infos),
            *map(_param, params),
        ]
    )


def table(name: str, description: str, fields: Sequence[Field]) -> str:
    """The beginning of a table, up to its first row."""
    return f"<TABLE name={quoted(name)}>\n{_described(description)}{''.join(map(_field, fields))}<DATA>\n<TABLEDATA>\n"


def row(fields: Sequence[Field], cells: Iterable[str]) -> str:
    """One row of texts; an empty text is no value."""
    written = (
        f"<TD>{escaped(cell) if cell else NULL_INTEGER if field.datatype in _WHOLE else ''}</TD>"
        for field, cell in zip(fields, cells, strict=True)
    )
    return f"<TR>{''.join(written)}</TR>\n"


def error(sentences: Sequence[str], *, version: str = "1.0") -> str:
    """A whole document that says why there is no answer.

    ``INFO name="Error"`` is for Simple Cone Search 1.03 (2.3), ``QUERY_STATUS`` for all other VO clients.
    """
    said = " ".join(" ".join(sentences).split())
    infos = (Info("QUERY_STATUS", "ERROR", said), Info("Error", said))
    return begin(version=version) + resource("", infos) + END_RESOURCE + END


def quoted(text: str) -> str:
    """Text as an attribute with its quotation marks."""
    return quoteattr(printable(text))


def escaped(text: str) -> str:
    """Text as content."""
    return escape(printable(text), {"\r": "&#13;"})


_WHOLE = frozenset(["long"])


def _described(text: str) -> str:
    return f"<DESCRIPTION>{escaped(text)}</DESCRIPTION>\n" if text else ""


def _info(info: Info) -> str:
    start = f"<INFO name={quoted(info.name)} value={quoted(info.value)}"
    return f"{start}>{escaped(info.text)}</INFO>\n" if info.text else f"{start}/>\n"


def _param(param: Param) -> str:
    words = {
        "name": param.name,
        "ucd": param.ucd,
        "unit": param.unit,
        "datatype": param.datatype,
        "arraysize": "*" if param.datatype == "char" else "",
    }
    start = f"<PARAM{_attributes(words)} value={quoted(param.value)}"
    return f"{start}>{_described(param.description)}</PARAM>\n" if param.description else f"{start}/>\n"


def _field(field: Field) -> str:
    words = {
        "ID": field.identifier,
        "name": field.name,
        "ucd": field.ucd,
        "utype": field.utype,
        "ref": FRAME if field.in_frame else "",
        "unit": field.unit,
        "datatype": field.datatype,
        "arraysize": field.arraysize or ("*" if field.datatype == "char" else ""),
    }
    nothing = f'<VALUES null="{NULL_INTEGER}"/>\n' if field.datatype == "long" else ""
    return f"<FIELD{_attributes(words)}>\n{_described(field.description)}{nothing}</FIELD>\n"


def _attributes(words: dict[str, str]) -> str:
    return "".join(f" {name}={quoted(value)}" for name, value in words.items() if value)
