"""Every component of the pages: what it is for, and states that show it with real content.

To add one more: a template in ``templates/components``, its parameters in a comment at its top, and a `Component` here
with at least one state. A test asks that every template has one, and that every state is sound HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mastsite.pages import shown
from mastsite.pages.samples import Samples

Make = Callable[[Samples], dict[str, Any] | None]
"""From real content to what the template is given; None where this site holds nothing that would show the state."""


@dataclass(frozen=True, slots=True)
class Component:
    """
    Parameters
    ----------
    name : in its address.
    use : what it is for; `avoid` : when not to use it.
    states : title to content, the usual one first.
    place : for a part of every page, which stands once on a page and on this one too: where.
    """

    name: str
    title: str
    template: str
    use: str
    avoid: str
    states: dict[str, Make] = field(default_factory=dict)
    place: str = ""


COMPONENTS = (
    # the frame of every page
    Component(
        "skip-links", "Skip links", "base.html",
        "The first stops of Tab: to the main part, and on long pages to the form or the table.",
        "A way that is short without them; each costs a key to those who pass it.",
        place="They come into sight at the first press of Tab on this page.",
    ),
    Component(
        "header", "Header", "components/header.html",
        "The site's name and at most five links, the same on every page.",
        "For links of one page; those stand in the page.",
        place="It is at the top of this page.",
    ),
    Component(
        "trail", "Trail", "components/trail.html",
        "Where the page stands, and the ways up from it.",
        "On the list of missions, which has nothing above it.",
        place="It is above the heading of this page.",
    ),
    Component(
        "status-line", "Status line", "base.html",
        "One line that nobody sees: what is written into it is read out, after a table was sorted or a text copied.",
        "For what must be seen too, and for errors: those take the focus.",
        place="It is empty, at the end of this page's main part.",
    ),
    Component(
        "footer", "Footer", "components/footer.html",
        "Links about the site, and the reader's preferences, which work without scripts.",
        "For anything that a task needs.",
        place="It is at the end of this page.",
    ),
    # what a reader must know
    Component(
        "banner", "Banner", "retirement/banner.html",
        "That a page retires: when, why, what instead, with the search carried over. Between header and main part.",
        "For news, and twice on a page.",
        {
            "Announced": shown.banner_announced,
            "Last call": shown.banner_last_call,
            "Above an error summary": shown.banner_brief,
            "Preview of a day": shown.banner_preview,
        },
    ),
    Component(
        "error-summary", "Error summary", "components/summary.html",
        "Everything that is wrong with a form, each line a link to its box. It has the focus when the page opens, without script.",
        "For notes: the search was answered, so its remarks stand as messages.",
        {"One box": shown.summary_one, "A box, and a word that has none": shown.summary_two},
    ),
    Component(
        "messages", "Messages", "components/messages.html",
        "What the reader must know about an answer: what was cut, how something was read.",
        "For errors; a search that was not made has an error summary.",
        {"Note": shown.message_note, "Remark": shown.message_remark},
    ),
    # forms
    Component(
        "field", "Field", "components/box.html",
        "One labelled box with its unit, a hint of one sentence with a real example, and what was wrong with it. Any field "
        "of any Django form comes out as this.",
        "Without a label of its own: a placeholder is none.",
        {
            "With hint and example": shown.box_target,
            "With unit": shown.box_unit,
            "With an error": shown.box_error,
            "Menu": shown.box_menu,
            "Menu in groups": shown.box_groups,
            "With words to choose from": shown.box_words,
            "Text of several lines": shown.box_textarea,
            "Check box": shown.box_checkbox,
            "File": shown.box_file,
            "Choices": shown.box_choices,
        },
    ),
    Component(
        "hint", "Hint", "components/box.html",
        "One sentence between label and box, with an example that can be typed as it stands. It is heard with the box; an example "
        "made of signs is heard in words.",
        "For links and for a second sentence: what is long stands in the operator help.",
        {"With an example": shown.box_target, "With the words that there are": shown.hint_words, "With signs": shown.hint_aloud},
    ),
    Component(
        "target-box", "Target box", "components/group.html",
        "Names or positions in any spelling, one or several, with the radius around them.",
        "Twice on a form; coordinates in parts have boxes of their own.",
        {"A name": shown.target, "Several": shown.targets, "A position that cannot be read": shown.target_wrong},
    ),
    Component(
        "field-group", "Field group", "components/group.html",
        "Boxes that belong together, under a heading that is their name too.",
        "For hiding: every group of a form is open, and a list of links leads to each.",
        {"Of a form": shown.group},
    ),
    Component(
        "fields", "Fields of a Django form", "components/fields.html",
        "What {{ form }} gives for any Django form: its boxes in order, what is wrong with the whole above them.",
        "For search forms; those are made of a mission's declaration.",
        {"As it opens": shown.fields_open, "Sent without being filled": shown.fields_wrong},
    ),
    Component(
        "columns", "Boxes to tick", "components/ticks.html",
        "Columns to choose, in the groups of the form, each group with a legend.",
        "For one choice of several; that is a menu.",
        {"The usual columns": shown.ticks_usual, "Every column": shown.ticks_all},
    ),
    Component(
        "crib", "Operators in short", "components/crib.html",
        "Six operators in one line, at the head of a form.",
        "As the only explanation; the table of operators is a link away.",
        {"As it is": shown.nothing},
    ),
    Component(
        "operators", "Operator help", "components/operators.html",
        "Everything that a text box takes: with signs, in words, and what it finds.",
        "In the middle of a form: there is one link to it, and one table.",
        {"As it is": shown.operator_help},
    ),
    # answers
    Component(
        "facts", "Facts", "components/facts.html",
        "How the targets of a search were read: name, position, cone, and other resolvers to ask.",
        "For numbers to be compared; those are a table.",
        {"One target": shown.facts},
    ),
    Component(
        "figure", "Figure with text and table", "components/figure.html",
        "A picture for the eye, the same in words for everybody, and its numbers in a table behind.",
        "For ornament, and never without its table.",
        {"Sky around a target": shown.figure},
    ),
    Component(
        "sky-plot", "Picture of the sky", "components/sky.html",
        "Where the rows of a page lie around the searched place; the picture of a figure.",
        "By itself: a picture without its words says nothing to those who do not see it.",
        {"Around a target": shown.sky},
    ),
    Component(
        "details", "Details", "components/tools.html",
        "Panels that open, for what is needed now and then: call, files, columns. A line of tabs where there is room.",
        "In forms: what is closed is thought to lead away from the page.",
        {"Tools of a result": shown.answer},
    ),
    Component(
        "downloads", "Downloads", "components/downloads.html",
        "All rows of a search as files, each format with what it is good for.",
        "For ticked rows; those have the action bar.",
        {"Of a search": shown.answer},
    ),
    Component(
        "column-chooser", "Column chooser", "components/column_chooser.html",
        "Which columns a result shows, and in which order its rows: a form whose answer is an address.",
        "For what is searched.",
        {"Of a search": shown.answer},
    ),
    Component(
        "copy-as-api", "Copy as API", "components/snippet_tabs.html",
        "The same search in every language. The copy button comes with scripts; without, the text can be selected.",
        "For output: what a search found is the table.",
        {"A search": shown.snippets},
    ),
    Component(
        "live-call", "Call that follows the boxes", "components/live_snippets.html",
        "The search as an API call while its boxes are being filled.",
        "Where scripts are needed to see it: the form has a button that shows the same page.",
        {"A search": shown.live, "A box that cannot be read": shown.live_wrong},
    ),
    Component(
        "results-table", "Results table", "components/grid.html",
        "Rows of a search: a caption that states range, number and order, a heading for each column and each row.",
        "For layout, and never as cards: comparing is what a table is for.",
        {"Around a target, nearest first": shown.rows, "Sorted, the largest first, with boxes to tick": shown.rows_sorted},
    ),
    Component(
        "sortable-header", "Sortable header", "components/grid.html",
        "A link in the head of a column sorts all rows by it, and a second press turns them round. The sorted one says so by itself.",
        "For columns that the search makes as it goes.",
        {"Ascending": shown.header_up, "Descending": shown.header_down},
    ),
    Component(
        "action-bar", "Row selection and action bar", "components/action_bar.html",
        "What can be done with ticked rows. The boxes in the rows belong to its form, and its first button, which Enter presses, "
        "changes nothing but what is shown.",
        "For what is done with all rows: that is a download.",
        {"Above its table": shown.action_bar},
    ),
    Component(
        "pager", "Pager", "components/pager.html",
        "Links to the other pages, above and below the table.",
        "For one page; then there is none.",
        {"Second page": shown.pager, "First page of several": shown.pager_first},
    ),
    Component(
        "record-files", "Files of a row", "components/record_files.html",
        "Files of a row: kind, size, where each is.",
        "For guesses: a file that nobody lists is not shown.",
        {"Files that are known": shown.files, "None known": shown.no_files},
    ),
    Component(
        "job", "Background job", "components/job.html",
        "How a job is that is done beside the site: its state, how far it is, and the ways on. With scripts it renews itself.",
        "For what a page can do at once.",
        {"Waiting": shown.job_waiting, "Running": shown.job_running, "Done": shown.job_done, "Failed": shown.job_failed},
    ),
    # the old tools
    Component(
        "classic-table", "Classic table", "components/classic_table.html",
        "One table of an answer at an old address, with rows that can be marked.",
        "On new pages; they have the results table.",
        {"Rows": shown.classic_table, "Nothing found": shown.classic_nothing},
    ),
    Component(
        "tool-table", "Table of a tool", "components/tool_grid.html",
        "Rows of an old tool, with links in their cells.",
        "For the answer of a search.",
        {"Rows": shown.tool_table},
    ),
)  # fmt: skip


def find(name: str) -> Component | None:
    return next((component for component in COMPONENTS if component.name == name), None)
