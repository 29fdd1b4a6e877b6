"""The form for feedback, and the page that thanks for it."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from mastsite.feedback import about, form, keeping, link, stamps
from mastsite.feedback.form import FeedbackForm
from mastsite.form_renderer import summary
from mastsite.freshness import build

_REFERENCE = re.compile(r"\d{4}-\d{4}", re.ASCII)


class SeeOther(HttpResponseRedirect):
    status_code = 303


class _Token(CsrfViewMiddleware):
    """Django's own check of the token, which gives its reason in place of a page without what was typed."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


@csrf_exempt  # the token is checked in `_send`, so that a refusal shows the form with its text again
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The form, empty or as it was sent with what is wrong; what is good is kept and thanked for."""
    return _send(request) if request.method == "POST" else _empty(request)


def _empty(request: HttpRequest) -> HttpResponse:
    told: list[str] = []
    named = link.came_from(request, form.clean(request.GET.get(link.ABOUT, "")))
    try:
        page = about.read(named, request.get_host())
    except about.NoPage as error:
        page = about.Page()
        told.append(f"The link to this page was not whole. {error}")
    if request.GET.get(link.CUT) and "?" not in page.address:
        told.append(
            "The address of the page you come from is too long to be carried along, so that its search is missing here. "
            "If it matters, say in the message what you searched for."
        )
    if not keeping.takes_messages():
        told.append("This site takes no messages at present. Write to the operator.")
    empty = FeedbackForm(request=request, initial={"page": page.address, "stamp": stamps.new_stamp()})
    empty.page_meant = page
    return _page(request, empty, told=told)


def _send(request: HttpRequest) -> HttpResponse:
    try:
        sent = FeedbackForm(request.POST, request=request)
    except (RequestDataTooBig, TooManyFieldsSent):
        again = FeedbackForm(request=request, initial={"stamp": stamps.new_stamp()})
        sentence = f"More was sent than is read. A message has up to {form.LONGEST_MESSAGE:,} characters: shorten it."
        return _page(request, again, told=[sentence], status=413)
    status, retry_s, renewed = 400, 0, False
    if sent.is_valid() and not _token_is_good(request):
        status = 403
        sent.add_error(
            None,
            "The sign that this form comes from this site is missing or old. Allow the one cookie of this page, which "
            "carries it, and press Send again.",
        )
    if not sent.errors:
        typed = {name: sent.cleaned_data[name] for name in ("message", "kind", "contact")}
        try:
            reference = keeping.keep(sent.number, sent.page_meant, **typed)
        except keeping.NotKept as error:
            status, retry_s, renewed = error.status, error.retry_s, isinstance(error, keeping.SentBefore)
            sent.add_error("message", str(error))
        else:
            words = {"reference": reference} | (
                {link.ABOUT: sent.page_meant.address} if sent.page_meant.address else {}
            )
            return _private(SeeOther(f"{reverse('feedback:thanks')}?{urlencode(words)}"))
    sent.again(renewed=renewed)
    response = _page(request, sent, status=status)
    if retry_s:
        response["Retry-After"] = str(retry_s)
    return response


def _token_is_good(request: HttpRequest) -> bool:
    check = _Token(lambda asked: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _send, (), {}) is None


def _page(
    request: HttpRequest, shown: FeedbackForm, *, told: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": shown, "page": shown.page_meant, "summary": summary(shown) if shown.is_bound else [], "told": told or [],
        "build": build(), **_contact(),
    }  # fmt: skip
    return _private(render(request, "feedback/form.html", context, status=status))


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, the number of the message, and the way back."""
    reference = request.GET.get("reference", "")
    try:
        page = about.read(form.clean(request.GET.get(link.ABOUT, "")), request.get_host())
    except about.NoPage:
        page = about.Page()
    context = {"reference": reference if _REFERENCE.fullmatch(reference) else "", "page": page, **_contact()}
    return _private(render(request, "feedback/thanks.html", context))


def _contact() -> dict[str, object]:
    return {"contact": settings.CONTACT, "contact_is_mail": "@" in settings.CONTACT and " " not in settings.CONTACT}


def _private(response: HttpResponse) -> HttpResponse:
    """For one reader alone, and for no search engine. Kept by their browser, so that going back finds what was typed."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
