"""Lists through the doors: pasted, uploaded, as a body; short and long; every line with a status."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mastsite.exports import WRITERS
from mastsite.jobs.asking import purge
from mastsite.jobs.models import Job
from mastsite.jobs.runner import run
from mastsite.pages.lists import archive, looking, room, work
from mastsite.pages.lists import page as list_page
from mastsite.resolver import Resolution
from mastsite.search.registry import missions
from tests.pages.html import faults, tree

pytestmark = pytest.mark.usefixtures("kept")
LIST = "M 31\n\n# a remark\n10.6847, 41.2690\nno such star at all\n10 41 20 30 50\n83.63 22.01 7 8 9 10 11\nO58501060\n"


@pytest.fixture
def client() -> Client:
    return Client(headers={"Accept": "text/html"})


def read_csv(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address + "?comments=no")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


def post(client: Client, content: bytes, slug: str = "hst", name: str = "list.csv", **given: str) -> str:
    """Send a file, choose the columns that are chosen already where that is asked, and give the address of the list."""
    response = client.post(f"/search/{slug}/list", {"file": SimpleUploadedFile(name, content), **given})
    assert response.status_code == 303, response.content.decode()[:3000]
    address = str(response["Location"])
    if address.endswith("/columns"):
        page = client.get(address)
        assert page.status_code == 200 and faults(page.content.decode()) == []
        root = tree(page.content.decode())
        chosen = {
            str(menu.get("name")): next(
                (str(o.get("value")) for o in menu.iter("option") if "selected" in o.attrib), ""
            )
            for menu in root.iter("select")
        }
        address = str(client.post(address, chosen)["Location"])
    return address


def test_pasted(client: Client) -> None:
    response = client.post("/search/hst/list", {"list": LIST, "radius": "1"})
    assert response.status_code == 303, response.content.decode()[:2000]
    address = response["Location"]
    page = client.get(address)
    assert page.status_code == 200
    assert faults(page.content.decode()) == []
    statuses = read_csv(client, f"{address}/statuses.csv")
    assert [(int(one["input_row"]), one["status"]) for one in statuses] == [
        (1, "found"), (4, "found"), (5, "unresolved"), (6, "ambiguous"), (7, "not understood"), (8, "found"),
    ]  # fmt: skip
    assert all(one["message"] for one in statuses)
    rows = read_csv(client, f"{address}/rows.csv")
    assert len(rows) == sum(int(one["found"]) for one in statuses) > 2
    near = client.get("/search/hst/results.csv?target=10.6847,+41.2690&radius=1&comments=no")
    alone = list(csv.DictReader(io.StringIO(near.getvalue().decode())))
    mine = [row for row in rows if row["input_row"] == "4"]
    assert len(alone) == len(mine)
    assert all(row.items() <= other.items() for row, other in zip(alone, mine, strict=True)), "the rows of the form"


def test_pages_of_a_list(client: Client) -> None:
    address = client.post("/search/hst/list", {"list": LIST, "radius": "1"})["Location"]
    for page in (f"{address}?status=unresolved", f"{address}/tables", f"{address}/line/4", f"{address}?after=3"):
        response = client.get(page)
        assert response.status_code == 200 and faults(response.content.decode()) == [], page
    assert client.get(f"{address}/line/999").status_code == 404
    assert client.get(f"{address}/rows.nothing").status_code == 404
    assert client.get("/lists/nothing-of-the-kind").status_code == 404


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_every_format(client: Client, name: str) -> None:
    address = client.post("/search/hst/list", {"list": LIST, "radius": "1"})["Location"]
    for what in ("statuses", "rows"):
        response = client.get(f"{address}/{what}.{WRITERS[name].extension}")
        assert response.status_code == 200 and response.getvalue()


def test_a_table_with_columns_of_its_own(client: Client) -> None:
    table = "myname;RAJ2000;DEJ2000;note\nfirst;10.6847;41.2690;=1+1\nsecond;10.0;-80;a ; b\nthird;83.6;x;+7\n"
    address = post(client, table.encode(), radius="1")
    statuses = read_csv(client, f"{address}/statuses.csv")
    assert [(one["input_row"], one["status"]) for one in statuses] == [
        ("2", "found"),
        ("3", "not understood"),
        ("4", "not understood"),
    ]
    rows = read_csv(client, f"{address}/rows.csv")
    assert rows[0]["input_myname"] == "first" and rows[0]["input_RAJ2000"] == "10.6847"
    assert rows[0]["input_note"] == "'=1+1", "no formula for a spreadsheet"
    raw = client.get(f"{address}/rows.csv?comments=no&cells=raw").getvalue().decode()
    assert next(csv.DictReader(io.StringIO(raw)))["input_note"] == "=1+1"
    assert json.loads(client.get(f"{address}/rows.json").getvalue())["rows"][0][4] == "=1+1"


def test_other_columns_are_chosen_later(client: Client) -> None:
    table = b"name,other\nM 31,M 33\nM 31,nothing at all\n"
    address = post(client, table, radius="1")
    assert {one["status"] for one in read_csv(client, f"{address}/statuses.csv")} == {"found"}
    again = client.post(f"{address}/columns", {"target_column": "2"})["Location"]
    assert again != address
    assert [one["status"] for one in read_csv(client, f"{again}/statuses.csv")][1] == "unresolved"
    wrong = client.post(f"{address}/columns", {"ra_column": "1"})
    assert wrong.status_code == 400 and "columns of both RA and Dec" in wrong.content.decode()


def test_as_a_program(client: Client) -> None:
    address = "/search/hst/list.json?radius=1&sci_instrume=WFPC2,ACS"
    answer = client.post(address, LIST.encode(), content_type="text/plain")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["state"] == "done" and len(told["statuses"]) == 6
    assert told["result"]["statuses"]["unresolved"] == 1
    again = client.post(address, LIST.encode(), content_type="text/plain").json()
    assert again["list"] == told["list"], "the same list is not searched twice"
    rows = client.get(told["files"]["rows"]["CSV"].removeprefix("http://testserver") + "?comments=no&").getvalue()
    assert {row["sci_instrume"] for row in csv.DictReader(io.StringIO(rows.decode()))} <= {"WFPC2", "ACS"}
    assert client.get(told["address"].removeprefix("http://testserver")).json()["list"] == told["list"]


def test_identifiers(client: Client) -> None:
    text = "o58501060\nO58501060\nnothing-of-the-kind\n"
    told = client.post("/search/hst/list.json?read_as=ids", text.encode(), content_type="text/csv").json()
    assert [one["status"] for one in told["statuses"]] == ["found", "found", "unresolved"]
    kept = client.post("/search/hst/list.json?sci_instrume=NOTHING", text.encode(), content_type="text/csv").json()
    assert [one["status"] for one in kept["statuses"]] == ["none", "none", "unresolved"]


def test_rows_of_each(client: Client) -> None:
    told = client.post("/search/hst/list.json?radius=30&each=2", b"M 31\nM 31\n", content_type="text/csv").json()
    one, other = told["statuses"]
    assert one["found"] == other["found"] > 2 and one["in_table"] == other["in_table"] == 2
    assert "nearest 2" in one["message"] and told["result"]["rows"] == 4


def test_several_missions(client: Client) -> None:
    assert client.get("/lists/").status_code == 200
    response = client.post("/lists/", {"list": "M 31\n", "mission": ["hst", "galex"]})
    assert response.status_code == 303
    page = client.get(response["Location"])
    assert page.status_code == 200 and faults(page.content.decode()) == []
    alone = client.post("/lists/", {"list": "M 31\n", "mission": ["hst"]})
    assert alone["Location"].startswith("/lists/")
    none = client.post("/lists/", {"list": "M 31\n"})
    assert none.status_code == 400 and "No mission was chosen" in none.content.decode()


def test_several_missions_by_program(client: Client) -> None:
    asked = "/lists.json?mission=hst&mission=galex&radius=1"
    answer = client.post(asked, LIST.encode(), content_type="text/plain")
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["state"] == "done" and list(told["lists"]) == ["hst", "galex"]
    for slug, one in told["lists"].items():
        alone = client.post(f"/search/{slug}/list.json?radius=1", LIST.encode(), content_type="text/plain").json()
        assert alone == one, "as when it is asked alone"
    again = client.get(told["address"].removeprefix("http://testserver"))
    assert again.json() == told
    by_header = client.post(
        "/lists/", {"list": LIST, "mission": ["hst", "galex"], "radius": "1"}, headers={"Accept": "application/json"}
    )
    assert by_header.json()["lists"] == told["lists"]
    long = client.post(asked, long_list(700), content_type="text/plain")
    assert long.status_code == 202 and long.json()["state"] == "under way"
    run(taken())
    run(taken())
    assert client.get(long["Location"]).json()["state"] == "done"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/lists.json", 400, "No mission was chosen"),
        ("/lists.json?mission=nowhere", 400, "Write one of"),
        ("/lists.json?mission=hst&radius=x", 400, "radius"),
        ("/lists.json?mission=%00", 400, "Write one of"),
        (f"/lists.json?{'&'.join(f'mission=none{number}' for number in range(60))}", 400, "No mission is called none0"),
    ],
)
def test_several_missions_asked_wrongly(client: Client, address: str, status: int, said: str) -> None:
    answer = client.post(address, b"M 31\n", content_type="text/plain")
    assert answer.status_code == status and said in answer.json()["errors"][0]["message"]
    assert client.get("/lists.json").status_code == 404 == client.get("/lists.json?of=nothing,%00").status_code
    assert client.get(f"/lists.json?of={','.join(['nothing'] * 60)}").status_code == 404
    assert client.get("/lists.json").json()["errors"][0]["message"]


def test_every_mission_takes_a_list(client: Client) -> None:
    for mission in missions().values():
        html = client.get(f"/search/{mission.slug}/list")
        assert html.status_code == 200 and faults(html.content.decode()) == []
        answer = client.post(
            f"/search/{mission.slug}/list.json", b"M 31\n10.1 20.2\nx y z\n", content_type="text/plain"
        )
        if answer.status_code == 404:
            assert answer.json()["errors"][0]["message"]
            continue
        assert answer.status_code == 200 and len(answer.json()["statuses"]) == 3


def long_list(lines: int) -> bytes:
    return "".join(f"{number * 360 / lines:.5f} {(number % 170) - 85}\n" for number in range(lines)).encode()


def pasted(client: Client, text: str, **given: str) -> str:
    """The address of a pasted list that is done, also where a busy machine makes a job of it."""
    address = str(client.post("/search/hst/list", {"list": text, **given})["Location"])
    if client.get(f"{address}.json").json()["state"] == "waiting":
        run(taken())
    return address


def taken() -> Job:
    job = Job.take("worker")
    assert job is not None
    return job


def test_a_long_list_is_a_job(client: Client) -> None:
    answer = client.post("/search/hst/list.json?radius=5", long_list(700), content_type="text/plain")
    assert answer.status_code == 202 and answer.json()["state"] == "waiting"
    page = f"/lists/{answer.json()['list']}"
    waiting = client.get(page)
    assert waiting.status_code == 200 and faults(waiting.content.decode()) == []
    run(taken())
    told = client.get(page + ".json").json()
    assert told["state"] == "done" and told["result"]["lines"] == 700 == len(told["statuses"])
    assert client.get(page, headers={"HX-Request": "true"})["HX-Redirect"] == page


def test_a_job_goes_on_where_it_was_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    token = client.post("/search/hst/list.json?radius=5", long_list(700), content_type="text/plain").json()["list"]
    found_in = work.found_in
    asked: list[int] = []

    def dies(wishes: object, lines: list[object], *more: object, **other: object) -> object:
        asked.append(lines[0].number)  # type: ignore[attr-defined]
        if len(asked) == 2:
            raise KeyboardInterrupt
        return found_in(wishes, lines, *more, **other)  # type: ignore[arg-type]

    told_first: list[tuple[int, int]] = []
    tell = Job.tell

    def noted(self: Job, done: int, of: int, message: str) -> None:
        told_first.append((done, of))
        tell(self, done, of, message)

    monkeypatch.setattr(Job, "tell", noted)
    monkeypatch.setattr(work, "found_in", dies)
    job = taken()
    with pytest.raises(KeyboardInterrupt):
        run(job)
    job.lost()
    run(taken())
    assert asked == [1, 251, 251, 501], "what was done is not done again"
    assert told_first[:2] == [(0, 700), (250, 700)], "progress goes on too"
    told = client.get(f"/lists/{token}.json").json()
    assert [one["input_row"] for one in told["statuses"]] == list(range(1, 701))
    monkeypatch.undo()
    stopped = client.get(f"/lists/{token}/rows.csv?comments=no").getvalue()
    Job.objects.all().delete()
    other = client.post("/search/hst/list.json?radius=5", long_list(700), content_type="text/plain").json()["list"]
    run(taken())
    assert other != token and client.get(f"/lists/{other}/rows.csv?comments=no").getvalue() == stopped


def test_it_goes_with_its_job(client: Client, jobs_folder: Path, settings: Any) -> None:
    token = client.post("/search/hst/list.json", b"M 31\n", content_type="text/plain").json()["list"]
    assert (jobs_folder / token / "upload").read_bytes() == b"M 31\n"
    settings.JOBS_KEPT_DAYS = -1
    purge()
    assert not (jobs_folder / token).exists() and client.get(f"/lists/{token}").status_code == 404


def test_nothing_is_kept_of_what_is_refused(client: Client, jobs_folder: Path, settings: Any) -> None:
    settings.JOBS_WAITING = 0
    answer = client.post("/search/hst/list.json", long_list(700), content_type="text/plain")
    assert answer.status_code == 503 and answer["Retry-After"]
    assert not list(jobs_folder.glob("*"))


def test_room_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 10)
    answer = client.post("/search/hst/list.json", b"10.6847 41.2690\n", content_type="text/plain")
    assert answer.status_code == 503 and "room" in answer.json()["errors"][0]["message"]


def test_names_asked_elsewhere_are_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolved(name: str, *, resolver: str) -> Resolution:
        if resolver == "any":
            asked.append(name)
        return Resolution(name, None, messages=("Nobody knows it.",))

    monkeypatch.setattr(looking, "resolve", resolved)
    monkeypatch.setattr(looking.remote, "enabled", lambda: True)
    monkeypatch.setattr(looking, "REMOTE_NAMES", 3)
    lookups = looking.Lookups("any", 180, most=3)
    told = [lookups.of(f"nobody knows {number}").said for number in range(5)]
    assert len(asked) == 3 and "more than 3 names" in told[3] and "Nobody knows it" in told[4]
    text = "".join(f"nobody knows {number}\n" for number in range(9)).encode()
    answer = client.post("/search/hst/list.json", text, content_type="text/plain")
    assert answer.status_code == 202, "so many names are not asked while the reader waits"
    asked.clear()
    run(taken())
    told = client.get(f"/lists/{answer.json()['list']}.json").json()
    assert told["result"]["statuses"]["unresolved"] == 9
    assert len(asked) == 4, "five were asked before, and are remembered"


@pytest.mark.parametrize("name", ["csv", "votable", "xlsx", "fits"])
def test_one_table_for_each_target_in_an_archive(client: Client, name: str) -> None:
    text = "M 31\n../../etc/passwd\n10.6847, 41.2690\nCON\nM 31\n🔭\n83.63 22.01\n"
    address = pasted(client, text, radius="1")
    page = client.get(address).content.decode()
    assert f'{address}/tables.zip?format=csv"' in page and faults(page) == []
    answer = client.get(f"{address}/tables.zip?format={name}&comments=no")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        held = archive.namelist()
        contents = list(csv.DictReader(io.StringIO(archive.read("contents.csv").decode())))
        sizes = {each: archive.getinfo(each).file_size for each in held}
    statuses = read_csv(client, f"{address}/statuses.csv")
    assert [(one["input_row"], one["status"], one["in_table"]) for one in contents] == [
        (one["input_row"], one["status"], one["in_table"]) for one in statuses
    ]
    assert held == ["contents.csv", *(one["file"] for one in contents if one["file"])]
    assert [bool(one["file"]) for one in contents] == [one["in_table"] != "0" for one in statuses]
    assert len(set(held)) == len(held) > 3 and all(sizes.values())
    assert all(re.fullmatch(r"[A-Za-z0-9_.+-]+", each) and ".." not in each for each in held)


def test_the_tables_of_an_archive_are_the_rows_of_the_list(client: Client) -> None:
    address = pasted(client, "M 31\n83.63 22.01\n", radius="1")
    whole = read_csv(client, f"{address}/rows.csv")
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}/tables.zip?comments=no").getvalue())) as archive:
        parts = [
            list(csv.DictReader(io.StringIO(archive.read(each).decode(), newline="")))
            for each in archive.namelist()[1:]
        ]
    assert [row for part in parts for row in part] == whole
    assert all(len({row["input_row"] for row in part}) == 1 for part in parts)


def test_a_long_list_has_several_archives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LINES", 250)
    told = client.post("/search/hst/list.json?radius=60", long_list(700), content_type="text/plain").json()
    run(taken())
    here = f"/lists/{told['list']}"
    done = client.get(f"{here}.json").json()
    addresses = [one.removeprefix("http://testserver") for one in done["files"]["tables"].values() if "csv" in one]
    assert len(addresses) == 3
    rows: list[str] = []
    for address in addresses:
        with zipfile.ZipFile(io.BytesIO(client.get(address).getvalue())) as opened:
            contents = opened.read("contents.csv").decode()
            rows += [
                row["input_row"] for row in csv.DictReader(line for line in contents.splitlines() if line[0] != "#")
            ]
    assert rows == [str(number) for number in range(1, 701)]
    for wrong in ("after=1", "after=750", "after=x", "after=-250", "after=%00", "format=nothing", "format=%ff"):
        answer = client.get(f"{here}/tables.zip?{wrong}")
        assert answer.status_code == 400 and "Write one of" in answer.json()["errors"][0]["message"], wrong
    assert client.get("/lists/nothing-of-the-kind/tables.zip").status_code == 404


def test_a_list_is_corrected_in_place(client: Client) -> None:
    given = {"list": "M 31\nM 3l\n", "radius": "2", "sci_instrume": "ACS", "read_as": "names", "each": "5"}
    address = pasted(client, given["list"], **{name: value for name, value in given.items() if name != "list"})
    link = next(one for one in tree(client.get(address).content.decode()).iter("a") if one.text == "Correct this list")
    answer = client.get(str(link.get("href")))
    html = answer.content.decode()
    assert answer.status_code == 200 and faults(html) == [] and answer["Cache-Control"] == "no-store"
    form = next(one for one in tree(html).iter("form") if one.get("id") == "search")
    filled = {str(one.get("name")): one.get("value") or "" for one in form.iter("input") if one.get("name") != "file"}
    filled |= {str(one.get("name")): (one.text or "").removeprefix("\n") for one in form.iter("textarea")}
    for menu in form.iter("select"):
        filled[str(menu.get("name"))] = next(str(o.get("value")) for o in menu.iter("option") if "selected" in o.attrib)
    assert {name: filled[name] for name in given} == given
    text = filled.pop("list").replace("M 3l", "M 33")
    mended = pasted(client, text, **filled)
    assert [one["input_text"] for one in read_csv(client, f"{mended}/statuses.csv")] == ["M 31", "M 33"]


def test_what_cannot_be_put_back_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = post(client, gzip.compress(b"M 31\n"), name="list.gz", radius="2")
    token = packed.rsplit("/", 1)[1]
    html = client.get(f"/search/hst/list?correct={token}").content.decode()
    assert "is no plain text" in html and 'value="2"' in html and faults(html) == []
    monkeypatch.setattr(list_page, "MOST_PUT_BACK", 3)
    assert "has more than" in client.get(f"/search/hst/list?correct={token}").content.decode()
    for wrong in (
        f"/search/galex/list?correct={token}",
        "/search/hst/list?correct=nothing",
        "/search/hst/list?correct=%00",
    ):
        assert client.get(wrong).status_code == 404, wrong


def test_a_post_of_another_site_is_turned_away(client: Client) -> None:
    for address in ("/search/hst/list", "/lists/"):
        answer = client.post(address, {"list": "M 31"}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403


def test_cells_can_be_had_back(client: Client) -> None:
    cells = ["=1+1", "+41 16 09", "-5", "+5.5e3", "@x", "'=1", "'", "plain", "-x", '="a"",b']
    made = io.StringIO(newline="")
    csv.writer(made).writerows([["target", "note"], *[["M 31", cell] for cell in cells]])
    address = post(client, made.getvalue().encode(), radius="0.001", each="1", sci_instrume="NOTHING")
    listed = post(client, made.getvalue().encode(), radius="3", each="1")
    assert {one["status"] for one in read_csv(client, f"{address}/statuses.csv")} == {"none"}
    for name in ("csv", "tsv", "psv", "ssv"):
        text = client.get(f"{listed}/rows.{name}?comments=no").getvalue().decode()
        notes = [line.split("M 31")[1] for line in text.splitlines()[1:]]
        assert not any(note.lstrip(',\t|; "').startswith(("=", "+41", "@", "-x")) for note in notes), notes
    rows = read_csv(client, f"{listed}/rows.csv")
    assert [
        row["input_note"].removeprefix("'") if row["input_note"].startswith("'") else row["input_note"] for row in rows
    ] == cells
    assert rows[2]["input_note"] == "-5", "a number is no formula"
