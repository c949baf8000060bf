"""What Forum staff decided about a case study, told to the schools that it names."""

from casestudies.messages.people import schools_of_case, write_to
from casestudies.models import CaseStudy, Edition
from partnerships.messages.contacts import link


def change_asked_for(case_study: CaseStudy, *, words: str, sections: list[tuple[str, str]]) -> None:
    """What to change, in the moderator's words: in general, and by section (heading, words)."""
    write_to(
        schools_of_case(case_study, writing=True),
        kind="case-study-change-asked-for",
        subject=f"Forum staff ask for a change in “{case_study}”",
        paragraphs=[
            "Forum staff have read the case study and ask for a change before it is published:",
            *([words] if words else []),
            *(f"{heading}: {said}" for heading, said in sections),
            "Each of these stands beside its section. Make the change and send it again. Everything you wrote is kept:",
            link(case_study.get_absolute_url()),
        ],
    )


def published(edition: Edition) -> None:
    """It can be read by everybody, for the first time or in its next edition."""
    news = (
        "Forum staff have published the case study. Everybody can read it, find it and copy it:"
        if edition.number == 1
        else "Forum staff have published the next version of the case study. It has taken the place of the one before:"
    )
    write_to(
        schools_of_case(edition.case_study),
        kind="case-study-published",
        subject=f"Forum staff published “{edition}”",
        paragraphs=[
            news,
            link(edition.get_absolute_url()),
            f"In {edition.review_on:%B %Y} we ask you whether it still holds. You can change it at any time: what is "
            "published stays until the next version is.",
        ],
    )


def withdrawn_by_forum(case_study: CaseStudy, *, words: str, was_published: bool) -> None:
    """It is no longer, or not going to be, published, and why."""
    did = (
        "withdrawn the case study. Nobody else can read it now"
        if was_published
        else "read the case study and will not publish it"
    )
    write_to(
        schools_of_case(case_study),
        kind="case-study-withdrawn",
        subject=f"Forum staff {'withdrew' if was_published else 'will not publish'} “{case_study}”",
        paragraphs=[
            f"Forum staff have {did}. Their reason:",
            words,
            "What was written is kept for two years. You find it here:",
            link(case_study.get_absolute_url()),
        ],
    )


def corrected(edition: Edition, *, reason: str, labels: list[str]) -> None:
    """Words of the published text were changed by Forum staff, which, and why."""
    write_to(
        schools_of_case(edition.case_study),
        kind="case-study-corrected",
        subject=f"Forum staff corrected “{edition}”",
        paragraphs=[
            f"Forum staff have changed words of the published case study, in: {'; '.join(labels)}. Their reason:",
            reason,
            "Read it as it is now:",
            link(edition.get_absolute_url()),
            "If you do not agree, change it in the next version, or write to the Forum.",
        ],
    )


def featured(edition: Edition) -> None:
    """Something to be glad of: it is shown on the first page."""
    write_to(
        schools_of_case(edition.case_study),
        kind="case-study-featured",
        subject=f"Forum staff chose “{edition}” for the front page",
        paragraphs=[
            "Forum staff have chosen the case study to be shown on the portal’s front page, so that more schools find "
            "and copy it:",
            link(edition.get_absolute_url()),
        ],
    )
