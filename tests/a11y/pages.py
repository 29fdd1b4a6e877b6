"""Every type of page that answers in HTML, with the address of one of its kind.

To add one more: a `Page` in `SITE`, or in `of_mission` for what every mission has. The rules (axe-core, Nu Html
Checker, reflow, focus ...) run over it by its being here; `rules/test_pages.py` names any address that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from mastsite.baskets import basket, link
from mastsite.jobs.models import Job
from mastsite.jobs.queries import plain
from mastsite.jobs.states import DONE, WAITING
from mastsite.legacy.gone import GONE
from mastsite.pages import errors
from mastsite.pages.lists import work
from mastsite.pages.lists.wishes import wishes_of
from mastsite.pages.showcase import COMPONENTS
from mastsite.search import engine
from mastsite.search.declare import Mission
from mastsite.search.query import Query
from mastsite.search.registry import missions
from mastsite.search.tables import NotLoaded

BASKET = "basket"
LIST = "a list"
"""In place of a state: the job is a list of targets that is done."""
A_LIST = b"name,note\nM 31,bright\nno such star at all,\n10 41 20 30 50,which?\n83.6 95,\n0.1 -89,empty\n"
OLD_SEARCH = "https://archive.stsci.edu/hst/search.php?target=m31&radius=1&action=Search"


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes
    ----------
    name : what a failing test is called after.
    address : the page; ``{record}`` stands for the identifier of a row of `mission`, read when the test runs.
    status : what it answers; a record of a mission without rows here answers 404.
    main : one of the types that are walked by Tab in every look; the others share their parts.
    job : the state of a background job that ``{job}`` stands for, made when the test runs.
    made : makes the page where no address can be asked for it: what a site says that is broken.
    """

    name: str
    address: str
    status: int = 200
    main: bool = False
    mission: Mission | None = None
    made: Callable[[HttpRequest], HttpResponse] | None = None
    job: str = ""

    def __str__(self) -> str:
        return self.name

    def found(self) -> tuple[str, int]:
        """The address and its status, with the identifier of a row where one is named."""
        if self.job:
            return self.address.format(job=_job(self.job)), self.status
        if self.mission is None:
            return self.address, self.status
        try:
            rows = list(engine.page(Query(self.mission, columns=(self.mission.id_column,), rows=1), counted=False).rows)
        except NotLoaded:
            return self.address.format(record="none"), 404
        return self.address.format(record=quote(str(rows[0][0]), safe="")), self.status


def _job(state: str) -> str:
    """The token of a count in that state."""
    if state == BASKET:
        rows = (("k2", "201111557-c01"), ("hst", "O5EX05010"), ("hst", "no-such-row"))
        return link.write(basket.of(basket.Row(*row) for row in rows))
    if state == LIST:
        return work.begin(wishes_of(missions()["hst"], [("radius", "1"), ("each", "5")]), A_LIST).token
    asked = plain(Query(missions()["hst"]))
    job = Job.objects.filter(digest=state, state=state).first()
    return (job or Job.objects.create(kind="count", asked=asked, digest=state, state=state)).token


SITE = (
    Page("index", "/", main=True),
    Page("every mission", "/search/", main=True),
    Page("every mission, searched", "/search/?q=m+31&radius=5", main=True),
    Page("every mission, with conditions", "/search/?q=m+31&radius=5&time=1999..2004&instrument=STIS*"),
    Page("every mission, first rows of each", "/search/?q=m+31&radius=5&radius_hst=0.2&first=3"),
    Page("every mission, a list", "/search/?q=m+31%0Am+33"),
    Page("every mission, not understood", "/search/?q=no+such+star+at+all&as=dataset&radius=abc", 400),
    Page("form", "/search/hst/", main=True),
    Page("form, filled", "/search/hst/?target=m+31&radius=5&sci_instrume=STIS%2C+FOC&sci_start_time=%3C2000&rows=25"),
    Page("form, with what cannot be read", "/search/hst/?target=m+31&radius=abc&nonsense=1", 400),
    Page(
        "form, refused", "/search/hst/results?target=m+31&radius=abc&sci_start_time=31.31.&nonsense=1", 400, main=True
    ),
    Page("results", "/search/hst/results?target=m+31&radius=5&max_rpp=25", main=True),
    Page("results, one row", "/search/hst/results?sci_data_set_name=O58501060"),
    Page("results, several targets", "/search/hst/results?target=m+31%3B+m+33%3B+m+101&radius=5&max_rpp=10"),
    Page("results, every column", "/search/hst/results?target=m+31&radius=5&max_rpp=10&columns=all"),
    Page("results, sorted, second page", "/search/k2/results?kp=12..14&max_rpp=25&page=2&sort=-kp"),
    Page("results, cut", "/search/k2/results?kp=12..14&max_rpp=10&limit=7"),
    Page("empty", "/search/hst/results?target=m+31&radius=5&sci_start_time=%3E2035", main=True),
    Page("empty, name not found", "/search/hst/results?target=no+such+star+at+all&radius=5", 400),
    Page("past the last page", "/search/hst/results?page=1000000000", 404),
    Page("rows, chosen none", "/search/hst/rows", 400),
    Page("columns", "/search/hst/columns"),
    Page("record", "/search/hst/dataset/O58501060", main=True),
    Page("record that is not there", "/search/hst/dataset/no-such-row-at-all", 404),
    Page("snippets", "/search/hst/snippets?target=m+31&radius=5"),
    Page("snippets, refused", "/search/hst/snippets?target=m31&radius=abc", 400),
    Page("receipt", "/search/hst/receipt?target=m+31&radius=5"),
    Page("receipt, verify", "/receipts/verify"),
    Page("receipt, not ours", "/receipts/verify?token=nothing", 400),
    Page("facets", "/search/hst/facets?target=m+31&radius=5&sci_instrume=STIS"),
    Page("facets, not counted", "/search/hst/facets?facet=nonsense", 400),
    Page("statistics", "/search/hst/statistics?target=m+31&radius=5"),
    Page("prove it", "/search/hst/prove?target=m+31&radius=5&limit=20"),
    Page("save a search", "/search/hst/save?target=m+31&radius=5"),
    Page("save a search, refused", f"/search/hst/save?saved_as={'x' * 90}", 400),
    Page("saved search that is not there", "/saved/nothing", 404),
    Page("no mission", "/search/hts/", 404),
    Page("nowhere", "/nowhere", 404),
    Page("background job, waiting", "/jobs/{job}", job=WAITING, main=True),
    Page("background job, done", "/jobs/{job}", job=DONE),
    Page("background job that is not there", "/jobs/nothing-of-the-kind-00", 404),
    Page("list of targets", "/search/hst/list", main=True),
    Page("list of targets, refused", "/search/hst/list?radius=abc", 400),
    Page("list of targets, several missions", "/lists/"),
    Page("basket, empty", "/basket/"),
    Page("basket", "/basket/?basket={job}", job=BASKET, main=True),
    Page("basket, of a changed link", "/basket/?basket=nothing-of-the-kind", 400),
    Page("download of no kind", "/basket/files/rar", 404),
    Page("list, done", "/lists/{job}", job=LIST, main=True),
    Page("list, one table for each", "/lists/{job}/tables", job=LIST),
    Page("list, one line", "/lists/{job}/line/2", job=LIST),
    Page("list, columns", "/lists/{job}/columns", job=LIST),
    Page("list, in several missions", "/lists/?of={job},{job}", job=LIST),
    Page("list that is not there", "/lists/nothing-of-the-kind-00", 404),
    Page("operators", "/help/operators", main=True),
    Page("status", "/status"),
    Page("API", "/search/docs"),
    Page("API of a mission", "/search/hst/api/"),
    Page("timeline of retirements", "/retirements/", main=True),
    Page("timeline of a group", "/retirements/?group=hst"),
    Page("retirement", "/retirements/hst-form/", main=True),
    Page("retirement that is not there", "/retirements/nothing-of-the-kind/", 404),
    Page("old form", "/hst/search.php", main=True),
    Page("old form, upload", "/hst/search.php?form=fuf"),
    Page("old form, refused", "/hst/search.php?target=m31&radius=abc&action=Search", 400),
    Page("old results", "/hst/search.php?target=m31&radius=5&max_records=10&action=Search", main=True),
    Page("old results, empty", "/hst/search.php?target=m31&radius=5&sci_start_time=%3E2035&action=Search"),
    Page("old form of no mission", "/nowhere/search.php", 404),
    Page("migrate", "/migrate/"),
    Page("migrate, filled", f"/migrate/?{urlencode({'address': OLD_SEARCH})}"),
    Page("migrate, refused", "/migrate/?address=nothing", 400),
    Page("cross correlation", "/xcorr.php"),
    Page(
        "cross correlation, results",
        "/xcorr/search.php?target=m31&missions[]=ACS&missions[]=GALEX&max_records=2&action=Search",
    ),
    Page("pointings", "/pointings/search.php"),
    Page("pointings, results", "/pointings/search.php?primary=WFPC2&target=m31&radius=5&action=Search+Pointings"),
    Page("data set verification", "/dataset_verifier.php"),
    Page("data sets, verified", "/dataset_verifier.php?dsn=O58501060,o5850106&action=Search"),
    Page("old fields", "/search_fields.php"),
    Page("old fields of a mission", "/search_fields.php?mission=hst"),
    Page("old services", "/vo/mast_services.html"),
    Page("old parameters", "/vo/general_params.html"),
    Page("feedback", f"/feedback?{urlencode({'about': '/search/hst/results?target=m+31&radius=5'})}", main=True),
    Page("feedback, link not whole", "/feedback?about=//elsewhere.example/&cut=yes"),
    Page("feedback, thanked", "/feedback/thanks?reference=4832-1907&about=/search/hst/"),
    Page("changes", "/changes"),
    Page("accessibility", "/accessibility"),
    Page("usability", "/usability/"),
    Page("usability, tasks", "/usability/tasks"),
    Page("usability, measurements", "/usability/measurements"),
    Page("usability, a round", "/usability/round"),
    Page("usability, questionnaire", "/usability/sus"),
    Page("usability, score", "/usability/score"),
    Page("usability, findings", "/usability/findings"),
    Page("tour", "/tour/"),
    Page("tour, a step", "/tour/operators/"),
    Page("tour, the last step", "/tour/old/"),
    Page("tutorials", "/tutorials/"),
    Page("components", "/components"),
)
"""One page of each type that does not repeat for each mission."""


def of_mission(mission: Mission) -> Iterator[Page]:
    """The pages that every mission has."""
    slug, name = mission.slug, mission.short_name
    column = mission.column(mission.id_column)
    nothing = "no*such*row*at*all" if column.is_text else "-987654321"
    box = "radius" if mission.has_position else "max_rpp"
    yield Page(f"{name}: form", f"/search/{slug}/")
    yield Page(f"{name}: form, refused", f"/search/{slug}/results?{box}=abc&target=0+0", 400)
    yield Page(f"{name}: results", f"/search/{slug}/results?max_rpp=10")
    yield Page(f"{name}: empty", f"/search/{slug}/results?{urlencode({column.name: nothing})}")
    yield Page(f"{name}: record", f"/search/{slug}/dataset/{{record}}", mission=mission)
    yield Page(f"{name}: columns", f"/search/{slug}/columns")
    yield Page(f"{name}: API", f"/search/{slug}/api/")
    yield Page(f"{name}: tutorial", f"/tutorials/{slug}/")


def silent_database(request: HttpRequest) -> HttpResponse:
    return errors.busy(request, "The database of this site does not answer. Try again in a minute.")


BROKEN = (
    Page("refused, 403", "/admin-of-nothing", 403, made=errors.handler403),
    Page("broken, 500", "/search/hst/results", 500, made=errors.handler500),
    Page("database silent, 503", "/search/hst/results", 503, made=silent_database),
)
OLD_TOOLS = tuple(Page(f"old tool that is gone, {gone.path}", f"/{gone.path}", 410) for gone in GONE)
COMPONENT_STATES = tuple(
    Page(f"component {component.name}, {state}", f"/components/{component.name}/{slugify(state)}")
    for component in COMPONENTS
    for state in component.states
)
MISSIONS = tuple(page for mission in missions().values() for page in of_mission(mission))
PAGES = (*SITE, *BROKEN, *OLD_TOOLS, *COMPONENT_STATES, *MISSIONS)
