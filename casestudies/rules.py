"""Who may do what with case studies, copies and comments.

In the admin:

| | moderator | adviser | administrator |
| --- | --- | --- | --- |
| case studies sent to the Forum, their versions: read | yes | yes | yes |
| case studies: publish, ask for a change, withdraw | yes, never with a part in it (`own`) | no | as a moderator |
| what is published: correct, feature | yes, never with a part in it | no | as a moderator |
| comments and reports: read | yes | yes | yes |
| comments: hide, show, leave | yes, never beneath a school of their own | no | as a moderator |
| copies: which school, since when, how far (never its plan): read | yes | yes | yes |

A draft that was never sent to the Forum is its schools' alone.
"""

import rules
from django.db.models import Q

from accounts.models import User
from accounts.rules import is_forum, is_moderator
from casestudies.models import CaseStudy, Comment, Participant, Section


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


def own(user: User) -> Q:
    """The condition on case studies in which this person has a part.

    That is: it names a school where they are verified or wait to be, or gives their address; or they began it, or
    changed or confirmed something of it.
    """
    theirs = Participant.objects.filter(
        Q(school__in=user.memberships.current().values("school"))
        | Q(confirmed_by=user.pk)
        | Q(email__iexact=user.email)
    )
    return (
        Q(pk__in=theirs.values("case_study"))
        | Q(begun_by=user.pk)
        | Q(pk__in=Section.objects.filter(changed_by=user.pk).values("case_study"))
    )


def is_own(user: User, case_study: CaseStudy) -> bool:
    """Whether this person has a part in it, as `own` says."""
    return CaseStudy.objects.filter(own(user), pk=case_study.pk).exists()


@rules.predicate
def may_moderate(user: User, case_study: CaseStudy | None = None) -> bool:
    """Moderators and administrators, but never where they have a part. Without a case study: in general."""
    return is_moderator(user) and (case_study is None or not is_own(user, case_study))


rules.add_perm("casestudies.view_casestudy", is_forum)
rules.add_perm("casestudies.view_edition", is_forum)
rules.add_perm("casestudies.view_section", is_forum)
rules.add_perm("casestudies.view_replication", is_forum)
rules.add_perm("casestudies.moderate_casestudy", may_moderate)
