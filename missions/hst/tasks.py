"""The published tasks of usability rounds, all at the pages of Hubble. The tests walk each of them and compare its words."""

from mastsite.search.declare import Task

_M31 = "/search/hst/results?target=m+31&radius=10&sci_instrume=STIS&sci_start_time=%3C+2010"
"""The search of T01."""
_FEW = "/search/hst/results?target=m+31&radius=5&sci_instrume=STIS%2CCOS&rows=10"
_OLD = "/hst/search.php?target=m+31&sci_instrume=STIS"

tasks = (
    Task("T00", "form", "Get from the top of the form page to its first box.", "/search/hst/", "The box Target has the focus."),
    Task(
        "T01", "form", "Find all Hubble observations with STIS within 10 arcminutes of M 31 taken before 2010.",
        "/search/hst/", "The results are open; target, radius, instrument and time stand in the line that says what was asked.",
    ),
    Task(
        "T02", "results", "Copy the API call for that search.",
        _M31, "The address of the API is on the clipboard, or selected and said to be ready to copy.",
    ),
    Task(
        "T03", "form", "You typed abc as radius. Repair it.",
        "/search/hst/results?target=m+31&radius=abc", "The participant says what was wrong, and the results of a repaired radius are open.",
    ),
    Task(
        "T04", "form", "Find out how to ask for a range of dates without leaving the form.",
        "/search/hst/", "The participant says a spelling that works, and the form is still open.",
    ),
    Task(
        "T05", "form", "Search around 00 42 44.3 +41 16 09, which is on your clipboard, and check how it was read.",
        "/search/hst/", "The results are open, and the participant says how the position was read.",
    ),
    Task(
        "T06", "form", "Search three targets at once: M31, M33, NGC 205.",
        "/search/hst/", "The results are open and name three targets.",
    ),
    Task(
        "T07", "form", "Find everything of proposals 8059 and 9000 to 9100, and check how that was read.",
        "/search/hst/", "The results are open; the participant says how the condition was read.",
    ),
    Task(
        "T08", "results", "Show the longest exposures first.",
        _M31, "The first row has the longest exposure of the whole result, not of one page.",
    ),
    Task("T09", "results", "Go to the third page of results.", "/search/hst/results?target=m+31&radius=10", "Page 3 is open."),
    Task(
        "T10", "results", "Select the first three data sets and download them.",
        _M31, "A download of these three has begun, or the list of their files is open.",
    ),
    Task(
        "T11", "results", "Download the whole result as CSV, and find where it is to be had as VOTable.",
        _M31, "The CSV is there with as many rows as the heading said, and the participant is at the link of the VOTable.",
    ),
    Task(
        "T12", "results", "Add the column Target Descrip, hide Release Date.",
        _M31, "The table shows the one and not the other; the search is the same.",
    ),
    Task(
        "T13", "results", "Same search, but within 30 arcminutes.",
        _M31, "The results have the new radius and every other condition as before.",
    ),
    Task(
        "T14", "form", "Your search finds nothing. Find out which condition is to blame and relax it.",
        "/search/hst/results?target=m+31&radius=5&sci_instrume=STIS&sci_start_time=%3E2020",
        "The participant names the condition, and results are open.",
    ),
    Task("T15", "results", "Start over with an empty form.", _M31, "The form is open and no box holds anything."),
    Task(
        "T16", "retirement", "Open your ten-year-old bookmark of the old form, some time after it retired.",
        f"{_OLD}&as-of=2027-11-01", "The new form is open and filled; the participant says which parameter was not carried over.",
    ),
    Task(
        "T17", "retirement", "This page is retiring: when, why, what instead? Put the date in your calendar.",
        _OLD, "The participant says date, reason and successor, and has the calendar file.",
    ),
    Task(
        "T18", "reading", "Read RA and Dec of the second data set and write them down exactly.",
        _M31, "What is written down equals the file, digit by digit.",
    ),
    Task(
        "T19", "reading", "Which of the first five rows has the largest exposure time?",
        _M31, "The participant names the right dataset.",
    ),
    Task(
        "T20", "reading", "Get a Python snippet for this search, with JavaScript switched off.",
        _M31, "The code stands in the participant's editor or has been saved.",
    ),
    Task(
        "T21", "retirement", "Hide the retirement notice and carry on where you were.",
        _OLD, "The notice is gone and the participant is at the form.",
    ),
    Task(
        "T22", "collecting",
        "Search at once around M 31, a position, a data set and a star that does not exist; find out which line failed, write M 110 in its place, and download all rows.",
        "/search/hst/list", "The participant names the line, and has the file of rows of four targets.",
    ),
    Task(
        "T23", "collecting", "Leave out what was taken with STIS, and find out how long most of the rest were exposed.",
        _FEW, "The participant says 100 to 1,000 seconds.",
    ),
    Task(
        "T24", "collecting",
        "Put the first two rows into the basket, then take one out again; find the list of addresses to download.",
        _FEW, "One row is in the basket, and the participant is at the list of addresses.",
    ),
)  # fmt: skip
