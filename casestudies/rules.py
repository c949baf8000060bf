"""Who may do what with case studies, copies and comments."""

import rules

from accounts.models import User
from accounts.rules import is_forum, is_moderator
from casestudies.models import CaseStudy, Comment


def names_own_school(user: User, case_study: CaseStudy) -> bool:
    """Whether a school where this person is verified, or waits to be, is named in it."""
    return case_study.participants.filter(school__in=user.memberships.current().values("school")).exists()


def may_hide(user: User, comment: Comment) -> bool:
    """Moderators decide about comments, but not beneath a case study that names a school of their own."""
    return is_moderator(user) and not names_own_school(user, comment.case_study)


rules.add_perm("casestudies", is_forum)
rules.add_perm("casestudies.view_comment", is_forum)
rules.add_perm("casestudies.hide_comment", is_moderator)


def may_write(user: User, case_study: CaseStudy) -> bool:
    """May change the text: verified at a school that writes it. In which status: CaseStudy.WRITABLE."""
    return CaseStudy.objects.written_by(user).filter(pk=case_study.pk).exists()
