"""The receipt of a search, and whether a receipt that somebody brings still holds."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mastsite.exports import receipts
from mastsite.exports.receipts import Found, Receipt, ReceiptError
from mastsite.pages import asking, errors, files
from mastsite.pages.asking import results_address, site_address
from mastsite.pages.keeping.asked import TROUBLE, refused, unanswered
from mastsite.pages.keeping.bare import LONGEST_LINK, of_file
from mastsite.pages.typed import Pairs
from mastsite.pages.words import amount, printable
from mastsite.search.params import Fault, QueryError
from mastsite.search.plan import Unresolved
from mastsite.search.query import Query
from mastsite.search.registry import get_mission

MOST_BYTES = 200_000
"""Of a receipt that is brought: the longest there are have fewer."""
_BETWEEN = re.compile(r"[^\w:.-]+", re.ASCII)
_TOKEN = re.compile(r"\.?[\w-]{20,}:[\w-]{20,}", re.ASCII)

Facts = dict[str, object]


@csrf_exempt  # it changes nothing; a post only carries longer lists than an address can
@require_http_methods(("GET", "HEAD", "POST"))
def receipt_page(request: HttpRequest, slug: str, extension: str = "") -> HttpResponse:
    """Run a search for its identifiers, and give the receipt."""
    mission = get_mission(slug)
    pairs: Pairs = []
    plain = bool(extension)
    try:
        pairs = asking.pairs_of(request)
        asked = asking.ask(mission, pairs)
    except QueryError as error:
        return refused(request, mission, pairs, error.faults, plain=plain)
    query, placed = of_file(asked.query), of_file(asked.placed)
    try:
        receipt = receipts.make(query, placed, within_s=settings.PAGE_TIME_LIMIT_S)
    except TROUBLE as error:
        return unanswered(request, query, error, plain=plain)
    except ReceiptError as error:
        if plain:
            return files.refuse(None, 400, [Fault("", "", str(error))])
        ways = [(results_address(query), "The search"), (files.file_address(query, "csv"), "All rows as CSV")]
        return errors.problem(request, 400, "There is no receipt of so many rows", str(error), ways=ways)
    said = document(request, query, receipt)
    if plain:
        response: HttpResponse = JsonResponse(said, json_dumps_params={"indent": 1, "ensure_ascii": False})
        response["Content-Disposition"] = f'inline; filename="{mission.slug}_receipt.json"'
        response["Access-Control-Allow-Origin"] = "*"
    else:
        context = {
            "mission": mission, "receipt": receipt, "sentence": printable(receipt.query), "address": said["address"],
            "verify": said["verify"] if len(str(said["verify"])) <= LONGEST_LINK else reverse("verify"),
            "back_search": results_address(query), "id_column": mission.id_column,
            "file": f"{mission.slug}_receipt.json", "json": asking.address(mission, "receipt.json", query.params()),
            "text": printable(json.dumps(said, indent=1, ensure_ascii=False)),
        }  # fmt: skip
        response = render(request, "keeping/receipt.html", context)
    response["Cache-Control"] = "no-store"  # it says the moment it was made
    return response


def document(request: HttpRequest, query: Query, receipt: Receipt) -> Facts:
    """A receipt as its file has it."""
    token = receipt.token()
    site = site_address(request)
    told = {name: value for name, value in asdict(receipt).items() if name not in ("params", "places")}
    verify = f"{site}{reverse('verify')}?{urlencode({'token': token})}"
    return {**told, "address": site + results_address(query), "token": token, "verify": verify}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a receipt: ``same``, ``changed`` (the holdings), ``differs``, ``not ours`` or ``not run``."""

    word: str
    sentence: str
    receipt: Receipt | None = None
    now: Found | None = None

    @property
    def status(self) -> int:
        return {"not ours": 400, "not run": 503}.get(self.word, 200)

    @property
    def title(self) -> str:
        return {
            "same": "The same rows", "changed": "The holdings have changed", "differs": "It differs",
            "not ours": "Not a receipt of this site", "not run": "The search could not be run again",
        }[self.word]  # fmt: skip


def judge(text: str) -> Verdict:
    """Read a receipt, run its search again, and compare."""
    try:
        token, told = _parted(text)
        receipt = receipts.read(token)
    except ReceiptError as error:
        return Verdict("not ours", str(error))
    for name, value in asdict(receipt).items():
        if name in told and name not in ("params", "places") and told[name] != value:
            said = f"The text says {name} {str(told[name])[:80]!r}, and the signed part says {str(value)[:80]!r}."
            return Verdict("differs", f"{said} The text was changed after it was signed.", receipt)
    try:
        now = receipts.count_rows(receipts.query_of(receipt), within_s=settings.PAGE_TIME_LIMIT_S)
    except (*TROUBLE, ReceiptError, Unresolved) as error:
        return Verdict("not run", str(error), receipt)
    if (now.rows, now.sha256_of_ids) == (receipt.rows, receipt.sha256_of_ids):
        also = "" if now.holdings_version == receipt.holdings_version else " They were loaded anew meanwhile."
        return Verdict("same", f"The search finds the same {_rows(now.rows)} in the same order.{also}", receipt, now)
    if now.holdings_version != receipt.holdings_version:
        said = f"Then {_rows(receipt.rows)} of {receipt.holdings_version}; now {_rows(now.rows)} of {now.holdings_version}."
        return Verdict("changed", said, receipt, now)
    said = f"Then {_rows(receipt.rows)}, now {_rows(now.rows)}, and the holdings are the same loading. Write to the operator."
    return Verdict("differs", said, receipt, now)


def _rows(number: int) -> str:
    return amount(number, "row", "rows")


def _parted(text: str) -> tuple[str, Facts]:
    """The token in a text (a receipt's file, its address, or the token alone), and what the text says beside it.

    Raises
    ------
    ReceiptError : there is none in it.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if isinstance(values, dict) and isinstance(values.get("token"), str):
        return values["token"].strip(), values
    words = _BETWEEN.split(unquote(text))  # word by word, so that a long text takes no longer than its length
    found = max(filter(_TOKEN.fullmatch, words), key=len, default="")
    if not found:
        said = text.strip()[:40]
        raise ReceiptError(
            f"“{printable(said)}” was read, and no receipt is in it. Paste the whole receipt, or its token."
            if said
            else "Nothing was sent. Paste a receipt, or choose its file."
        )
    return found, {}


@csrf_exempt  # it changes nothing
@require_http_methods(("GET", "HEAD", "POST"))
def verify(request: HttpRequest, extension: str = "") -> HttpResponse:
    """Take a receipt as ``token=``, as pasted text or as a file, and say whether it still holds."""
    verdict = None
    if request.method == "POST" or "token" in request.GET:
        text, trouble = _brought(request)
        verdict = Verdict("not ours", trouble) if trouble else judge(text)
    status = verdict.status if verdict else 200
    if extension:
        if verdict is None:
            return files.refuse(
                None, 400, [Fault("token", "", "Nothing was sent. Send a receipt as token, or post it.")]
            )
        said = {
            "verdict": verdict.word, "sentence": verdict.sentence,
            "receipt": asdict(verdict.receipt) if verdict.receipt else None,
            "now": asdict(verdict.now) if verdict.now else None,
        }  # fmt: skip
        response: HttpResponse = JsonResponse(said, status=status)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        context = {"verdict": verdict, "sentence": printable(verdict.sentence) if verdict else ""}
        if verdict and verdict.receipt:
            context["query"] = printable(verdict.receipt.query)
            context["back_search"] = f"/search/{verdict.receipt.mission}/results?{urlencode(verdict.receipt.params)}"
        response = render(request, "keeping/verify.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _brought(request: HttpRequest) -> tuple[str, str]:
    """The text that was brought, and what is wrong with it."""
    if request.method != "POST":
        return request.GET["token"], ""
    if request.content_type not in asking.FORMS:
        data = request.body
    elif isinstance(file := request.FILES.get("file"), UploadedFile) and file.size:
        if (file.size or 0) > MOST_BYTES:
            return (
                "",
                f"The file has {file.size:,} bytes, and no receipt has more than {MOST_BYTES:,}. Choose the receipt's file.",
            )
        data = file.read()
    else:
        return request.POST.get("receipt") or request.POST.get("token", ""), ""
    if len(data) > MOST_BYTES:
        return (
            "",
            f"{len(data):,} bytes were sent, and no receipt has more than {MOST_BYTES:,}. Send the receipt alone.",
        )
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "What was sent is not text in UTF-8, as receipts are. Choose the receipt's file."
