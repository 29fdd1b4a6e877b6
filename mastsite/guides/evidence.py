"""What is known of each kind of page, from whom, and what nobody has asked people yet.

To add one more: an `Evidence` below. After a round, move what it has answered from `unknown` to `known` with the round's
file in ``docs/research`` as the source.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kind of page: what is known and where from, and what is not known."""

    page: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]


EVIDENCE = (
    Evidence(
        "Form",
        known=(
            "A skip link to the form saves its keyboard users the way through the header: the tests hold it to 4 keys (T00).",
            "People avoid opening what is folded away inside a form, for fear of losing what they typed (research behind the "
            "design systems of GOV.UK and the NHS). So every box is open.",
            "An error summary that takes the focus is found; one that does not is searched for (audit of GOV.UK, 2019).",
        ),
        unknown=(
            "Whether sixty boxes on one page serve people with screen readers better than a question a page.",
            "Whether people see, and believe, the line that says how their search was read.",
            "Whether the summary that takes the focus without a script is read well by NVDA, JAWS and VoiceOver.",
        ),
    ),
    Evidence(
        "Results",
        known=(
            "With real tables people with screen readers look things up faster and more exactly (Williams and others 2019).",
            "Compact tables spare people with magnifiers most of their panning, 73 % in one study of 16 people (Lee and "
            "others 2020). So rows are never stacked into cards.",
            "A heading that is sorted says so by itself in Orca, in Chromium and in Firefox; words in the heading would be "
            "repeated at every cell.",
        ),
        unknown=(
            "Whether coordinates should be heard in words, as written, or in degrees: in words is a guess until people "
            "have done T18.",
            "Whether people who choose columns find the tool, and its name.",
            "Whether a row of the table or a file is what people with braille displays take away.",
        ),
    ),
    Evidence(
        "Old page that retires",
        known=(
            "Notices on pages are often missed (research behind the design system of GOV.UK).",
            "Some screen readers say a notice's links without its words (findings of USWDS): each link here stands for itself.",
        ),
        unknown=(
            "Whether people with screen readers skip the notice, and whether it should be possible to hide it.",
            "Whether those who hide it know the date afterwards.",
            "Whether a reason that names money and people is believed.",
        ),
    ),
)
