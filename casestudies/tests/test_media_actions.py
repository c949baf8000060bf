"""Pictures and files put into a case study, in order, and taken out: the actions and what they leave behind."""

import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tests.factories import make_member
from casestudies.actions import media
from casestudies.actions.writing import NotWritable, NotWriter
from casestudies.editions import content_of
from casestudies.models import Attachment, CaseStudy, Picture
from casestudies.tests.cast import confirmed_case_study, draft_case_study, published, sent_case_study, writer_of
from core.errors import Changed
from core.models import Event
from core.pictures import PictureRefused
from core.tests import files
from core.uploads import DocumentRefused
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return draft_case_study()


def picture_of(case_study, alt="A pond", **how):
    how = {"file": io.BytesIO(files.picture()), "permission": True, "by": writer_of(case_study), **how}
    return media.add_picture(case_study=case_study, alt=alt, **how)


def file_of(case_study, title="Session plans", **how):
    how = {"file": io.BytesIO(files.pdf()), "by": writer_of(case_study), **how}
    return media.add_attachment(case_study=case_study, title=title, **how)


def stored():
    kept = []
    for folder in ("case-studies/pictures", "case-studies/files"):
        if default_storage.exists(folder):
            kept += default_storage.listdir(folder)[1]
    return set(kept)


def alts(case_study):
    return [picture["alt"] for picture in content_of(case_study)["pictures"]]


def test_a_picture_is_kept_in_its_sizes_under_its_key(draft):
    picture = picture_of(draft, "Pupils at a pond")

    assert (picture.width, picture.height, picture.widths) == (1000, 600, [400, 800, 1000])
    assert {f"{picture.pk}-{width}.webp" for width in picture.widths} <= stored()
    assert content_of(draft)["pictures"] == [
        {"id": str(picture.pk), "alt": "Pupils at a pond", "width": 1000, "height": 600, "widths": [400, 800, 1000]}
    ]
    assert Event.objects.of(draft).first().kind == "picture-added"


def test_a_file_is_kept_under_its_key_and_knows_what_it_is(draft):
    upload = SimpleUploadedFile("../../evil.exe", files.office("pptx"))

    attachment = file_of(draft, " Slides ", file=upload)

    assert (attachment.title, attachment.kind, attachment.size) == ("Slides", "pptx", len(files.office("pptx")))
    assert attachment.file.name == f"case-studies/files/{attachment.pk}"
    assert attachment.file.read() == files.office("pptx")


def test_refused_things_leave_nothing_behind(draft):
    before = stored()
    for refusal, how in [
        (PictureRefused, {"file": io.BytesIO(b"<svg/>")}),
        (media.PermissionNotStated, {"permission": False}),
        (media.NotDescribed, {"alt": "   "}),
        (NotWriter, {"by": make_member(make_school())}),
    ]:
        with pytest.raises(refusal):
            picture_of(draft, **how)
    for refusal, how in [
        (DocumentRefused, {"file": io.BytesIO(b"MZ")}),
        (media.NotDescribed, {"title": ""}),
        (NotWriter, {"by": make_member(make_school())}),
    ]:
        with pytest.raises(refusal):
            file_of(draft, **how)

    assert stored() == before
    assert not Picture.objects.exists()
    assert not Attachment.objects.exists()


def test_what_could_not_be_saved_is_not_stored(draft, monkeypatch):
    before = stored()

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(media, "touch", fail)
    with pytest.raises(RuntimeError):
        picture_of(draft)
    with pytest.raises(RuntimeError):
        file_of(draft)

    assert stored() == before


def test_a_button_pressed_twice_adds_one(draft):
    key = uuid.uuid4()

    assert picture_of(draft, key=key) == picture_of(draft, key=key)
    assert file_of(draft, key=key) == file_of(draft, key=key)
    assert draft.pictures.count() == draft.attachments.count() == 1


def test_a_key_of_another_case_study_is_not_taken(draft):
    other = draft_case_study(school=make_school())
    theirs, their_file = picture_of(other), file_of(other)

    assert picture_of(draft, key=theirs.pk) != theirs
    assert file_of(draft, key=their_file.pk) != their_file
    assert (other.pictures.count(), other.attachments.count()) == (1, 1)


def test_there_is_room_for_so_many(draft, monkeypatch):
    monkeypatch.setattr(media, "MOST_PICTURES", 2)
    monkeypatch.setattr(media, "MOST_FILES", 1)
    first = picture_of(draft)
    picture_of(draft)
    file_of(draft)

    with pytest.raises(media.TooMany):
        picture_of(draft)
    with pytest.raises(media.TooMany):
        file_of(draft)

    media.remove_picture(picture=first, by=writer_of(draft))
    picture_of(draft)


def test_pictures_change_places(draft):
    pictures = [picture_of(draft, alt) for alt in "abc"]
    by = writer_of(draft)

    media.move_picture(picture=pictures[2], to=1, by=by)
    assert alts(draft) == ["c", "a", "b"]
    media.move_picture(picture=pictures[2], to=1, by=by)  # pressed twice
    assert alts(draft) == ["c", "a", "b"]
    media.move_picture(picture=pictures[2], to=99_999, by=by)
    assert alts(draft) == ["a", "b", "c"]


def test_one_that_was_taken_out_meanwhile_moves_nowhere(draft):
    first, second = picture_of(draft, "a"), picture_of(draft, "b")
    media.remove_picture(picture=second, by=writer_of(draft))

    media.move_picture(picture=second, to=1, by=writer_of(draft))

    assert alts(draft) == [first.alt]


def test_of_two_who_describe_a_picture_the_second_is_told(draft):
    picture, by = picture_of(draft, "A pond"), writer_of(draft)
    media.change_picture(picture=picture, alt="A deep pond", seen="A pond", by=by)

    with pytest.raises(Changed) as refused:
        media.change_picture(picture=picture, alt="A muddy pond", seen="A pond", by=by)

    assert "A deep pond" in str(refused.value)
    media.change_picture(picture=picture, alt="A deep pond", seen="A pond", by=by)  # the same, once more
    assert alts(draft) == ["A deep pond"]
    with pytest.raises(media.NotDescribed):
        media.change_picture(picture=picture, alt=" ", seen="A deep pond", by=by)


def test_what_is_taken_out_is_gone_from_the_text_once(draft):
    picture, attachment, by = picture_of(draft), file_of(draft), writer_of(draft)
    for _ in range(2):
        media.remove_picture(picture=picture, by=by)
        media.remove_attachment(attachment=attachment, by=by)

    content = content_of(draft)
    assert content["pictures"] == content["files"] == []
    kinds = list(Event.objects.of(draft).values_list("kind", flat=True))
    assert kinds.count("picture-removed") == kinds.count("file-removed") == 1


@pytest.mark.parametrize("state", [sent_case_study, confirmed_case_study])
def test_a_text_that_is_being_read_stays_as_it_is(state):
    case_study = state()
    with pytest.raises(NotWritable):
        picture_of(case_study)
    with pytest.raises(NotWritable):
        file_of(case_study)


def test_a_change_after_publication_begins_the_next_version_and_leaves_the_edition():
    edition = published()

    picture_of(edition.case_study)

    edition.case_study.refresh_from_db()
    edition.refresh_from_db()
    assert edition.case_study.status == CaseStudy.Status.DRAFT
    assert edition.content["pictures"] == []
