"""What a school needs or can offer, as one line: activity, subject, year groups and a sentence."""

import re

from django.db import models

from partnerships.models.taxonomy import ActivityType, Subject
from schools.fields import YearGroupsField


class LineKind(models.TextChoices):
    NEED = "need", "Need"
    OFFER = "offer", "Offer"


def own_subject(activity: str, subject: str) -> str:
    """The subject, or nothing where the activity begins with it: nobody offers "Dance, Dance"."""
    return "" if re.match(rf"{re.escape(subject)}\b", activity, re.IGNORECASE) else subject


class Line(models.Model):
    """The common part of needs, offers and what a partnership carries of them."""

    activity = models.ForeignKey(ActivityType, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year_groups = YearGroupsField(help_text="Whose pupils; 0 where it is not about pupils")
    sentence = models.CharField(max_length=400)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """ "Reading partners, English, Years 5 and 6": what it is about, without the sentence."""
        parts = [self.activity.name, self.own_subject, self.year_groups.words()]
        return ", ".join(part for part in parts if part)

    @property
    def own_subject(self) -> str:
        """The name of the subject, where that of the activity does not say it already."""
        return own_subject(self.activity.name, self.subject.name if self.subject else "")

    def could_be_met_by(self, offer: "Line") -> bool:
        """The same activity, and the same subject or none named: something two schools can talk about."""
        same_subject = self.subject_id == offer.subject_id or not self.subject_id or not offer.subject_id
        return self.activity_id == offer.activity_id and same_subject
