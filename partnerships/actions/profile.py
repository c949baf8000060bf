"""What a school says of itself."""

from django.db import transaction

from accounts.models import User
from core import events
from core.transitions import lock
from partnerships.models import Profile
from schools.models import School


@transaction.atomic
def describe_school(*, school: School, about: str, by: User) -> Profile:
    """Set the text below the official facts on the school's public page; "" takes it away."""
    school = lock(school)
    profile, _ = Profile.objects.get_or_create(school=school)
    if profile.about != about:
        profile.about = about
        profile._history_user = by  # type: ignore[attr-defined]
        profile.save(update_fields=["about", "updated_at"])
        events.record(of=profile, kind="profile-changed", sentence="Changed what the school says of itself.", by=by)
    return profile
