"""The tabs that case studies add to a partnership's workspace."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.querysets import schools_of
from casestudies.models import CaseStudy, Replication
from partnerships.models import Partnership
from partnerships.workspace import Tab


def tab_of(partnership: Partnership, user: Any) -> Tab | None:
    """To the partnership's case study: the list of them, or the page that begins the first. For verified people."""
    if not partnership.partners.present().filter(school__in=schools_of(user)).exists():
        return None
    begun = CaseStudy.objects.written_by(user).filter(partnership=partnership).exists()
    page = reverse("casestudies:yours" if begun else "casestudies:begin")
    return Tab(text="Case study", url=f"{page}?{urlencode({'partnership': partnership.pk})}")


def plan_tab_of(partnership: Partnership, user: Any) -> Tab | None:
    """To the plan of this person's school, where the partnership copies a case study."""
    copy = Replication.objects.going().visible_to(user).filter(partnership=partnership).first()
    return Tab(text="Plan", url=copy.get_absolute_url()) if copy else None
