"""The pages and documents about the API: complete, found by clients, and their examples run."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from mastsite.api.documents import document, search_address
from mastsite.api.missions import api_of
from mastsite.search.registry import missions
from tests.api.ask import get, loaded, post

API_MD = Path(__file__).parents[2] / "docs" / "api.md"
FILE_ADDRESSES = ("/api/v0.1/Download/file", "/api/v0.1/Download/bundle.sh", "/whoami")
every_mission = pytest.mark.parametrize("slug", list(missions()))


def page(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_is_what_clients_look_for():
    """The pattern is the one of the upcoming astroquery; other relative matches would stop it."""
    found = [
        name
        for name in re.findall(r"[\w/\.-]+openapi[\w/\.-]*\.json", page("/search/docs"))
        if not name.startswith("/")
    ]
    assert found == [f"{slug}_api_openapi.json" for slug in missions()]


@every_mission
def test_the_document_describes_both_addresses_and_every_column(slug):
    status, made = get(f"/search/{slug}_api_openapi.json")
    assert status == 200 and made == document(missions()[slug])
    assert made["openapi"].startswith("3.1")
    shared = {"/search/util/api/v0.1/column_list", *FILE_ADDRESSES}
    own = {
        f"/search/{slug}/api/v0.1/{name}"
        for name in ("search", "list_products", "post_list_products", "retrieve_product", "retrieve_product_zip")
    }
    assert set(made["paths"]) == shared | own
    row = made["components"]["schemas"][f"{slug}_row"]["properties"]
    for column in missions()[slug].columns:
        assert row[column.name]["title"] == column.label
        assert column.description in row[column.name]["description"]
        assert row[column.name].get("unit", "") == column.unit
    for address, path in made["paths"].items():
        for operation in path.values():
            assert {"200"} | ({"400"} if address != "/whoami" else set()) <= set(operation["responses"])


@every_mission
def test_references_in_the_document_lead_somewhere(slug):
    made = document(missions()[slug])
    references = set(re.findall(r"#/components/schemas/([^'\"]+)", str(made)))
    assert references <= set(made["components"]["schemas"])


@every_mission
@pytest.mark.usefixtures("archive")
def test_examples_run(slug):
    post_operation = document(missions()[slug])["paths"][search_address(missions()[slug])]["post"]
    examples = post_operation["requestBody"]["content"]["application/json"]["examples"]
    assert examples
    for example in examples.values():
        status, reply = post(slug, example["value"])
        if slug in loaded():
            assert status == 200 and reply["results"], (example, reply)
        else:
            # The tests ask no resolver on the network, and a mission without rows may name what only those know.
            assert status == 200 or {error["name"] for error in reply["errors"]} == {"target"}, (example, reply)


def test_an_unknown_document_is_404_with_near_misses():
    status, said = get("/search/hts_api_openapi.json")
    assert status == 404 and "hst" in said["detail"]


class _Outline(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.ids = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]


@every_mission
def test_the_page_of_a_mission_shows_what_the_document_has(slug):
    html = page(f"/search/{slug}/api/")
    outline = _Outline(html)
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("table") == outline.tags.count("caption")
    assert len(outline.ids) == len(set(outline.ids))
    for column in missions()[slug].columns:
        assert f"<code>{column.name}</code>" in html
    for key in ("limit", "conditions", "target", "radius_units", "sort_desc", "count_only"):
        assert f"<code>{key}</code>" in html
    assert "curl" in html and search_address(missions()[slug]) in html


def test_the_page_of_no_mission_is_404():
    response = Client().get("/search/hts/api/")
    assert response.status_code == 404 and "/search/hst/api/" in response.content.decode()


def test_any_origin_may_ask():
    preflight = Client().options(search_address(missions()["hst"]), headers={"Origin": "https://elsewhere.example"})
    assert preflight.status_code == 204 and preflight["Access-Control-Allow-Origin"] == "*"
    assert (
        "POST" in preflight["Access-Control-Allow-Methods"]
        and "Content-Type" in preflight["Access-Control-Allow-Headers"]
    )
    refused = Client().post(search_address(missions()["hst"]), b"{", content_type="application/json")
    assert refused["Access-Control-Allow-Origin"] == "*"


def test_posts_need_no_token_and_no_slash():
    client = Client(enforce_csrf_checks=True)
    response = client.post(search_address(missions()["hst"]), b"[]", content_type="application/json")
    assert response.status_code == 400


@pytest.mark.usefixtures("archive")
def test_head_is_get_without_a_body():
    address = f"{search_address(missions()['hst'])}?limit=1"
    head, whole = Client().head(address), Client().get(address)
    assert head.status_code == 200 and head["Content-Type"] == whole["Content-Type"]


def test_operations_have_names_of_their_own():
    names = [
        operation["operationId"]
        for mission in missions().values()
        for path in api_of(mission).get_openapi_schema(path_prefix="")["paths"].values()
        for operation in path.values()
        if operation["operationId"] != "column_list"
    ]
    assert len(names) == len(set(names)) == 4 * len(missions())


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", API_MD.read_text(), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("code", blocks("sh"))
def test_commands_in_the_guide_run(live_address, tmp_path, code):
    done = _run(["bash", "-e", "-c"], code, live_address, tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"detail"' not in done.stdout and done.stdout.strip()


@pytest.mark.parametrize("code", blocks("python"))
def test_python_in_the_guide_runs(live_address, tmp_path, code):
    import sys

    done = _run([sys.executable, "-c"], code, live_address, tmp_path)
    assert done.returncode == 0 and done.stdout.strip(), done.stderr


def _run(command, code, live_address, folder):
    code = code.replace("http://127.0.0.1:8000", live_address)
    return subprocess.run([*command, code], cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_guide_names_every_key():
    from mastsite.api.body import ColumnEntry, SearchBody

    text = API_MD.read_text()
    for name in (*SearchBody.model_fields, *ColumnEntry.model_fields):
        assert f"`{name}`" in text, name
