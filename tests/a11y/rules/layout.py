"""What a browser measures of a page that is laid out: width, cut text, targets, what stays in view, movement."""

from __future__ import annotations

import re
from typing import Any

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
"""What a reader may set, and a page must bear (WCAG 2.2, 1.4.12)."""

SMALLEST_TARGET_PX = 24
STICKY_SHARE = 1 / 3
"""The most of a small view that parts may take that stay while the rest moves."""

TOOK = re.compile(r"searched in [\d.,]+ m?s|\b[0-9a-f]{16}\b")
"""What differs from one request to the next: the time that it took, and its number."""

Found = list[str]


def sideways(tab: Any, width: int, height: int = 900) -> Found:
    """What makes a page wider than a window of `width` px; tables scroll in boxes of their own."""
    tab.set_viewport_size({"width": width, "height": height})
    return tab.evaluate(
        """() => { const wide = document.scrollingElement.scrollWidth;
        if (wide <= innerWidth) return [];
        const outside = [...document.body.querySelectorAll("*")].filter((item) => item.getBoundingClientRect().right > innerWidth + 1
            && !item.closest(".scroll, .vh")).slice(0, 5).map((item) => item.outerHTML.slice(0, 100));
        return [`${wide} px wide in ${innerWidth}`, ...outside]; }"""
    )


def cut(tab: Any) -> Found:
    """Text that does not fit into a box that hides what is too much."""
    return tab.evaluate(
        """() => [...document.body.querySelectorAll("*")].filter((item) => {
            if (!item.checkVisibility() || item.closest(".vh, select, svg, option") || !item.textContent.trim()) return false;
            const style = getComputedStyle(item), hides = (word) => word === "hidden" || word === "clip";
            return (hides(style.overflowX) && item.scrollWidth > item.clientWidth + 1)
                || (hides(style.overflowY) && item.scrollHeight > item.clientHeight + 1);
        }).map((item) => item.outerHTML.slice(0, 120))"""
    )


def small_targets(tab: Any) -> Found:
    """Links and buttons under 24 by 24 px that another is too near to (WCAG 2.2, 2.5.8); those within sentences are exempt.

    A small one passes when a circle of 24 px around its middle meets no other target and no such circle of another
    small one. A link that is broken into lines counts line by line.
    """
    return tab.evaluate(
        r"""(least) => {
        const small = (box) => box.width < least - .5 || box.height < least - .5;
        const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
        const gap = ([x, y], box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
        const between = (one, other) => Math.hypot(middle(one)[0] - middle(other)[0], middle(one)[1] - middle(other)[1]);
        const words = (text) => text.replace(/[\s·,;.|/]+/g, " ").trim();
        const inSentence = (item) => {
            if (item.tagName !== "A" || getComputedStyle(item).display !== "inline") return false;
            const line = item.closest("p, li, dd, td, th, h1, h2, h3, caption, figcaption, label");
            if (!line) return false;
            let rest = words(line.textContent);
            for (const link of line.querySelectorAll("a")) rest = rest.replace(words(link.textContent), "");
            return /[\p{L}\p{N}]/u.test(rest);
        };
        const pieces = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter((item) => item.checkVisibility() && !item.disabled && !item.closest(".skip, .vh"))
            .flatMap((item) => [...item.getClientRects()].filter((box) => box.width && box.height)
                .map((box) => ({item, box, room: item.closest(".scroll")})));
        const crowded = (one) => pieces.some((other) => other.room === one.room && other.item !== one.item
            && !other.item.contains(one.item) && !one.item.contains(other.item)
            && (small(other.box) ? between(one.box, other.box) < least - .5 : gap(middle(one.box), other.box) < least / 2 - .5));
        return pieces.filter((one) => small(one.box) && !inSentence(one.item) && crowded(one)).map(({item, box}) =>
            `${Math.round(box.width)} by ${Math.round(box.height)} px: ${item.outerHTML.slice(0, 100)}`);
        }""",
        SMALLEST_TARGET_PX,
    )


def space_out(tab: Any) -> None:
    """Open every panel and set the text as widely as a reader may, by a sheet that the policy has no say in."""
    tab.evaluate(
        """(rules) => {
        document.querySelectorAll("details").forEach((panel) => { panel.removeAttribute("name"); panel.open = true; });
        const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets.push(sheet); }""",
        SPACING,
    )


def leading_nowhere(tab: Any) -> Found:
    """Links, forms and buttons that do nothing without a script."""
    return tab.evaluate(
        """() => [...document.querySelectorAll("a:not([href]), a[href='#'], a[href^='javascript:'], form:not([action]), button[type=button]")]
        .filter((item) => item.checkVisibility()).map((item) => item.outerHTML.slice(0, 120))"""
    )


def in_the_way(tab: Any) -> Found:
    """Parts that stay in view while the rest moves and take too much of it."""
    return tab.evaluate(
        """(share) => [...document.body.querySelectorAll("*")].filter((item) => {
            const style = getComputedStyle(item); if (!["sticky", "fixed"].includes(style.position)) return false;
            const box = item.getBoundingClientRect(), scroll = item.closest(".scroll");
            const view = scroll && scroll.scrollHeight > scroll.clientHeight + 1 ? scroll.clientHeight : innerHeight;
            const across = style.insetInlineStart !== "auto" && style.insetBlockStart === "auto";
            return across ? box.width > (scroll || document.documentElement).clientWidth * (1 - share)
                : box.height > Math.min(innerHeight, view) * share;
        }).map((item) => `${item.tagName} ${item.className} ${Math.round(item.getBoundingClientRect().width)} by `
            + `${Math.round(item.getBoundingClientRect().height)} px in ${innerWidth} by ${innerHeight}`)""",
        STICKY_SHARE,
    )


def moving(tab: Any) -> Found:
    """Elements that would move by themselves or slide."""
    return tab.evaluate(
        """() => [...document.querySelectorAll("*")].filter((item) => { const style = getComputedStyle(item);
            return style.animationName !== "none" || style.scrollBehavior === "smooth"
                || style.transitionDuration.split(",").some((word) => parseFloat(word) > 0); })
            .map((item) => item.outerHTML.slice(0, 100))"""
    )


def words(tab: Any) -> list[str]:
    """The text of the main part as lines, without what only a script fills or shows, and without how long it took."""
    text = tab.evaluate(
        """() => { const main = document.querySelector("main").cloneNode(true);
        main.querySelectorAll("[hidden], script, button[type=button], textarea, [aria-live], [role=status], #live").forEach((item) => item.remove());
        return main.textContent; }"""
    )
    lines = (" ".join(TOOK.sub("", line).split()) for line in text.splitlines())
    return [line for line in lines if line]
