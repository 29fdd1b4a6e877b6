"""The SHA-256 of a file's row identifiers: what anybody computes from the file is what the file says."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mastsite.exports import WRITERS
from mastsite.exports.digest import Digest, digest_of
from mastsite.search import engine
from mastsite.search.params import parse
from mastsite.search.query import Query
from mastsite.search.registry import get_mission
from tests.exports.readers import READERS
from tests.exports.samples import COLUMNS, Rows, result, rows
from tests.exports.writing import write

SAID = re.compile(rb"sha256_of_ids\W+(?:value=\W+)?([0-9a-f]{64})")
DELIMITED = ("csv", "tsv", "psv", "ssv")


def by_hand(identifiers: list[object]) -> str:
    return hashlib.sha256("".join(f"{name}\n" for name in identifiers).encode()).hexdigest()


@pytest.mark.parametrize(
    ("identifiers", "digest"),
    [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (["a"], hashlib.sha256(b"a\n").hexdigest()),
        (["a", "b"], hashlib.sha256(b"a\nb\n").hexdigest()),
        ([1, 22, None], hashlib.sha256(b"1\n22\n\n").hexdigest()),
        (["α", "say \"x\", y"], hashlib.sha256('α\nsay "x", y\n'.encode()).hexdigest()),
    ],
    ids=["none", "one", "two", "numbers and nothing", "signs"],
)  # fmt: skip
def test_the_bytes_that_are_hashed(identifiers: list[object], digest: str) -> None:
    assert digest_of(identifiers) == digest
    one_by_one = Digest()
    for identifier in identifiers:
        one_by_one.add(identifier)
    assert (one_by_one.hexdigest(), one_by_one.rows) == (digest, len(identifiers))


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ("fits", "xlsx", "parquet", "ecsv")])
def test_files_of_text_say_it_at_their_end(name: str) -> None:
    data = write(name, result(rows(700)))
    found = SAID.findall(data)
    assert found == [by_hand([row[0] for row in rows(700)]).encode()]
    assert data.index(found[0]) > len(data) * 0.9


def test_files_with_a_head_say_it_there() -> None:
    from astropy.io import fits

    digest = by_hand([row[0] for row in rows(9)])
    assert fits.open(io.BytesIO(write("fits", result(rows(9)))))[1].header["IDSHA256"] == digest
    assert digest.encode() in write("ecsv", result(rows(9)))
    assert digest.encode() in write("parquet", result(rows(9)))
    assert digest in READERS["xlsx"](write("xlsx", result(rows(9))), COLUMNS).said


def test_a_file_that_failed_says_none() -> None:
    assert SAID.findall(write("csv", result(Rows(900, fail_at=300)))) == []
    assert json.loads(write("json", result(Rows(900, fail_at=300))))["end"]["sha256_of_ids"] == ""


def test_rows_that_do_not_say_which_they_are_have_none() -> None:
    columns = COLUMNS[1:3]
    assert SAID.findall(write("csv", result([row[1:3] for row in rows(5)], columns=columns))) == []


SEARCHES = {
    "a cone": "target=10.6847 41.2688&radius=20",
    "in another order": "sci_instrume=ACS&limit=3000&sort=-sci_start_time",
    "without the identifier": "sci_instrume=WFC3&limit=2500&columns=sci_targname,sci_ra",
    "one column": "limit=1500&columns=sci_targname",
    "near two places": "target=10.6847 41.2688; 10.7 41.3&radius=5&limit=2000",
    "nothing": "sci_data_set_name=nothing-of-the-kind",
}


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
@pytest.mark.parametrize("name", ["csv", "tsv", "ndjson"])
def test_it_is_of_the_rows_of_the_search_whatever_its_columns_are(name: str, search: str) -> None:
    """On PostgreSQL the lines of the first two are its own."""
    query = _query(search)
    columns = (query.mission.id_column,)
    wanted = [row[0] for row in engine.stream(replace(query, columns=columns)).rows]
    data = b"".join(WRITERS[name].write(engine.stream(query), address="", comments=True))
    assert SAID.findall(data) == [by_hand(wanted).encode()]


def _query(search: str) -> Query:
    from urllib.parse import parse_qsl

    return parse(get_mission("hst"), parse_qsl(search))


@pytest.mark.usefixtures("archive")
@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_a_stranger_computes_it_with_the_commands_of_the_documents(tmp_path: Path) -> None:
    query = _query("target=10.6847 41.2688&radius=20")
    data = b"".join(WRITERS["csv"].write(engine.stream(query), address="", comments=True))
    (tmp_path / "hst_search.csv").write_bytes(data)
    command = next(
        line for line in Path("docs/receipts.md").read_text().splitlines() if line.strip().startswith("grep -v")
    )
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.split()[0].encode() == SAID.findall(data)[0]
    heading = next(csv.reader(line for line in data.decode().splitlines() if not line.startswith("#")))
    assert heading[0] == "sci_data_set_name"
