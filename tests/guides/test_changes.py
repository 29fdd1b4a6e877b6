"""The changelog as a page and a feed, and what stands there because somebody said so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from mastsite.guides import changelog, changes
from tests.pages.html import faults, text, tree

LOG = """# Changelog

Words in front of every release are for its writers.

## Unreleased

- Radii take units. (you said: message 4832-1907)
- A line that
  goes on, with `<code>` and **more** and [a link](https://example.org/?a=1&b=2). (you said: a report, astropy/astroquery#638).

## 1.0.0, 2027-01-15

The first <b>one</b>.

### Searching

* Stars are lines too; see [the docs](docs/feedback.md) and [this](javascript:alert(1)) and [that](//evil.example).
- (you said: nothing) stands in front and is no mark
"""


def test_it_is_read() -> None:
    now, first = changelog.read(LOG)
    assert (now.title, now.day, first.title, first.day) == ("Unreleased", None, "1.0.0, 2027-01-15", date(2027, 1, 15))
    assert [line.html for line in now.lines] == [
        "Radii take units.",
        "A line that goes on, with <code>&lt;code&gt;</code> and <strong>more</strong> and "
        '<a href="https://example.org/?a=1&amp;b=2">a link</a>.',
    ]
    assert [line.said for line in now.lines] == [
        "message 4832-1907",
        'a report, <a href="https://github.com/astropy/astroquery/issues/638">astropy/astroquery#638</a>',
    ]
    assert [(part.title, part.paragraphs) for part in first.parts] == [
        ("", ("The first &lt;b&gt;one&lt;/b&gt;.",)),
        ("Searching", ()),
    ]
    assert first.because_you_said == () and len(first.lines) == 2
    assert "the docs (<code>docs/feedback.md</code>)" in first.lines[0].html
    assert 'href="javascript' not in first.lines[0].html and 'href="//' not in first.lines[0].html


@pytest.mark.parametrize(
    "log", ["", "# Changelog", "words\n- line", "## \n\n- x", "##\n###\n-\n- \n", "## a\n## a\n", "\0"]
)
def test_odd_logs(log: str) -> None:
    for release in changelog.read(log):
        assert release.anchor


@pytest.mark.usefixtures("archive")
class TestPages:
    def test_the_page_shows_every_line_once_and_first_what_somebody_asked_for(self, client: Client) -> None:
        response = client.get("/changes")
        html = response.content.decode()
        assert response.status_code == 200 and faults(html) == [] and not response.cookies
        releases = changes.held().releases
        said = [line for release in releases for line in release.because_you_said]
        assert said and all(line.said for line in said)
        ids = {item.get("id") for item in tree(html).iter()}
        for release in releases:
            assert release.anchor in ids and {line.anchor for line in release.lines} <= ids
        first = html.partition('id="you-said"')[2].partition("</section>")[0]
        assert first.count("<li>") == len(said) and html.index('id="you-said"') < html.index(releases[0].anchor)
        raw = [line for line in changes.path().read_text().splitlines() if line.startswith("- ")]
        assert sum(len(release.lines) for release in releases) == len(raw)

    def test_the_feed(self, client: Client) -> None:
        response = client.get("/changes.atom")
        assert response.status_code == 200 and response["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(response.content)
        atom = {"a": "http://www.w3.org/2005/Atom"}
        entries = feed.findall("a:entry", atom)
        releases = changes.held().releases
        assert [entry.findtext("a:title", namespaces=atom) for entry in entries] == [one.title for one in releases]
        links = [str(entry.find("a:link", atom).get("href")) for entry in entries]  # type: ignore[union-attr]
        assert links[0].endswith(f"/changes#{releases[0].anchor}")
        assert client.get("/changes.atom").content == response.content

    def test_a_log_of_ours(self, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "CHANGELOG.md"
        path.write_text(LOG)
        monkeypatch.setattr(changes, "path", lambda: path)
        html = client.get("/changes").content.decode()
        assert faults(html) == [] and "You said: message 4832-1907. Unreleased." in text(html)
        assert b"2027-01-15T00:00:00+00:00" in client.get("/changes.atom").content
        path.write_text("# Changelog\n\n## 1\n\n- Nothing was asked for.\n")
        assert "Nothing yet. Be the first." in text(client.get("/changes").content.decode())
        path.unlink()
        html = client.get("/changes").content.decode()
        assert faults(html) == [] and "not installed with this copy" in text(html)
        assert client.get("/changes.atom").status_code == 200

    def test_every_page_leads_there(self, client: Client) -> None:
        assert 'href="/changes"' in client.get("/status").content.decode()
        assert 'type="application/atom+xml"' in client.get("/changes").content.decode()
