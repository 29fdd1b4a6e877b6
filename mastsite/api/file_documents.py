"""The addresses of files in the OpenAPI documents. They answer with bytes and not with models, so they are told by hand."""

from __future__ import annotations

from typing import Any

from mastsite.search.declare import Mission

Document = dict[str, Any]
ERROR = {"$ref": "#/components/schemas/ErrorReply"}
TEXT = {"type": "string"}
ANONYMOUS = {
    "type": "object",
    "required": ["eppn", "ezid", "attrib", "anon", "scopes", "session", "token"],
    "properties": {
        "eppn": TEXT, "ezid": TEXT, "attrib": {"type": "object"}, "anon": {"type": "boolean"},
        "scopes": {"type": "array", "items": TEXT}, "session": {"type": "null"}, "token": {"type": "null"},
    },
}  # fmt: skip
ERRORS = {
    "400": "The request cannot be read",
    "404": "No such file is known here, or it is elsewhere and this site leads nowhere else",
    "412": "A condition of the request (If-Match, If-Unmodified-Since) does not hold",
    "413": "The request is too long",
    "416": "The range lies beyond the file",
    "503": "The database does not answer in time",
}
FILE_HEADERS = {
    "Accept-Ranges": "bytes",
    "Content-Length": "Bytes of this answer.",
    "ETag": "The SHA-256 of the file in hexadecimal.",
    "Repr-Digest": "The SHA-256 of the whole file (RFC 9530).",
}


def paths(mission: Mission, root: str) -> Document:
    """The addresses of files of one mission, and those that missions share.

    Parameters
    ----------
    root : what the mission's addresses begin with.
    """
    whose = f"{mission.adjective} {mission.rows_are}"
    return {
        f"{root}/retrieve_product": _file(
            f"retrieve_product_{mission.slug}", "product_name", f"Download one file of {whose}"
        ),
        f"{root}/retrieve_product_zip": {
            "post": {
                "operationId": f"retrieve_product_zip_{mission.slug}",
                "summary": f"Download files of {whose} in one archive",
                "description": "A zip archive of the files that are here; MANIFEST.csv in it names every file that was "
                "asked for, with size and SHA-256, and where those are that only the upstream archive has.",
                "requestBody": _body(
                    {
                        "uri": {"anyOf": [TEXT, {"type": "array", "items": TEXT}], "description": "URIs; in a form with commas between or repeated."},
                        "structure": {"type": "string", "enum": ["nested", "flat"], "description": "Folders, or none."},
                        "manifestonly": {"anyOf": [{"type": "string", "enum": ["true", "false"]}, {"type": "boolean"}], "description": "true for the list alone, as CSV."},
                        "mission": {"type": "string", "description": "The mission's slug, as the address has it."},
                    },
                    "application/x-www-form-urlencoded", "multipart/form-data", "application/json",
                ),
                "responses": {
                    "200": {"description": "The archive, or the list", "content": {"application/zip": {}, "text/csv": {}}},
                    **_errors("400", "404", "413", "503"),
                },
            }
        },
        "/api/v0.1/Download/file": _file("download_file", "uri", "Download one file by its URI"),
        "/api/v0.1/Download/bundle.sh": _script(),
        "/whoami": {
            "get": {
                "operationId": "whoami",
                "summary": "Who asks",
                "description": "Nobody in particular: this site knows no users, and looks at no tokens.",
                "responses": {"200": {"description": "An anonymous user", "content": {"application/json": {"schema": ANONYMOUS}}}},
            }
        },
    }  # fmt: skip


def _file(operation: str, parameter: str, summary: str) -> Document:
    described = {
        "parameters": [
            {
                "name": parameter, "in": "query", "required": True, "schema": TEXT,
                "description": "URI of a file, as a product list has it; its colon and slashes encoded or not.",
            },
            {
                "name": "Range", "in": "header", "required": False, "schema": TEXT, "example": "bytes=0-2879",
                "description": "One range of bytes, of files that are here.",
            },
        ],
        "responses": {
            "200": _bytes("The file"),
            "206": _bytes("The range that was asked for"),
            "302": {"description": "The file is at the upstream archive alone", "headers": {"Location": {"schema": TEXT}}},
            "304": {"description": "The asker has this file already (If-None-Match, If-Modified-Since)"},
            **_errors("400", "404", "412", "416", "503"),
        },
    }  # fmt: skip
    said = "A file that is here is sent, whole or in part; HEAD tells its size."
    return {
        method: {
            "operationId": f"{operation}{suffix}",
            "summary": f"{summary}{words}",
            "description": said,
            **described,
        }
        for method, suffix, words in (("get", "", ""), ("head", "_head", ": size and checksum"))
    }


def _script() -> Document:
    responses = {
        "200": {"description": "The script", "content": {"application/x-sh": {"schema": TEXT}}},
        **_errors("400", "413", "503"),
    }
    said = "A shell script that fetches the files with curl from this site, and goes on where it was stopped."
    uri = {"type": "array", "items": TEXT, "description": "URIs of files."}
    return {
        "post": {
            "operationId": "download_bundle", "summary": "Get a script that downloads files", "description": said,
            "requestBody": _body({"uri": uri}, "application/x-www-form-urlencoded", "multipart/form-data", "application/json"),
            "responses": responses,
        },
        "get": {
            "operationId": "download_bundle_by_address", "summary": "Get a script that downloads files, by address",
            "description": said, "responses": responses,
            "parameters": [{"name": "uri", "in": "query", "required": True, "schema": uri, "description": "URIs of files."}],
        },
    }  # fmt: skip


def _body(properties: Document, *types: str) -> Document:
    schema = {"type": "object", "required": ["uri"], "properties": properties, "additionalProperties": False}
    return {"required": True, "content": {kind: {"schema": schema} for kind in types}}


def _bytes(description: str) -> Document:
    headers = {name: {"description": said, "schema": TEXT} for name, said in FILE_HEADERS.items()}
    return {"description": description, "headers": headers, "content": {"*/*": {}}}


def _errors(*codes: str) -> Document:
    return {code: {"description": ERRORS[code], "content": {"application/json": {"schema": ERROR}}} for code in codes}
