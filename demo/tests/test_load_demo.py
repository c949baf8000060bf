"""manage.py load_demo"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from casestudies.models import CaseStudy, Comment, Edition, Replication
from casestudies.reading import cover_of
from demo.loading import load_demo
from demo.people import PASSWORD, sign_ins
from editorial.models import Article, ForumEvent
from notifications.models import Message
from partnerships.models import Introduction, Partnership, Registration
from schools.models import School

pytestmark = pytest.mark.django_db


def load(*arguments):
    said = StringIO()
    call_command("load_demo", *arguments, stdout=said)
    return said.getvalue()


def everything():
    models = (School, User, Registration, Introduction, Partnership, CaseStudy, Replication, Comment, Message)
    return {model: model.objects.count() for model in models}


def test_a_second_time_changes_nothing_and_prints_the_sign_ins_again():
    first = load()
    before = everything()
    assert load() == first
    assert everything() == before
    assert PASSWORD in first
    assert all(person.email in first for person in sign_ins())


def test_refuses_where_there_is_other_data():
    School.objects.create(urn=100_000, name="A real school", sector="state")
    before = everything()
    with pytest.raises(CommandError, match="only into an empty one"):
        load()
    assert everything() == before


def test_goes_on_with_if_empty_where_there_is_other_data():
    User.objects.create_user("somebody@school.example")
    assert "your own" in load("--if-empty")
    assert School.objects.count() == 0


def test_goes_on_where_the_register_was_imported_after_it():
    load_demo()
    School.objects.create(urn=100_000, name="A real school", sector="state")
    assert PASSWORD in load("--if-empty")


def test_a_dozen_case_studies_can_be_read_each_with_a_picture_and_two_are_on_their_way():
    load_demo()
    editions = Edition.objects.public()
    assert editions.count() == 12 and all(cover_of(edition) for edition in editions)
    assert Edition.objects.featured().count() == 3
    assert Edition.objects.due_for_review().count() == 1
    on_their_way = CaseStudy.objects.filter(edition=None).values_list("status", flat=True)
    assert sorted(on_their_way) == ["draft", "forum"]


def test_the_forum_has_news_and_events_past_and_coming():
    load_demo()
    assert Article.objects.newest().count() == 2
    assert ForumEvent.objects.published().coming().count() == 2
    assert ForumEvent.objects.published().past().count() == 1
