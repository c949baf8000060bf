"""What the dashboard says about people and schools."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from accounts import second_factor
from accounts.models import Membership, User
from accounts.querysets import schools_of
from core.todos import Todo


def colleagues_who_wait(user: User) -> Iterator[Todo]:
    """Each of my schools where somebody waits to be verified."""
    waiting = Membership.objects.pending().filter(school__in=schools_of(user)).exclude(user=user)
    for membership in waiting.select_related("user", "school").order_by("created_at")[:10]:
        yield Todo(
            title=f"{membership.user} waits to join {membership.school}",
            sentence="Say whether they work there. Until then they see nothing of the school’s.",
            url=reverse("accounts:team", args=[membership.school.urn]),
            button="Answer",
            since=timezone.localdate(membership.created_at),
        )


def my_own_wait(user: User) -> Iterator[Todo]:
    """Each school that I wait to be verified at."""
    for membership in Membership.objects.pending().of(user).select_related("school"):
        yield Todo(
            title=f"You wait to be verified at {membership.school}",
            sentence="A verified colleague or the Forum decides. You can prepare and save meanwhile.",
            url=reverse("accounts:account"),
            button="See where it stands",
            since=timezone.localdate(membership.created_at),
            waiting=True,
        )


def no_school_yet(user: User) -> Iterator[Todo]:
    """Somebody of no school can do little: the next step is to join one."""
    if not user.is_staff and not Membership.objects.current().of(user).exists():
        yield Todo(
            title="Join your school",
            sentence="Say which school you work at, so that you can act for it.",
            url=reverse("accounts:choose_school"),
            button="Find your school",
        )


def missing_second_factor(user: User) -> Iterator[Todo]:
    """Whoever leads a school's team is advised to have one; Forum staff cannot come this far without."""
    leads = Membership.objects.verified().leading().of(user).exists()
    if leads and not second_factor.has_factor(user):
        yield Todo(
            title="Add a second factor to your account",
            sentence="You act for your school. With a passkey, nobody who reads your e-mail can do so in your name.",
            url=reverse("accounts:second_factor"),
            button="Choose one",
        )
