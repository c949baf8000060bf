"""Lists that Forum staff edit in the admin: what partnerships do, in which subjects, out of which values."""

from django.db import models


class ListQuerySet(models.QuerySet):
    def offered(self) -> "ListQuerySet":
        """Those a form may offer today; the others stay on what was written with them."""
        return self.filter(active=True)


class ListEntry(models.Model):
    """What the lists have in common. An entry in use is switched off, never deleted (PROTECT where it is used)."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="Used in addresses; leave it as it is")
    order = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(default=True, help_text="Offered in forms")

    objects = ListQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ActivityGroup(ListEntry):
    """A heading over activity types: Academic, Arts, Sport and outdoors …"""


class ActivityType(ListEntry):
    """What schools do together: reading partners, masterclasses, shared facilities …"""

    group = models.ForeignKey(ActivityGroup, on_delete=models.PROTECT, related_name="activity_types")
    mixes_ages = models.BooleanField(
        default=False,
        help_text="Works between different year groups: older pupils helping younger, or staff and governors",
    )

    class Meta(ListEntry.Meta):
        ordering = ["group__order", "order", "name"]


class Subject(ListEntry):
    """A school subject."""


class Value(ListEntry):
    """Something a school stands for; partnerships of schools that share values last (research report, chapter 5.1)."""
