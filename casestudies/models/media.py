"""Pictures and files of a case study. Both are served by views that ask who may see them, never by their path."""

import uuid

from django.db import models
from django.urls import reverse

from accounts.models import User
from casestudies.models.case_study import CaseStudy
from casestudies.querysets import KeptQuerySet
from core import pictures
from core.uploads import KINDS, download_name

PICTURES, FILES = "case-studies/pictures", "case-studies/files"


def picture_path(picture: "Picture", name: str) -> str:
    """Where the largest size is kept; the name that the person's file had plays no part."""
    return pictures.kept_at(picture.stem, picture.width)


def attachment_path(attachment: "Attachment", name: str) -> str:
    return f"{FILES}/{attachment.pk}"


class Kept(models.Model):
    """What both have in common. Removed from the working text they stay until no edition shows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = KeptQuerySet.as_manager()

    listed_as: str  # its list in Edition.content

    class Meta:
        abstract = True
        ordering = ["order", "added_at", "pk"]

    @property
    def paths(self) -> list[str]:
        """Everything that the storage keeps for it."""
        raise NotImplementedError


class Picture(Kept):
    """Re-encoded, upright, without what a camera writes into it (core/pictures.py)."""

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to=picture_path)
    width = models.PositiveIntegerField(help_text="Pixels, of the largest size")
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list, help_text="Pixels, of every size kept, smallest first")
    alt = models.CharField("alternative text", max_length=300)
    permission = models.BooleanField(
        default=False, help_text="Somebody of the school stated that everybody who can be recognised agreed"
    )

    listed_as = "pictures"

    def __str__(self) -> str:
        return self.alt

    @property
    def stem(self) -> str:
        """What the paths of all its sizes begin with."""
        return f"{PICTURES}/{self.pk}"

    @property
    def paths(self) -> list[str]:
        return [pictures.kept_at(self.stem, width) for width in self.widths]


class Attachment(Kept):
    """Something to download: PDF, Word, PowerPoint or Excel, by its content (core/uploads.py)."""

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=5, help_text="The ending it is given: pdf, docx, pptx, xlsx")
    size = models.PositiveIntegerField(help_text="Bytes")
    file = models.FileField(upload_to=attachment_path)

    listed_as = "files"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("casestudies:attachment", args=[self.pk, download_name(self.title, self.kind)])

    @property
    def paths(self) -> list[str]:
        return [self.file.name] if self.file.name else []

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]
