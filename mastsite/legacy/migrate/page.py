"""``/migrate/``: a pasted address or script, its classic calls, what replaces them, and the proof; as a page or as JSON."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from mastsite.exports.cells import printable
from mastsite.legacy.migrate import plain
from mastsite.legacy.migrate.calls import LONGEST_ADDRESS, without_marks
from mastsite.legacy.migrate.finder import Found, Unreadable, find
from mastsite.legacy.migrate.proof import Proof, prove
from mastsite.legacy.migrate.rewriting import Rewritten, rewrite
from mastsite.legacy.migrate.template import python_of, shell_of
from mastsite.legacy.migrate.translation import Translation, translate, whole
from mastsite.legacy.sent import Refused, pairs_of, query_of, sent_by, text_of
from mastsite.legacy.shapes.answering import SILENT_DATABASE
from mastsite.snippets import SNIPPETS, Snippet

TIME_BUDGET_S = 20.0
"""Of all proofs of one script; calls after that are translated and not run."""

LANGUAGES = ("curl_get", "python_pandas", "python_astroquery")


@dataclass(frozen=True, slots=True)
class Entry:
    """One call with all that is said of it."""

    number: int
    translation: Translation
    proof: Proof
    snippets: tuple[Snippet, ...]
    site: str

    @property
    def call(self) -> str:
        return printable(self.translation.call.shown)

    @property
    def prefix(self) -> str:
        """What ids of its boxes go on with."""
        return str(self.number)

    @property
    def address(self) -> str:
        new = self.translation.new_address
        return f"{self.site}{new}" if new else ""


@csrf_exempt  # scripts may post here, and nothing is changed by it
def migrate(request: HttpRequest) -> HttpResponseBase:
    """Answer a pasted address or script."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    as_json = dict(pairs_of(query_of(request))).get("format") == "json"
    try:
        words, script = _sent(request)
        as_json = as_json or words.get("format") == "json"
        if words.get("format", "") not in ("", "json", "html"):
            raise Refused(400, f"format was read as “{words['format'][:40]}”. Write json, or leave it out.")
        return _answer(request, words, script, as_json=as_json)
    except (Refused, Unreadable) as error:
        status = error.status if isinstance(error, Refused) else 400
        return _refuse(request, status, str(error), as_json=as_json)
    except DatabaseError:
        return _refuse(request, 503, SILENT_DATABASE, as_json=as_json)


def _sent(request: HttpRequest) -> tuple[dict[str, str], str]:
    """The words of the request, and the script: a field, a file, or the body as it is."""
    if request.method == "POST" and request.content_type == "text/plain":
        if len(request.body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Refused(413, "More was sent than is read. Send the part with the addresses.")
        return dict(pairs_of(query_of(request))), text_of(request.body)[0]
    sent = sent_by(request)
    words = dict(sent.pairs)
    script = text_of(sent.file.read())[0] if sent.file else words.get("script", "")
    return words, script


def _answer(request: HttpRequest, words: dict[str, str], script: str, *, as_json: bool) -> HttpResponse:
    address = words.get("address", "").strip()
    site = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    hosts = (request.get_host().lower(), urlsplit(site).netloc.lower())
    if address and script.strip():
        raise Refused(400, "An address and a script were both sent. Send one of them.")
    context: dict[str, object] = {"address": printable(address), "script": printable(script), "asked": False}
    if not address and not script.strip():
        if request.method == "POST" or as_json:
            raise Refused(400, "Nothing was pasted. Send an old address as address=, or a script as script=.")
        return render(request, "legacy/migrate.html", context)
    found = _found(address, script, hosts)
    done, entries = _looked_into(found, site)
    new = rewrite(found, done, site) if script.strip() and entries else None
    if as_json:
        return JsonResponse(_as_json(found, entries, new), json_dumps_params={"ensure_ascii": False, "indent": 1})
    context |= {
        "asked": True,
        "found": found,
        "entries": entries,
        "rewritten": new,
        "lines": new.text.count("\n") + 2 if new else 0,
        "same": sum(entry.proof.verdict == "same" for entry in entries),
    }
    return render(request, "legacy/migrate.html", context)


def _found(address: str, script: str, hosts: tuple[str, ...]) -> Found:
    if script.strip():
        return find(script, hosts)
    if len(address) > LONGEST_ADDRESS:
        raise Refused(400, f"The address has {len(address):,} characters, and {LONGEST_ADDRESS:,} are read.")
    if "\n" in address:
        return find(address, hosts)
    call = plain.one(without_marks(address), hosts)
    if call is None:
        raise Refused(
            400,
            f"“{printable(address[:80])}” is no classic address. One looks like "
            "https://archive.stsci.edu/hst/search.php?target=m+31&action=Search.",
        )
    return Found(address, (call,))


def _looked_into(found: Found, site: str) -> tuple[list[tuple[Translation, Proof]], list[Entry]]:
    began = time.monotonic()
    done: list[tuple[Translation, Proof]] = []
    entries: list[Entry] = []
    for number, call in enumerate(found.calls, start=1):
        translation = translate(call)
        late = time.monotonic() - began > TIME_BUDGET_S
        proof = Proof(why_not="The time of one request was up before it.") if late else prove(translation)
        done.append((translation, proof))
        entries.append(Entry(number, translation, proof, _snippets(translation, site), site))
    return done, entries


def _snippets(translation: Translation, site: str) -> tuple[Snippet, ...]:
    if translation.template:
        curl, python = SNIPPETS["curl_get"], SNIPPETS["python_pandas"]
        return (
            Snippet("curl", curl.label, shell_of(translation.template, site), curl.syntax),
            Snippet("python", "Python", python_of(translation.template, site), python.syntax),
        )
    if translation.query is None:
        return ()
    return tuple(SNIPPETS[name].write(whole(translation.query), site) for name in LANGUAGES)


def _as_json(found: Found, entries: list[Entry], new: Rewritten | None) -> dict[str, object]:
    return {
        "calls": [
            {
                "line": entry.translation.call.line,
                "method": "POST" if entry.translation.call.posted else "GET",
                "old_address": entry.translation.call.shown,
                "sentence": entry.translation.sentence,
                "new_address": entry.address,
                "nearest": f"{entry.site}{entry.translation.nearest}" if entry.translation.nearest else "",
                "problems": list(entry.translation.problems),
                "not_translated": [
                    {"name": item.name, "value": item.value, "why": item.why}
                    for item in entry.translation.not_translated
                ],
                "notes": [*entry.translation.call.notes, *entry.translation.notes],
                "code": {snippet.name: snippet.code for snippet in entry.snippets},
                "proof": _proof_as_json(entry.proof),
            }
            for entry in entries
        ],
        "more_calls": found.more,
        "notes": list(found.notes),
        "rewritten": new.text if new else "",
    }


def _proof_as_json(proof: Proof) -> dict[str, object]:
    sides = {"old": proof.old, "new": proof.new}
    told = {name: {"rows": side.rows, "more": side.more, "sha256": side.digest} for name, side in sides.items() if side}
    return {"verdict": proof.verdict, "why_not": proof.why_not, **told}


def _refuse(request: HttpRequest, status: int, sentence: str, *, as_json: bool) -> HttpResponse:
    if as_json:
        return JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
    return render(request, "legacy/migrate.html", {"problem": sentence, "asked": False}, status=status)
