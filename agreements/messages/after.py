"""Letters about an MOU that was signed: amendments, dates that come near, notice, and its end."""

import datetime

from django.urls import reverse

from accounts.models import User
from agreements.drafts import day_words
from agreements.models import Mou, Notice, Version
from partnerships.messages.contacts import link
from partnerships.messages.partners import others_of, write_to


def amendment_begun(mou: Mou, version: Version, *, by: User, schools: str) -> None:
    """To the other schools: the text is open, what was signed holds."""
    write_to(
        others_of(mou.partnership, but=by),
        kind="mou-amendment",
        subject=f"{mou.partnership}: {schools} proposes to amend the MOU",
        paragraphs=[
            f"{schools} has opened the memorandum of understanding of “{mou.partnership}” for an amendment.",
            f"Version {version.number}, which all of you signed, holds until the next one is signed by everybody. "
            "Clauses that nobody changes stay agreed. Read what they propose, and agree or change it:",
            _mou(mou),
        ],
    )


def amendment_given_up(mou: Mou, version: Version, *, by: User, schools: str) -> None:
    """To the other schools: nothing changes after all."""
    write_to(
        others_of(mou.partnership, but=by),
        kind="mou-amendment",
        subject=f"{mou.partnership}: the amendment of the MOU was given up",
        paragraphs=[
            f"{schools} has given up the amendment. Version {version.number} stays as you signed it, and there is "
            "nothing for you to do. What was proposed is kept among the earlier texts of each clause:",
            _mou(mou),
        ],
    )


def renewal_proposed(
    mou: Mou, *, begins: datetime.date, review: datetime.date, ends: datetime.date, by: User, schools: str
) -> None:
    """To the other schools: the new dates, to agree to or to change."""
    write_to(
        others_of(mou.partnership, but=by),
        kind="mou-renewal",
        subject=f"{mou.partnership}: {schools} proposes to renew the MOU",
        paragraphs=[
            f"{schools} proposes that the memorandum of understanding of “{mou.partnership}” goes on.",
            f"Begins: {day_words(begins)}\nReview: {day_words(review)}\nEnds: {day_words(ends)}",
            "Everything else stays as you signed it, unless one of you changes it. Agree to the dates, then it can be "
            "sent for signature:",
            _mou(mou),
        ],
    )


def date_is_near(mou: Mou, version: Version, name: str) -> int:
    """To every school; `name` is that of a letter in agreements/actions/after.py. How many were posted."""
    review, ends = day_words(version.review_on), day_words(version.ends_on)
    renewing = mou.status in (Mou.Status.DRAFTING, Mou.Status.SIGNING)
    if name.startswith("review"):
        soon = name == "review-soon"
        subject = f"{mou.partnership}: review the MOU by {review}" if soon else f"{mou.partnership}: the MOU’s review"
        paragraphs = [
            f"You agreed to look at the memorandum of understanding of “{mou.partnership}” together by {review}.",
            "Read it with the other school. What has worked, and what has changed? If the text still fits, there is "
            "nothing to do here. If it does not, amend it: it holds as it is until the next version is signed.",
        ]
    else:
        subject = f"{mou.partnership}: the MOU ends on {ends}"
        paragraphs = [
            f"The memorandum of understanding of “{mou.partnership}” ends on {ends}.",
            "The next version is being settled. If everybody signs it before that day, nothing lapses in between."
            if renewing
            else "To go on, renew it: give new dates, agree to them, and sign. If you stop there, tell the others. "
            "There is nothing else to do.",
        ]
    return write_to(
        others_of(mou.partnership),
        kind="mou-date",
        subject=subject,
        paragraphs=[*paragraphs, _mou(mou)],
        key=f"mou-{version.pk}-{name}",
    )


def ended_by_date(mou: Mou, version: Version) -> None:
    """To every school: it has ended, and what they can do."""
    write_to(
        others_of(mou.partnership),
        kind="mou-ended",
        subject=f"{mou.partnership}: the MOU has ended",
        paragraphs=[
            f"The memorandum of understanding of “{mou.partnership}” ended on {day_words(version.ends_on)}, as you "
            "agreed. The partnership goes on; only what you wrote down has run out.",
            "Renew it with new dates, or end the partnership. You do either here:",
            _mou(mou),
        ],
        key=f"mou-{version.pk}-ended",
    )


def notice_given(notice: Notice) -> None:
    """To the other schools: who leaves, when, why, and what happens for pupils."""
    partnership = notice.mou.partnership
    write_to(
        [partner for partner in others_of(partnership) if partner.school_id != notice.school_id],
        kind="mou-notice",
        subject=f"{partnership}: {notice.school} leaves on {day_words(notice.ends_on)}",
        paragraphs=[
            f"{notice.school} has given notice. It leaves “{partnership}” on {day_words(notice.ends_on)}. Until then "
            "everything holds as you agreed. They write:",
            notice.reason,
            "For pupils who are in the middle of something:",
            notice.pupils,
            "They can take the notice back until that day. See where it stands here:",
            _mou(notice.mou),
        ],
    )


def notice_taken_back(notice: Notice) -> None:
    """To the other schools: it stays."""
    partnership = notice.mou.partnership
    write_to(
        [partner for partner in others_of(partnership) if partner.school_id != notice.school_id],
        kind="mou-notice",
        subject=f"{partnership}: {notice.school} stays",
        paragraphs=[
            f"{notice.school} has taken its notice back. The memorandum of understanding holds as before, and there is "
            "nothing for you to do:",
            _mou(notice.mou),
        ],
    )


def _mou(mou: Mou) -> str:
    return link(reverse("agreements:mou", args=[mou.partnership_id]))
