"""The one row a change that feeds timelines and the audit alike."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class EventQuerySet(models.QuerySet):
    def of(self, subject: models.Model) -> "EventQuerySet":
        """Events of one object, newest first."""
        kind = ContentType.objects.get_for_model(subject, for_concrete_model=True)
        return self.filter(subject_type=kind, subject_id=subject.pk).order_by("-at", "-pk")


class Event(models.Model):
    """What happened to an object, when, by whom, in a sentence. Never changed, never deleted with its object."""

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.SlugField(max_length=60, help_text="The action's name, for example registration-approved")
    sentence = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty where the portal itself acted, or the person has since been erased",
    )
    at = models.DateTimeField(auto_now_add=True)
    for_staff = models.BooleanField(default=False, help_text="Seen by Forum staff only")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"], name="event_of_subject")]

    def __str__(self) -> str:
        return self.sentence
