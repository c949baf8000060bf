"""What a partnership keeps in its workspace: tasks, notes and files. What is private to a school, only it sees."""

import uuid

from django.db import models
from django.urls import reverse

from accounts.models import User
from core.uploads import KINDS, download_name
from partnerships.models.partnership import Partner, Partnership
from partnerships.querysets import PrivateQuerySet, TaskQuerySet

FILES = "partnerships/files"


class Task(models.Model):
    """Something that one person sees to by a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=150)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="tasks", help_text="Whose task it is")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["partnership", "done_at", "due_on"], name="task_of_partnership")]

    def __str__(self) -> str:
        return self.title


class Private(models.Model):
    """What notes and files have in common: seen by all schools of the partnership, or by one only."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    only = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="The one that sees it"
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    school = models.ForeignKey("schools.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


class Note(Private):
    """Words that somebody keeps with the partnership."""

    words = models.TextField()
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.words[:60]


def file_path(file: "KeptFile", name: str) -> str:
    """The name that the person's file had plays no part."""
    return f"{FILES}/{file.pk}"


class KeptFile(Private):
    """A PDF, Word, PowerPoint or Excel file, by its content (core/uploads.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=5, help_text="The ending it is given: pdf, docx, pptx, xlsx")
    size = models.PositiveIntegerField(help_text="Bytes")
    file = models.FileField(upload_to=file_path)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:file", args=[self.partnership_id, self.pk, download_name(self.title, self.kind)])

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]
