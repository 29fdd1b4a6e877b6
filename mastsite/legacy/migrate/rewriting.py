"""The script with its addresses replaced: where one piece of it says a whole call and both sides gave the same rows.

Every other call gets a comment before its statement, in languages whose comments are known.
"""

from __future__ import annotations

from dataclasses import dataclass

from mastsite.legacy.migrate.calls import Call, Span
from mastsite.legacy.migrate.finder import Found
from mastsite.legacy.migrate.proof import Proof
from mastsite.legacy.migrate.translation import Translation

SHAPE = "it has column names in its first line instead of headings, and no line of types"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new script, and how many calls were replaced and commented on."""

    text: str
    replaced: int
    commented: int


def rewrite(found: Found, done: list[tuple[Translation, Proof]], site: str) -> Rewritten:
    """Write the script anew."""
    edits: list[tuple[int, int, str]] = []
    replaced = commented = 0
    for translation, proof in done:
        call = translation.call
        exact = proof.verdict == "same" and not translation.not_translated and not call.posted
        place = _place(found.text, call) if exact else None
        if place:
            edits.append(
                (place.start, place.end, _literal(found.text, call, place, f"{site}{translation.new_address}"))
            )
            replaced += 1
        if call.statement >= 0 and call.kind != "text":
            said = f"new address: {SHAPE}." if place else _comment(translation, proof, site)
            indent = _indent(found.text, call.statement)
            edits.append((call.statement, call.statement, f"{indent}# {said}\n"))
            commented += not place
    text, last = found.text, len(found.text) + 1
    for start, end, new in sorted(edits, reverse=True):
        if end <= last:  # one piece is replaced once
            text = text[:start] + new + text[end:]
            last = start
    return Rewritten(text, replaced, commented)


def _place(text: str, call: Call) -> Span | None:
    """The piece of the script that says the whole call."""
    if call.place:
        return call.place
    if call.kind != "shell":
        return None
    at = text.find(call.found, max(call.statement, 0))
    end_of_line = text.find("\n", max(call.statement, 0))
    return Span(at, at + len(call.found)) if at >= 0 and (end_of_line < 0 or at < end_of_line) else None


def _literal(text: str, call: Call, place: Span, address: str) -> str:
    if call.quoted:
        return f'"{address}"'  # an address has no quotation mark or backslash: they are encoded
    address = address.replace("&", "&amp;") if "&amp;" in text[place.start : place.end] else address
    if call.kind == "shell" and text[place.start - 1 : place.start] not in ("'", '"'):
        return f"'{address}'"
    return address


def _comment(translation: Translation, proof: Proof, site: str) -> str:
    if not translation.new_address:
        return " ".join(["not replaced:", *translation.problems])
    said = f"not replaced; the new address is {site}{translation.new_address}"
    if translation.not_translated:
        names = ", ".join(item.name for item in translation.not_translated)
        return f"{said} (without {names})"
    return said if proof.verdict != "different" else f"{said} (its rows are not the same: compare before use)"


def _indent(text: str, start: int) -> str:
    end = start
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return text[start:end]
