"""The files of a basket, as every kind of download: the page's links, and the addresses for programs."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from mastsite.baskets import link
from mastsite.pages import errors
from mastsite.pages.asking import site_address
from mastsite.pages.basket import asked as reading
from mastsite.pages.basket.asked import Refused
from mastsite.pages.basket.contents import contents
from mastsite.pages.basket.page import refused
from mastsite.products.kinds import KINDS
from mastsite.search.limits import TimeLimit
from mastsite.search.sending import take


@require_safe
def files(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/basket/files/<kind>``: the chosen files of a basket, as a download of that kind."""
    chosen = KINDS.get(kind)
    if chosen is None:
        said = f"“{kind[:40]}” was read as a kind of download, and there is none of that name. The kinds are {', '.join(KINDS)}."
        return errors.not_found(request, "There is no such download", said, [("/basket/", "Your basket")])
    try:
        asked = reading.read(request)
        found = contents(asked.basket, asked.choice, site_address(request), ask_upstream=asked.upstream)
    except (Refused, link.Unread) as error:
        return reading.own(refused(request, str(error)))
    except TimeLimit as error:
        return reading.own(errors.busy(request, str(error)))
    order = found.order
    if kind == "zip":
        try:
            take()
        except TimeLimit as error:
            return reading.own(errors.busy(request, str(error)))
        pieces: Iterable[bytes] = () if request.method == "HEAD" else chosen.write(order)
        response: HttpResponseBase = StreamingHttpResponse(pieces, content_type=chosen.media_type)
        response["Accept-Ranges"] = "none"
        request.META.pop("HTTP_ACCEPT_ENCODING", None)  # packed twice it would only be slower
    else:
        response = HttpResponse(b"".join(chosen.write(order)), content_type=chosen.media_type)
    response["Content-Disposition"] = f'attachment; filename="basket_{chosen.name}.{chosen.extension}"'
    response["X-Files"] = str(len(order.had))
    response["X-Files-Not-To-Be-Had"] = str(len(order.lost))
    response["X-Rows-Without-Files"] = str(len(order.absent))
    response["X-Bytes"] = str(order.bytes)
    response["X-Files-Of-Unknown-Size"] = str(order.unsized)
    return reading.own(response)
