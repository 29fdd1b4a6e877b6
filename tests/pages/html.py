"""What every page must be, read from its HTML: valid, labelled, without anything inline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

LABELLED = ("input", "select", "textarea")


def tree(html: str) -> Element:
    """The page as elements without namespaces; a parse error fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def faults(html: str) -> list[str]:
    """Everything that is wrong with a page; none for a good one."""
    try:
        page = tree(html)
    except html5lib.html5parser.ParseError as error:
        return [f"not valid HTML: {error}"]
    return [*_ids(page), *_references(page), *_labels(page), *_inline(page), *_structure(page)]


def _ids(page: Element) -> Iterator[str]:
    for name, times in Counter(item.get("id") for item in page.iter() if item.get("id")).items():
        if times > 1:
            yield f"id {name!r} stands {times} times"


def _references(page: Element) -> Iterator[str]:
    ids = {item.get("id") for item in page.iter()}
    for item in page.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "list", "data-copy"):
            for name in (item.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} leads to nothing"
        if item.tag == "a" and (item.get("href") or "").startswith("#") and item.get("href", "")[1:] not in ids:
            yield f"the link {item.get('href')} leads to nothing"


def _labels(page: Element) -> Iterator[str]:
    named = {item.get("for") for item in page.iter("label")}
    inside = {id(item) for label in page.iter("label") for item in label.iter()}
    for item in page.iter():
        if item.tag not in LABELLED or item.get("type") == "hidden":
            continue
        if item.get("id") not in named and id(item) not in inside and not item.get("aria-label"):
            yield f"{item.tag} {item.get('name')!r} has no label"
    for item in page.iter("button"):
        if not "".join(item.itertext()).strip():
            yield "a button says nothing"
    for item in page.iter("a"):
        if not "".join(item.itertext()).strip():
            yield f"the link to {item.get('href')} says nothing"
        if item.get("href") is None:
            yield "a link has no address"


def _inline(page: Element) -> Iterator[str]:
    for item in page.iter():
        if item.tag == "style" or (item.tag == "script" and not item.get("src")):
            yield f"<{item.tag}> stands in the page"
        for attribute in item.attrib:
            if attribute == "style" or attribute.startswith("on") or attribute.startswith(("hx-on", "data-hx-on")):
                yield f"{item.tag} has {attribute}="


def _structure(page: Element) -> Iterator[str]:
    for tag, times in (("h1", 1), ("main", 1), ("title", 1)):
        found = [item for item in page.iter(tag) if not _in_svg(page, item)]
        if len(found) != times:
            yield f"{len(found)} <{tag}> and not {times}"
    if page.get("lang") is None:
        yield "the page has no language"
    for item in page.iter("nav"):
        if not item.get("aria-label"):
            yield "a nav has no name"
    level = 0
    for item in page.iter():
        if item.tag in ("h1", "h2", "h3", "h4") and not _in_summary(item):
            if int(item.tag[1]) > level + 1 and level:
                yield f"<{item.tag}> after <h{level}>"
            level = int(item.tag[1])
    for table in page.iter("table"):
        if table.find("caption") is None:
            yield "a table has no caption"
        for head in table.iter("th"):
            if not head.get("scope"):
                yield "a th has no scope"


def _in_svg(page: Element, item: Element) -> bool:
    return any(item is inner for svg in page.iter() if str(svg.tag).endswith("svg") for inner in svg.iter())


def _in_summary(item: Element) -> bool:
    return item.get("id") == "sum-t"


def text(html: str) -> str:
    """The words of a page, blanks squeezed."""
    return " ".join("".join(tree(html).itertext()).split())
