"""A signed MOU that a partnership lets others read and adapt, with the names of people taken out."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from agreements.models.version import Version
from agreements.querysets import SharedMouQuerySet
from partnerships.models import Partnership
from schools.models import School


class SharedMou(models.Model):
    """The text offered as an example: every school agrees to this very text, then Forum staff decide."""

    class Status(models.TextChoices):
        PARTNERS = "partners", "With the schools"
        FORUM = "forum", "With Forum staff"
        SHARED = "shared", "Shared"
        REFUSED = "refused", "Not shared"
        WITHDRAWN = "withdrawn", "Withdrawn"

    ALLOWED = {
        Status.PARTNERS: {Status.FORUM, Status.WITHDRAWN},
        Status.FORUM: {Status.SHARED, Status.REFUSED, Status.PARTNERS, Status.WITHDRAWN},
        Status.SHARED: {Status.WITHDRAWN},
        Status.REFUSED: {Status.PARTNERS},
        Status.WITHDRAWN: {Status.PARTNERS},
    }

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="shared")
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=100)
    summary = models.TextField(max_length=400, help_text="What is special about it, in a sentence or two")
    status = models.CharField(max_length=10, choices=Status, default=Status.PARTNERS)
    content = models.JSONField(help_text="The clauses without names of people, in the shape of TemplateVersion.content")
    fingerprint = models.CharField(max_length=64, help_text="Of `content`: consents are to this text")
    also = models.JSONField(default=list, help_text="Further words that the schools leave out; seen by them alone")
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the last school had agreed")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    staff_words = models.TextField(blank=True)

    objects = SharedMouQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["also"])
    _history_user: User | None

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = "shared MOU"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:shared", args=[self.slug])

    @property
    def is_to_ask_again(self) -> bool:
        """Nobody waits for an answer: the schools may ask with another text."""
        return self.status in (self.Status.REFUSED, self.Status.WITHDRAWN)


class Forerunner(models.Model):
    """A partnership that copies the work of another: what that one shares is offered first when it begins its MOU."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="forerunners")
    source = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "source"], name="forerunner_once")]

    def __str__(self) -> str:
        return f"{self.partnership} copies {self.source}"


class ShareConsent(models.Model):
    """A school agrees that this text is shared."""

    shared = models.ForeignKey(SharedMou, on_delete=models.CASCADE, related_name="consents")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["shared", "pk"]
        constraints = [models.UniqueConstraint(fields=["shared", "school"], name="share_consent_once")]

    def __str__(self) -> str:
        return f"{self.school} agrees that {self.shared} is shared"
