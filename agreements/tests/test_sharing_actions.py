"""Sharing a signed MOU: one asks, every school agrees to that very text, the Forum decides, any takes it back."""

import pytest

from accounts.models import ForumRole, Role
from accounts.tests.factories import make_forum, make_member
from agreements.actions.drafting import begin_mou
from agreements.actions.sharing import (
    NotModerator,
    NotNow,
    NotSigned,
    NotYours,
    WordsNeeded,
    agree_to_share,
    ask_to_share,
    refuse_share,
    share_mou,
    take_back_share,
    withdraw_share,
)
from agreements.actions.signing import send_for_signature
from agreements.models import SharedMou
from agreements.sharing import Shareable, schools_asked
from agreements.tests.cast import agreed_mou, chair_of, head_of, partners_of
from agreements.tests.sharing import (
    SUMMARY,
    TITLE,
    agreed_share,
    asked_mou,
    lead_of,
    moderator,
    public_mou,
    signed_version,
)
from core.errors import Changed
from core.models import Event
from notifications.models import Message
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return signed_version()


@pytest.fixture
def schools(version):
    return list(schools_asked(version))


def text_of(shared: SharedMou, slug: str) -> str:
    return next(clause["text"] for clause in shared.content["clauses"] if clause["slug"] == slug)


# --- The text ---------------------------------------------------------------------------------------------------------
def test_what_is_shared_names_nobody(version):
    shared = asked_mou(version)
    assert text_of(shared, "transport") == (
        "The lead at [School A] of [School A] books the coach, and the lead at [School B] pays at [School B].\n\n"
        "- Ring [telephone number], or write to [e-mail address].\n"
        "- The headteacher of [School A] and the chair of governors of [School A] decide."
    )
    whole = str(shared.content)
    for name in ("Amara", "Nwosu", "Castellane", "Raman", "Brackenfold", "Thornmere", "01632", "@"):
        assert name not in whole, name
    assert shared.content["schools"] == [
        {"name": "School A", "sector": "State"},
        {"name": "School B", "sector": "Independent"},
    ]
    gives = next(clause for clause in shared.content["clauses"] if clause["kind"] == "gives")
    assert [row["school"] for row in gives["rows"]] == ["School A", "School B"]
    assert all(row["gives"] for row in gives["rows"])


def test_further_words_are_left_out(version):
    shared = asked_mou(version, also=["the coach"])
    assert "books [left out], and" in text_of(shared, "transport")
    assert shared.also == ["the coach"]


def test_a_colleague_who_is_verified_later_is_taken_out_too(version):
    assert "books the coach, and" in str(Shareable(version).content(title="", summary=""))
    make_member(partners_of(version.mou.partnership)[0].school, name="The Coach")
    assert "books a colleague at [School A], and" in str(Shareable(version).content(title="", summary=""))


def test_a_draft_begun_from_it_has_its_words_and_names_nobody(version):
    shared = public_mou(version)
    partnership = opened_partnership()
    lead = partners_of(partnership)[0].lead
    mou = begin_mou(partnership=partnership, by=lead, shared=shared)
    assert mou.adapted == shared
    assert "[School A] books the coach" in mou.clauses.get(slug="transport").content["text"]
    assert [clause.slug for clause in mou.clauses.standing()] == [each["slug"] for each in shared.content["clauses"]]


# --- Asking -----------------------------------------------------------------------------------------------------------
def test_asking_agrees_for_the_asker_s_school_and_writes_to_the_other(
    version, schools, django_capture_on_commit_callbacks
):
    shared = asked_mou(version)
    assert shared.status == SharedMou.Status.PARTNERS
    assert [consent.school for consent in shared.consents.all()] == [schools[0]]
    mail = Message.objects.filter(kind="mou-share-asked")
    assert {message.to for message in mail} == {
        f"helen{schools[1].urn}@thornmere.example",
        f"martin{schools[1].urn}@thornmere.example",
    }
    event = Event.objects.of(version.mou.partnership).filter(kind="mou-share-asked").get()
    assert event.sentence == "Brackenfold Primary School asked to share the MOU as an example, without names."


def test_a_deputy_may_ask_but_agrees_for_nobody(version):
    partner = partners_of(version.mou.partnership)[0]
    partner.deputy = make_member(partner.school, name="Tom Ridley")
    partner.save()
    shared = asked_mou(version, by=partner.deputy)
    assert not shared.consents.exists()
    with pytest.raises(NotYours):
        agree_to_share(shared=shared, school=partner.school, by=partner.deputy, seen=shared.fingerprint)


@pytest.mark.parametrize("role", [Role.STAFF, Role.CHAIR])
def test_others_of_the_school_cannot_ask(version, role):
    school = partners_of(version.mou.partnership)[0].school
    by = chair_of(school) if role == Role.CHAIR else make_member(school, role=role)
    with pytest.raises(NotYours):
        asked_mou(version, by=by)


def test_strangers_and_staff_cannot_ask(version):
    for by in (moderator(), head_of(make_school(name="Calderby Academy"))):
        with pytest.raises(NotYours):
            asked_mou(version, by=by)


def test_what_is_not_signed_is_not_shared():
    mou = agreed_mou()
    version = send_for_signature(mou=mou, by=partners_of(mou.partnership)[0].lead)
    with pytest.raises(NotSigned):
        asked_mou(version)


def test_asking_twice_changes_nothing(version):
    first = asked_mou(version)
    letters = Message.objects.count()
    assert asked_mou(version) == first
    assert Message.objects.count() == letters
    assert SharedMou.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " \x00 "}, "Enter a title"),
        ({"summary": ""}, "Enter a summary"),
        ({"title": "x" * 101}, "Shorten the title"),
        ({"summary": "x" * 401}, "Shorten the summary"),
        ({"title": "Science at Brackenfold"}, "“Brackenfold”"),
        ({"summary": "Ask Mrs Castellane."}, "“Mrs Castellane”"),
    ],
)
def test_title_and_summary_are_there_short_and_name_nobody(version, changes, said):
    with pytest.raises(WordsNeeded, match=said):
        asked_mou(version, **changes)
    assert not SharedMou.objects.exists()


# --- Agreeing ---------------------------------------------------------------------------------------------------------
def test_when_the_last_school_agrees_forum_staff_have_it(version, schools):
    shared = asked_mou(version)
    shared = agree_to_share(shared=shared, school=schools[1], by=lead_of(version, 1), seen=shared.fingerprint)
    assert shared.status == SharedMou.Status.FORUM
    assert shared.sent_at is not None
    assert list(SharedMou.objects.to_moderate()) == [shared]
    assert Message.objects.filter(kind="mou-share-sent").count() == 4
    again = agree_to_share(shared=shared, school=schools[1], by=lead_of(version, 1), seen=shared.fingerprint)
    assert again.status == SharedMou.Status.FORUM
    assert shared.consents.count() == 2


def test_a_headteacher_agrees_and_nobody_for_another_school(version, schools):
    shared = asked_mou(version)
    with pytest.raises(NotYours):
        agree_to_share(shared=shared, school=schools[1], by=head_of(schools[0]), seen=shared.fingerprint)
    with pytest.raises(NotYours):
        agree_to_share(shared=shared, school=schools[1], by=chair_of(schools[1]), seen=shared.fingerprint)
    agree_to_share(shared=shared, school=schools[1], by=head_of(schools[1]), seen=shared.fingerprint)


def test_nobody_agrees_to_a_text_they_have_not_seen(version, schools):
    shared = asked_mou(version)
    changed = asked_mou(version, also=["the coach"])
    assert changed == shared
    assert changed.consents.count() == 1  # the asker's, to the new text
    with pytest.raises(Changed):
        agree_to_share(shared=shared, school=schools[1], by=head_of(schools[1]), seen=shared.fingerprint)


def test_another_text_takes_it_out_of_the_forum_s_queue(version):
    shared = agreed_share(version)
    changed = asked_mou(version, also=["the coach"])
    assert changed.status == SharedMou.Status.PARTNERS
    with pytest.raises(Changed):
        share_mou(shared=changed, by=moderator(), seen=shared.fingerprint)


def test_a_school_that_left_still_agrees_and_takes_back(version, schools):
    partner = partners_of(version.mou.partnership)[1]
    shared = asked_mou(version)
    partner.left_at = shared.asked_at
    partner.save()
    shared = agree_to_share(shared=shared, school=schools[1], by=head_of(schools[1]), seen=shared.fingerprint)
    assert shared.status == SharedMou.Status.FORUM
    assert take_back_share(shared=shared, school=schools[1], by=partner.lead).status == SharedMou.Status.WITHDRAWN


# --- The Forum --------------------------------------------------------------------------------------------------------
def test_shared_it_is_public_and_all_schools_hear(version):
    shared = public_mou(version)
    assert list(SharedMou.objects.public()) == [shared]
    assert (shared.decided_by, shared.staff_words) == (moderator(), "")
    assert Message.objects.filter(kind="mou-shared").count() == 4
    assert share_mou(shared=shared, by=moderator(), seen=shared.fingerprint).status == SharedMou.Status.SHARED
    with pytest.raises(NotNow, match="shared already"):
        asked_mou(version, also=["the coach"])


def test_refused_with_words_the_schools_change_it_and_ask_again(version):
    shared = agreed_share(version)
    with pytest.raises(WordsNeeded):
        refuse_share(shared=shared, by=moderator(), words=" \x00")
    shared = refuse_share(shared=shared, by=moderator(), words="The coach can be recognised.")
    assert shared.staff_words == "The coach can be recognised."
    assert "The coach can be recognised." in Message.objects.filter(kind="mou-share-refused").first().text
    with pytest.raises(NotNow, match="Change what they named"):
        asked_mou(version)
    assert asked_mou(version, also=["the coach"]).status == SharedMou.Status.PARTNERS


def test_the_forum_withdraws_with_a_reason(version):
    shared = public_mou(version)
    shared = withdraw_share(shared=shared, by=moderator(), words="A pupil is named.")
    assert not SharedMou.objects.public().exists()
    with pytest.raises(NotNow):
        withdraw_share(shared=shared, by=moderator(), words="Again.")
    again = asked_mou(version)
    assert (again.status, again.consents.count()) == (SharedMou.Status.PARTNERS, 1)


def test_nobody_decides_about_a_partnership_of_their_own(version, schools):
    shared = agreed_share(version)
    own = make_forum(role=ForumRole.MODERATOR)
    make_member(schools[1], user=own)
    for by in (own, make_forum(role=ForumRole.ADVISER), lead_of(version)):
        with pytest.raises(NotModerator):
            share_mou(shared=shared, by=by, seen=shared.fingerprint)
        with pytest.raises(NotModerator):
            refuse_share(shared=shared, by=by, words="No.")
        with pytest.raises(NotModerator):
            withdraw_share(shared=shared, by=by, words="No.")
    shared.refresh_from_db()
    assert shared.status == SharedMou.Status.FORUM


# --- Taking back ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [asked_mou, agreed_share, public_mou])
def test_any_school_takes_it_back_at_once(version, schools, state):
    shared = state(version)
    shared = take_back_share(shared=shared, school=schools[1], by=lead_of(version, 1))
    assert shared.status == SharedMou.Status.WITHDRAWN
    assert not shared.consents.exists()
    assert not SharedMou.objects.public().exists()
    letters = Message.objects.filter(kind="mou-share-taken-back")
    assert {message.to for message in letters} == {
        f"amara{schools[0].urn}@brackenfold.example",
        f"tom{schools[0].urn}@brackenfold.example",
    }
    take_back_share(shared=shared, school=schools[1], by=lead_of(version, 1))
    assert letters.count() == 2


def test_what_was_adapted_stays_when_it_is_taken_back(version, schools):
    shared = public_mou(version)
    partnership = opened_partnership()
    mou = begin_mou(partnership=partnership, by=partners_of(partnership)[0].lead, shared=shared)
    take_back_share(shared=shared, school=schools[0], by=head_of(schools[0]))
    mou.refresh_from_db()
    assert mou.clauses.filter(slug="transport").exists()


def test_nobody_takes_it_back_for_another_school(version, schools):
    shared = public_mou(version)
    for by in (head_of(schools[1]), moderator(), make_member(schools[0], role=Role.STAFF)):
        with pytest.raises(NotYours):
            take_back_share(shared=shared, school=schools[0], by=by)


def test_the_words_of_an_ask_are_kept_as_typed():
    version = signed_version(text="<script>alert(1)</script> \u202e 𝒳 #strong")
    shared = ask_to_share(version=version, title=TITLE, summary=SUMMARY, by=lead_of(version))
    assert text_of(shared, "transport") == "<script>alert(1)</script> \u202e 𝒳 #strong"
