"""Old calls found in scripts of every kind, their new addresses, the proof, and the page; nothing of a script is run."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from mastsite.legacy.migrate import proof
from mastsite.legacy.migrate.calls import Call
from mastsite.legacy.migrate.finder import MOST_CALLS, MOST_LINES, Unreadable, find
from mastsite.legacy.migrate.plain import one
from mastsite.legacy.migrate.proof import prove
from mastsite.legacy.migrate.translation import translate
from tests.legacy.replaying import body_of, cases
from tests.pages.html import faults, text, tree

ROOT = Path(__file__).resolve().parents[2]
HST = "https://archive.stsci.edu/hst/search.php"

PYTHON = {
    "plain": (f'urlopen("{HST}?target=m31&action=Search")', f"{HST}?target=m31&action=Search"),
    "neighbours": (f'u = ("{HST}"\n     "?target=m31"\n     "&action=Search")', f"{HST}?target=m31&action=Search"),
    "plus": (f'b = "{HST}?"\nu = b + "target=" + "m31"\nurlopen(u)', f"{HST}?target=m31"),
    "plus-hole": (f'b = "{HST}?target="\nurlopen(b + name + "&action=Search")', f"{HST}?target={{name}}&action=Search"),
    "percent": (f'urlopen("{HST}?sci_pep_id=%d&sci_aec=%s" % (8059, x))', f"{HST}?sci_pep_id=8059&sci_aec={{x}}"),
    "percent-codes": (f'urlopen("{HST}?a=%%3C%s" % 5)', f"{HST}?a=%3C5"),
    "percent-named": (f'urlopen("{HST}?a=%(t)s" % {{"t": "m31"}})', f"{HST}?a=m31"),
    "format": (f'urlopen("{HST}?ra={{0}}&dec={{d}}".format(ra, d=41.2))', f"{HST}?ra={{ra}}&dec=41.2"),
    "f-string": (f'D = 41.26875\nurlopen(f"{HST}?ra={{ra:.3f}}&dec={{D:.2f}}")', f"{HST}?ra={{ra}}&dec=41.27"),
    "join": (f'urlopen("&".join(["{HST}?a=1", "b=2"]))', f"{HST}?a=1&b=2"),
    "params": (f'requests.get("{HST}", params={{"target": t, "radius": 3.0}})', f"{HST}?target={{t}}&radius=3.0"),
    "params-grown": (
        f'p = dict(target="m31")\np["radius"] = 2\np.update(action="Search")\nrequests.get("{HST}", p)',
        f"{HST}?target=m31&radius=2&action=Search",
    ),
    "params-list": (f'requests.get("{HST}", {{"sci_aec[]": ["S", "C"]}})', f"{HST}?sci_aec%5B%5D=S&sci_aec%5B%5D=C"),
    "urlencode": (f'urlopen("{HST}?" + urlencode({{"a": "<3", "b": x}}))', f"{HST}?a=%3C3&b={{x}}"),
    "urlencode-pairs": (f'urlopen("{HST}?" + urllib.urlencode([("a", 1), ("b", 2)]))', f"{HST}?a=1&b=2"),
    "quote": (f'urlopen("{HST}?target=" + quote("m 31"))', f"{HST}?target=m%2031"),
    "post": (f'requests.post("{HST}", data={{"a": 1}})', f"{HST}?a=1"),
    "post-bytes": (f'urlopen("{HST}", urlencode({{"a": 1}}).encode())', f"{HST}?a=1"),
    "function": (f'B = "{HST}"\ndef f(t):\n    return get(B + "?target=%s" % t)', f"{HST}?target={{t}}"),
    "class": (
        f'class A:\n    def __init__(self):\n        self.u = "{HST}"\n    def go(self):\n        urlopen(self.u + "?a=1")',
        f"{HST}?a=1",
    ),
    "class-constant": (f'class A:\n    U = "{HST}"\n    def go(self):\n        urlopen(self.U + "?a=1")', f"{HST}?a=1"),
    "grown": (f'u = "{HST}?a=1"\nu += "&b=2"\nurlopen(u)', f"{HST}?a=1&b=2"),
    "comprehension": (f'[urlopen("{HST}?t=" + n) for n in names]', f"{HST}?t={{n}}"),
    "lambda": (f'f = lambda n: urlopen("{HST}?t=" + n)', f"{HST}?t={{n}}"),
    "host-later": ('urlopen(base + "/hst/search.php?a=1")', "{base}/hst/search.php?a=1"),
    "not-used": (f'url = "{HST}?a=1"', f"{HST}?a=1"),
    "python-2": (f'print urllib2.urlopen("{HST}?a=1").read()', f"{HST}?a=1"),
    "python-2-except": (f'try:\n    urlopen("{HST}?a=1")\nexcept IOError, e:\n    print e', f"{HST}?a=1"),
    "no-python-line": (f'!!!\nx = 1\ny = 2\nz = 3\nurlopen("{HST}?a=1")', f"{HST}?a=1"),
    "comment": (f"import x\n# see {HST}?a=1 for more", f"{HST}?a=1"),
}
SHELL = {
    "curl": (f"curl '{HST}?target=m31&action=Search'", f"{HST}?target=m31&action=Search"),
    "curl-lines": (f'curl -s \\\n  -o x.csv \\\n  "{HST}?a=1"', f"{HST}?a=1"),
    "curl-data": (f"curl -d target=m31 --data 'b=2&c=3' {HST}", f"{HST}?target=m31&b=2&c=3"),
    "curl-urlencode": (f"curl --data-urlencode 'target=m 31' -G {HST} | head", f"{HST}?target=m+31"),
    "curl-form": (f"curl -F target=m31 -F 'a=<3' -F 'b=x y' {HST}", f"{HST}?target=m31&b=x+y"),
    "curl-variable": (f'T=m31\ncurl "{HST}?target=$T&radius=${{R}}"', f"{HST}?target=m31&radius={{R}}"),
    "wget": (f"wget -O out.csv '{HST}?a=1'", f"{HST}?a=1"),
    "wget-post": (f"wget --post-data='a=1&b=2' {HST}", f"{HST}?a=1&b=2"),
}
OTHER = {
    "idl": (f"url = '{HST}?target='+strtrim(name)+'&a=1'", f"{HST}?target={{strtrim(name)}}&a=1"),
    "perl": (f'my $url = "{HST}?target=" . $name . "&a=1";', f"{HST}?target={{name}}&a=1"),
    "perl-inside": (f'my $url = "{HST}?target=$name&a=1";', f"{HST}?target={{name}}&a=1"),
    "html": (f'<p><a href="{HST}?a=1&amp;b=2">here</a></p>', f"{HST}?a=1&b=2"),
    "letter": (f"Dear all, see ({HST}?a=1), and be well.", f"{HST}?a=1"),
    "un-encoded": (f"Go to {HST}?a=<3&b=>=2 now", f"{HST}?a=<3&b=>=2"),
    "stdatu": ("http://stdatu.stsci.edu/iue/search.php?a=1", "http://stdatu.stsci.edu/iue/search.php?a=1"),
    "two-words": (
        "http://archive.stsci.edu/kepler/data_search/search.php?a=1",
        "http://archive.stsci.edu/kepler/data_search/search.php?a=1",
    ),
    "xcorr": ("http://archive.stsci.edu/xcorr.php?a=1", "http://archive.stsci.edu/xcorr.php?a=1"),
}
NOTHING = {
    "another-host": 'urlopen("https://example.org/hst/search.php?a=1")',
    "another-page": "https://archive.stsci.edu/missions-and-data/hst",
    "a-host-like-it": "https://archive.stsci.edu.example.org/hst/search.php?a=1",
    "in-a-path": "https://example.org/archive.stsci.edu/hst/search.php?a=1",
    "prose": "The classic search pages were at hst/search.php, once.",
    "empty": "",
}


def shown(calls: tuple[Call, ...]) -> list[str]:
    return [call.shown for call in calls]


@pytest.mark.parametrize("name", PYTHON)
def test_calls_in_python(name: str) -> None:
    script, address = PYTHON[name]
    assert shown(find(script).calls) == [address]


@pytest.mark.parametrize("name", SHELL)
def test_calls_in_shell(name: str) -> None:
    script, address = SHELL[name]
    found = find(script)
    assert shown(found.calls) == [address]
    assert found.calls[0].kind == "shell"
    assert found.calls[0].posted == ("?" not in script and "-G" not in script)


@pytest.mark.parametrize("name", OTHER)
def test_calls_in_other_text(name: str) -> None:
    script, address = OTHER[name]
    assert shown(find(script).calls) == [address]


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_call(name: str) -> None:
    assert find(NOTHING[name]).calls == ()


def test_this_site_is_a_host_too() -> None:
    assert find("http://127.0.0.1:8000/hst/search.php?a=1").calls == ()
    assert len(find("http://127.0.0.1:8000/hst/search.php?a=1", ("127.0.0.1:8000",)).calls) == 1


def test_nothing_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    script = f'import pathlib\nu = "{HST}?a=" + pathlib.Path("{mark}").write_text("x")\n__import__("os").system("touch {mark}")'
    find(f"{script}\nurlopen(u)")
    find(f"curl '{HST}?a='$(touch {mark})")
    assert not mark.exists()


def test_what_is_conditional_is_told() -> None:
    found = find(f'u = "{HST}?a=1"\nif x:\n    u += "&b=2"\nurlopen(u)')
    assert shown(found.calls) == [f"{HST}?a=1&b=2"]
    assert "Line 3" in found.calls[0].notes[0]


@pytest.mark.parametrize(
    "script",
    ["(" * 5000, "a=" + "-" * 50_000 + "1", "x = " + "+".join(["'a'"] * 20_000), "\n".join("a = a + a" for _ in range(500)), "'" * 999, "\\" * 999 + f"\ncurl '{HST}", "{" * 9999],
    ids=["brackets", "minuses", "sums", "doubling", "quotes", "backslashes", "braces"],
)  # fmt: skip
def test_twisted_scripts_end(script: str) -> None:
    find(script)
    find(f"{script}\n\n{HST}?a=1")


@pytest.mark.parametrize(
    ("script", "said"),
    [("a\0b", "no text"), ("x\n" * (MOST_LINES + 2), "lines"), ("x" * 1_000_001, "characters")],
    ids=["binary", "lines", "characters"],
)
def test_what_is_not_read(script: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        find(script)


def test_more_calls_than_are_looked_into_are_counted() -> None:
    found = find(f"{HST}?a=1\n" * (MOST_CALLS + 7))
    assert (len(found.calls), found.more) == (MOST_CALLS, 7)


CORPUS = [case for case in cases() if case.method == "GET" and case.new == "same"]


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.id)
def test_the_corpus_is_proven(case, archive: None) -> None:
    call = one(f"http://archive.stsci.edu{case.path}?{case.query}")
    assert call is not None
    translation = translate(call)
    assert translation.problems == ()
    found = prove(translation)
    assert found.verdict == "same", found
    assert found.old is not None
    if case.column == translation.query.mission.id_column:
        assert found.old.rows == min(sum(map(int, case.rows.split("+"))), proof.MOST_ROWS)


def test_a_difference_would_be_seen(archive: None) -> None:
    from dataclasses import replace

    translation = translate(one(f"{HST}?sci_pep_id=4062&action=Search"))
    other = translate(one(f"{HST}?sci_pep_id=5236&action=Search"))
    assert prove(replace(translation, query=other.query)).verdict == "different"


def get(**words: str):
    return Client().get("/migrate/", words)


def ask(**words: str) -> dict:
    return json.loads(Client().post("/migrate/", {**words, "format": "json"}).content)


HOLES = {
    "target": (f"{HST}?target={{x}}&radius=1&action=Search&outputformat=CSV", "m31"),
    "ra": (f"{HST}?ra={{x}}&dec=41.269&radius=0.5&action=Search&outputformat=CSV", "10.6847"),
    "radius": (f"{HST}?ra=10.6847&dec=41.269&radius={{x}}&action=Search&outputformat=CSV", "0.4"),
    "cone": (f"{HST}?RA=10.6847&DEC=41.269&SR={{x}}&outputformat=CSV", "0.005"),
    "cone-place": (f"{HST}?RA={{x}}&DEC=41.269&SR=0.005&outputformat=CSV", "10.6847"),
    "number": (f"{HST}?sci_pep_id={{x}}&sci_instrume=FOS&action=Search&outputformat=CSV", "4062"),
    "text": (f"{HST}?sci_instrume={{x}}&sci_pep_id=5236..6300&action=Search&outputformat=CSV", "FOS"),
    "records": (f"{HST}?sci_pep_id=7876&max_records={{x}}&action=Search&outputformat=CSV", "11"),
    "extra": (
        f"{HST}?extra_column_name_1=sci_pep_id&extra_column_value_1={{x}}&action=Search&outputformat=CSV",
        "4062",
    ),
}


@pytest.mark.parametrize("name", HOLES)
def test_a_new_address_with_its_hole_filled_gives_the_same_rows(name: str, archive: None) -> None:
    address, value = HOLES[name]
    call = ask(script=f'urlopen(f"{address}")')["calls"][0]
    assert call["proof"]["verdict"] == "not run"
    assert "{x}" in call["new_address"]
    new = call["new_address"].replace("{x}", quote(value)).partition("//testserver")[2]
    answer = body_of(Client().get(new)).decode()
    ours = [row["sci_data_set_name"] for row in csv.DictReader(_rows(answer))]
    old = body_of(Client().get(address.replace("{x}", quote(value)).partition(".edu")[2])).decode().splitlines()
    theirs = [row["Dataset"] for row in csv.DictReader([old[0], *(line for line in old[2:] if line)])]
    assert ours == theirs
    assert ours


def _rows(answer: str) -> io.StringIO:
    return io.StringIO("".join(line for line in answer.splitlines(keepends=True) if not line.startswith("#")))


def test_the_python_of_a_hole_runs(archive: None) -> None:
    call = ask(script=f'def f(name):\n    urlopen("{HST}?target=" + name + "&radius=1&action=Search")')["calls"][0]
    scope = {"name": "m 31"}
    exec(call["code"]["python"], scope)
    assert "target=m+31" in scope["url"]
    assert Client().get(scope["url"].partition("//testserver")[2]).status_code == 200


PROBLEMS = {
    "unknown-path": ("https://archive.stsci.edu/hts/search.php?a=1", "Did you mean"),
    "not-held": ("https://archive.stsci.edu/kepler/koi/search.php?kepid=1&action=Search", "not held here"),
    "tool": ("https://archive.stsci.edu/xcorr.php?target=m31", "Only the host"),
    "form": ("https://archive.stsci.edu/hst/search.php", "searches nothing yet"),
    "base": ("https://archive.stsci.edu/hst/search.php?sci_data_set_name=Y*&", "base of a cone search"),
    "unresolved": (f"{HST}?target=no+such+star+12&action=Search", "no+such star 12".replace("+", " ")),
    "bad-value": (f"{HST}?sci_pep_id=abc&action=Search", "abc"),
    "bad-action": (f"{HST}?action=Eat", "Eat"),
    "upload": (f"{HST}?form=fuf&action=Search", "uploads a list"),
    "path-later": ("https://archive.stsci.edu/{mission}/search.php?a=1", "only when the script runs"),
    "odd-radius": (f"{HST}?RA={{x}}&DEC=41&SR=big", "big"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_has_no_new_address_says_why(name: str, archive: None) -> None:
    address, said = PROBLEMS[name]
    answer = json.loads(get(address=address, format="json").content)
    assert answer["calls"][0]["new_address"] == ""
    assert said in " ".join(answer["calls"][0]["problems"])
    assert answer["calls"][0]["proof"]["verdict"] == "not run"
    page = get(address=address)
    assert page.status_code == 200
    assert faults(page.content.decode()) == []


def test_what_is_not_translated_is_listed(archive: None) -> None:
    page = text(get(address=f"{HST}?sci_pep_id=4062&sci_foo=3&makedistinct=on&action=Search").content.decode())
    assert "sci_foo=3" in page
    assert "makedistinct=on" in page


def test_the_page_shows_the_proof(archive: None) -> None:
    html = get(address=f"{HST}?sci_pep_id=4062&action=Search").content.decode()
    assert faults(html) == []
    words = text(html)
    assert "1 old call, 1 with the same rows at the new address" in words
    digests = re.findall(r"<code>([0-9a-f]{64})</code>", html)
    assert len(digests) == 2
    assert len(set(digests)) == 1
    links = [
        item.get("href") for item in tree(html).iter("a") if (item.get("href") or "").startswith("/search/hst/results")
    ]
    assert Client().get(links[0]).status_code == 200


def test_the_empty_page(archive: None) -> None:
    answer = get()
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []


REFUSED = {
    "nothing": ({"script": " "}, 400, "Nothing was pasted"),
    "no-address": ({"address": "what"}, 400, "no classic address"),
    "both": ({"address": f"{HST}?a=1", "script": "x"}, 400, "Send one of them"),
    "binary": ({"script": "\0\1\2"}, 400, "no text"),
    "a-million-lines": ({"script": "\n" * 10**6 + "x"}, 400, "lines"),
    "too-much": ({"script": "x" * (6 * 2**20)}, 413, "in parts"),
    "odd-format": ({"address": f"{HST}?a=1", "format": "xml"}, 400, "format"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("as_json", [False, True], ids=["page", "json"])
def test_bad_input_is_told(name: str, as_json: bool, archive: None) -> None:
    words, status, said = REFUSED[name]
    answer = Client().post(f"/migrate/{'?format=json' * as_json}", words)
    if as_json and "format" in words:
        assert answer.status_code in (400, 200)
        return
    assert answer.status_code == status
    if as_json:
        assert said in json.loads(answer.content)["error"]
    else:
        assert said in text(answer.content.decode())
        assert faults(answer.content.decode()) == []


def test_no_calls_found_is_told(archive: None) -> None:
    answer = Client().post("/migrate/", {"script": "print('hello')"})
    assert answer.status_code == 200
    assert "No call of a classic address was found" in text(answer.content.decode())


def test_a_script_may_be_the_body(archive: None) -> None:
    script = PYTHON["plain"][0]
    answer = Client().post("/migrate/?format=json", script, content_type="text/plain")
    assert [call["line"] for call in json.loads(answer.content)["calls"]] == [1]


def test_typed_markup_stays_text(archive: None) -> None:
    html = (
        Client().post("/migrate/", {"script": f"{HST}?target=<script>alert(1)</script>&action=Search"}).content.decode()
    )
    assert "<script>alert" not in html
    assert faults(html) == []


def test_an_address_stands_for_itself_in_the_new_script(archive: None) -> None:
    script = f'# old\nif True:\n    r = get("{HST}?sci_pep_id=4062&outputformat=CSV&action=Search")\ns = post("{HST}", data={{"sci_pep_id": 5236, "action": "Search"}})\n'
    new = ask(script=script)["rewritten"]
    compile(new, "new", "exec")
    lines = new.splitlines()
    assert lines[2].startswith("    # new address")
    assert lines[3].startswith('    r = get("http://testserver/search/hst/results.csv?sci_pep_id=4062&')
    assert lines[4].startswith("# not replaced; the new address is http://testserver/search/hst/")
    assert lines[5] == script.splitlines()[3]


def test_the_new_shell_script_is_quoted(archive: None) -> None:
    new = ask(script=f"curl -o x '{HST}?sci_pep_id=4062&action=Search'\n")["rewritten"]
    assert re.fullmatch(r"# new address.*\ncurl -o x 'http://testserver/search/hst/results\?[^']*'\n", new)


def test_the_worked_example(archive: None) -> None:
    """What ``docs/migrating-scripts.md`` says of its script."""
    doc = (ROOT / "docs/migrating-scripts.md").read_text(encoding="utf-8")
    script = re.search(r"```python\n(.*?)```", doc, re.DOTALL)[1]
    answer = ask(script=script)
    whole, opened = answer["calls"]
    said = " ".join(doc.split())
    assert f"in line {whole['line']}, is complete" in said
    assert f"“{whole['sentence'].removesuffix('.')}”" in said
    assert f"both give {whole['proof']['old']['rows']} rows" in said
    assert whole["proof"]["verdict"] == "same"
    assert f"in line {opened['line']}, has a hole" in said
    assert "/search/hst/results.csv?sci_pep_id={number}&" in opened["new_address"]
    compile(answer["rewritten"], "new", "exec")
    assert answer["rewritten"].count("/search/hst/results.csv") == 2
    assert '"&max_records=5000' not in answer["rewritten"]
