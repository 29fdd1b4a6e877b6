"""Pictures as SVG files of their own, for an <img>: bars, and the sky with right ascension increasing to the left."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 280, 170
"""Pixels; narrow enough for the narrowest screen."""
_INK, _NET, _FILL, _PAPER = "#222", "#999", "#1a5fb4", "#fff"
MOST_BARS = 60
"""More bars than this would be thinner than can be seen: neighbours share one."""


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="11"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>{"".join(parts)}</svg>\n'
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_INK}">{escape(words)}</text>'


def bars(title: str, bins: Sequence[tuple[str, int]]) -> str:
    """One bar for each bin, the first and last of them named below."""
    share = -(-len(bins) // MOST_BARS) or 1
    heights = [sum(rows for _name, rows in bins[at : at + share]) for at in range(0, len(bins), share)]
    top, base, most = 20.0, HEIGHT - 22.0, max(heights, default=0) or 1
    wide = WIDTH / max(len(heights), 1)
    parts = [
        f'<rect x="{at * wide + 0.5:.1f}" y="{base - (base - top) * rows / most:.1f}" width="{max(wide - 1, 0.5):.1f}" '
        f'height="{(base - top) * rows / most:.1f}" fill="{_FILL}"/>'
        for at, rows in enumerate(heights)
    ]
    parts.append(f'<path d="M0 {base}H{WIDTH}" stroke="{_INK}"/>')
    parts.append(_text(2, 13, f"highest bar: {most:,} rows"))
    if bins:
        parts += [_text(2, HEIGHT - 7, bins[0][0]), _text(WIDTH - 2, HEIGHT - 7, bins[-1][0], "end")]
    return _svg(title, parts)


def sky(title: str, cells: Sequence[tuple[float, float, int]]) -> str:
    """A plate carrée map of the whole sky: a dot for each cell, larger for more rows."""
    left, top, wide, high = 5.0, 8.0, 270.0, 135.0
    most = max((rows for *_centre, rows in cells), default=1)
    net = "".join(f"M{left + wide * n / 4:.1f} {top}V{top + high}" for n in range(5))
    net += "".join(f"M{left} {top + high * n / 2:.1f}H{left + wide}" for n in range(3))
    parts = [f'<path d="{net}" stroke="{_NET}" fill="none"/>']
    parts += [
        f'<circle cx="{left + wide * (1 - ra / 360):.1f}" cy="{top + high * (90 - dec) / 180:.1f}" '
        f'r="{1.2 + 2.3 * (rows / most) ** 0.5:.2f}" fill="{_FILL}" fill-opacity=".75"/>'
        for ra, dec, rows in cells
    ]
    parts += [_text(left, HEIGHT - 10, "RA 360°"), _text(WIDTH / 2, HEIGHT - 10, "180°", "middle")]
    parts += [_text(WIDTH - left, HEIGHT - 10, "0°", "end"), _text(left + 2, top + 10, "Dec +90°")]
    parts.append(_text(left + 2, top + high - 3, "−90°"))
    return _svg(title, parts)
