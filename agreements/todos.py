"""What the dashboard says about memoranda of understanding."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, User
from accounts.querysets import schools_of
from agreements.actions.after import RENEWED_BEFORE_END
from agreements.drafts import Turns, day_words, turns_of
from agreements.models import Mou, MouClause, Notice, ShareConsent, SharedMou, Signatory, Version
from agreements.querysets import MouQuerySet, SignatoryQuerySet
from agreements.signatures import role_words
from core.todos import Todo
from partnerships.models import Partner, Partnership

MOST = 10  # of a kind, of one person; the workspaces list everything
REVIEWED_SOON = datetime.timedelta(days=30)


def drafts_to_go_on_with(user: User) -> Iterator[Todo]:
    """Each draft MOU of my schools: with us, and what waits for us; or with the others, and since when."""
    for turns, mine in _drafts_of(user):
        if turns.progress.is_ready:
            continue  # signing says what comes next
        with_us = [partner for partner in turns.with_sides if partner.pk in mine]
        yield _for_us(turns, with_us) if with_us else _for_others(turns)


def _drafts_of(user: User) -> Iterator[tuple[Turns, set[int]]]:
    """(whose turn it is, the schools for which this person writes), of each draft, in a fixed number of queries."""
    mine = set(Partner.objects.written_for_by(user).values_list("pk", flat=True))
    clauses = MouClause.objects.defer("guidance").prefetch_related("agreements")
    found = (
        Mou.objects.written_by(user)
        .filter(status=Mou.Status.DRAFTING)
        .exclude(partnership__stage="ended")
        .select_related("partnership")
        .prefetch_related(Prefetch("clauses", queryset=clauses), "partnership__partners__school")
        .order_by("moved_at", "pk")
    )
    for mou in found[:MOST]:
        yield turns_of(mou), mine


def _for_us(turns: Turns, with_us: list[Partner]) -> Todo:
    waiting = max(turns.waiting[partner.pk] for partner in with_us)
    open_, progress = turns.progress.open, turns.progress
    if waiting:
        words = f"{waiting} clause{' waits' if waiting == 1 else 's wait'} for you. Agree, change or comment."
    elif open_:
        words = f"{open_} clause{' is' if open_ == 1 else 's are'} not yet addressed. Begin with the easy ones."
    else:
        words = "See what is left before it can be signed."
    return Todo(
        title=f"MOU of “{turns.mou.partnership}”",
        sentence=f"{words} {progress.agreed} of {progress.total} are agreed.",
        url=turns.mou.get_absolute_url(),
        button="Go on with the MOU",
    )


def _for_others(turns: Turns) -> Todo:
    others = " and ".join(str(partner.school) for partner in turns.with_sides)
    return Todo(
        title=f"MOU of “{turns.mou.partnership}”",
        sentence=f"With {others}. {turns.progress.agreed} of {turns.progress.total} clauses are agreed.",
        url=turns.mou.get_absolute_url(),
        button="See the MOU",
        since=timezone.localdate(turns.mou.moved_at),
        waiting=True,
    )


def mous_to_review(user: User) -> Iterator[Todo]:
    """Each MOU of this person's whose review is due within a month, or was, and that nobody amends."""
    soon = timezone.localdate() + REVIEWED_SOON
    due = _in_force(user).filter(status=Mou.Status.SIGNED, in_force__review_on__lte=soon)
    for mou in due.filter(in_force__ends_on__gt=timezone.localdate() + RENEWED_BEFORE_END)[:MOST]:
        yield Todo(
            title=f"Review the MOU of “{mou.partnership}”",
            sentence=f"You agreed to look at it together by {mou.in_force.review_on:%-d %B %Y}.",
            url=mou.get_absolute_url(),
            button="Read it again",
            due=mou.in_force.review_on,
        )


def mous_to_renew(user: User) -> Iterator[Todo]:
    """Each MOU of this person's that ends within three months, or has ended while the partnership goes on."""
    near = timezone.localdate() + RENEWED_BEFORE_END
    settled = [Mou.Status.SIGNED, Mou.Status.ENDED]
    for mou in _in_force(user).filter(status__in=settled, in_force__ends_on__lte=near)[:MOST]:
        ends = mou.in_force.ends_on
        over = mou.status == Mou.Status.ENDED
        yield Todo(
            title=f"Renew the MOU of “{mou.partnership}”" if not over else f"The MOU of “{mou.partnership}” has ended",
            sentence=f"It {'ended' if over else 'ends'} on {ends:%-d %B %Y}. Renew it, or {'end' if over else 'let'} "
            f"{'the partnership' if over else 'it end'}.",
            url=mou.get_absolute_url(),
            button="See what to do",
            due=ends,
        )


def notices_given(user: User) -> Iterator[Todo]:
    """Each school that leaves a partnership of this person's, until the day."""
    given = Notice.objects.filter(status=Notice.Status.GIVEN, mou__in=Mou.objects.written_by(user))
    for notice in given.select_related("school", "mou__partnership").order_by("ends_on", "pk")[:MOST]:
        yield Todo(
            title=f"{notice.school} leaves “{notice.mou.partnership}”",
            sentence=f"On {notice.ends_on:%-d %B %Y}. Settle what happens for pupils until then.",
            url=notice.mou.get_absolute_url(),
            button="Read the notice",
            due=notice.ends_on,
        )


def _in_force(user: User) -> MouQuerySet:
    """What this person writes in a partnership that goes on, and that was signed once."""
    mine = Mou.objects.written_by(user).exclude(partnership__stage=Partnership.Stage.ENDED)
    found = mine.filter(in_force__isnull=False).select_related("partnership", "in_force")
    return found.order_by("in_force__ends_on", "pk")


def mous_to_send(user: User) -> Iterator[Todo]:
    """Each draft of my schools of which every required clause is agreed: it can be sent for signature."""
    for turns, _ in _drafts_of(user):
        if turns.progress.is_ready:
            yield Todo(
                title=f"Send the MOU of “{turns.mou.partnership}” for signature",
                sentence="Every required clause is agreed. Heads and chairs of governors sign next.",
                url=reverse("agreements:send", args=[turns.mou.partnership_id]),
                button="See who signs",
            )


def signatures_to_give(user: User) -> Iterator[Todo]:
    """Each version that waits for this person's signature, as headteacher or chair of governors."""
    for signatory in _to_sign().filter(Exists(_holding().filter(user=user)))[:MOST]:
        version = signatory.version
        yield Todo(
            title=f"Sign the MOU of “{version.mou.partnership}”",
            sentence=f"You sign version {version.number} as {role_words(signatory)}.",
            url=reverse("agreements:sign", args=[version.mou.partnership_id, version.number]),
            button="Read and sign",
            due=version.sign_by,
        )


def signatories_to_name(user: User) -> Iterator[Todo]:
    """Each post of a school of this person's that is to sign, and whose holder the portal does not know."""
    mine = Partner.objects.written_for_by(user).filter(
        partnership=OuterRef("version__mou__partnership"), school=OuterRef("school")
    )
    unknown = _to_sign().filter(Exists(mine), token="").exclude(Exists(_holding()))
    for signatory in unknown[:MOST]:
        version = signatory.version
        yield Todo(
            title=f"Say who signs as {role_words(signatory)}",
            sentence=f"The MOU of “{version.mou.partnership}” waits for their signature. We send them a personal link.",
            url=reverse("agreements:invite", args=[version.mou.partnership_id, version.number, signatory.pk]),
            button="Say who it is",
            due=version.sign_by,
        )


def signatures_waited_for(user: User) -> Iterator[Todo]:
    """Each version of this person's partnerships that others have still to sign."""
    mine = Version.objects.filter(status=Version.Status.SIGNING, mou__in=Mou.objects.written_by(user))
    waiting = Count("signatories", filter=Q(signatories__status=Signatory.Status.WAITING))
    for version in mine.annotate(waiting=waiting).select_related("mou__partnership").order_by("frozen_at", "pk")[:MOST]:
        signatures = "1 signature" if version.waiting == 1 else f"{version.waiting} signatures"
        yield Todo(
            title=f"The MOU of “{version.mou.partnership}” is being signed",
            sentence=f"{signatures} still to come, by {day_words(version.sign_by)}.",
            url=version.get_absolute_url(),
            button="See whose",
            since=timezone.localdate(version.frozen_at),
            waiting=True,
        )


def _to_sign() -> SignatoryQuerySet:
    """Rows of open versions that nobody has signed, the earliest last day first."""
    found = Signatory.objects.waiting().select_related("school", "version__mou__partnership")
    return found.order_by("version__sign_by", "pk")


def _holding() -> QuerySet[Membership]:
    """The memberships of a row's school in the role that signs it."""
    return Membership.objects.verified().filter(school=OuterRef("school"), role=OuterRef("role"), user__is_active=True)


def mous_to_agree_to_share(user: User) -> Iterator[Todo]:
    """Each signed MOU that another of its schools asks to share, and about which this person's has not answered."""
    heads = user.memberships.verified().filter(role=Role.HEADTEACHER).values("school_id")
    leading = Partner.objects.filter(
        Q(lead=user) | Q(lead=None, deputy=None),
        partnership=OuterRef("version__mou__partnership"),
        school=OuterRef("school"),
        school__in=schools_of(user),
    )
    agreed = ShareConsent.objects.filter(
        shared__version=OuterRef("version"),
        school=OuterRef("school"),
        fingerprint=OuterRef("version__shared__fingerprint"),
    )
    asked = Signatory.objects.filter(  # a row for each school
        Q(school__in=heads) | Exists(leading),
        ~Exists(agreed),
        role=Signatory.Role.HEAD,
        version__shared__status=SharedMou.Status.PARTNERS,
    ).select_related("version__shared", "version__mou", "school")
    for one in asked.order_by("version__shared__asked_at", "pk")[:MOST]:
        yield Todo(
            title=f"Share “{one.version.shared}”?",
            sentence=f"Another school asks to share your MOU, without names. {one.school} has not answered.",
            url=reverse("agreements:share", args=[one.version.mou.partnership_id]),
            button="Read it and answer",
        )
