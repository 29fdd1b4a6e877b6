"""What the tests of the old tools beside the forms share."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import xml.etree.ElementTree as ET

from django.test import Client

from tests.conftest import missing

M31 = "10.6847,41.269"


def get(address: str, status: int = 200, **params: object) -> str:
    """The body of an answer."""
    response = Client().get(address, params or None)
    assert response.status_code == status, f"{address} {params}: {response.status_code}"
    return response.content.decode()


def table(text: str) -> tuple[list[str], list[str], list[dict[str, str]]]:
    """Labels, types and rows of a classic CSV with one table."""
    lines = list(csv.reader(io.StringIO(text.rstrip("\n"))))
    return lines[0], lines[1], [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def infos(document: str) -> dict[str, list[str]]:
    """The facts of a VOTable by name."""
    found: dict[str, list[str]] = {}
    for item in ET.fromstring(document).iter():
        if item.tag.rpartition("}")[2] == "INFO":
            found.setdefault(item.get("name") or "", []).append(f"{item.get('value')} {item.text or ''}".strip())
    return found


def rows(document: str) -> list[list[str]]:
    """The rows of the tables of a VOTable."""
    tags = [item for item in ET.fromstring(document).iter() if item.tag.rpartition("}")[2] == "TR"]
    return [[cell.text or "" for cell in item] for item in tags]


def lint(document: str) -> list[str]:
    """What STILTS finds wrong with a VOTable, errors and warnings."""
    tool = shutil.which("stilts")
    if tool is None:
        missing("stilts votlint")
    run = subprocess.run([tool, "votlint", "-"], input=document.encode(), capture_output=True, timeout=120, check=False)
    said = (run.stdout + run.stderr).decode().splitlines()
    return [line for line in said if line.startswith(("ERROR", "WARNING"))]
