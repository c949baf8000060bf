"""Letters about comments. They name schools, never the person who wrote."""

from django.urls import reverse

from accounts.models import User
from casestudies.models import CaseStudy, Comment
from notifications import outbox
from partnerships.messages.contacts import link


def comment_added(comment: Comment) -> None:
    """To the authors; an answer also to those who wrote in the thread. Never to the person who wrote it."""
    title = comment.case_study.edition.title
    said = "answered a question about" if comment.answers_id else "asked or said something about"
    authors = set(authors_of(comment.case_study))
    thread = set()
    if comment.answers is not None:
        replies = User.objects.filter(is_active=True, pk__in=comment.answers.replies.values("by"))
        thread = {*replies, *User.objects.filter(is_active=True, pk=comment.answers.by_id)}
    for user in sorted((authors | thread) - {comment.by}, key=lambda user: user.pk):
        because = (
            "your school wrote this case study" if user in authors else "you wrote beneath this case study yourself"
        )
        paragraphs = [
            f"Dear {user}",
            f"{comment.school or 'A reader'} {said} “{title}”:",
            comment.text,
            "Answer, or report it to Forum staff, here:",
            link(f"{reverse('casestudies:talk', args=[comment.case_study.edition.slug])}?comment={comment.pk}"),
            f"You get this because {because}. Your name is not shown there, only your school’s.",
            "ISSP Portal",
        ]
        _post("comment-added", user, f"{comment.school or 'A reader'} {said} “{title}”", paragraphs)


def comment_hidden(comment: Comment) -> None:
    """To its writer: it is no longer shown, and why."""
    if comment.by is None or not comment.by.is_active:
        return
    title = comment.case_study.edition.title
    paragraphs = [
        f"Dear {comment.by}",
        f"Forum staff have hidden what you wrote beneath “{title}”. They write:",
        comment.hidden_because,
        "You wrote:",
        comment.text,
        "Nobody else sees it now. You can write again here:",
        link(reverse("casestudies:talk", args=[comment.case_study.edition.slug])),
        "You get this because you wrote it.",
        "ISSP Portal",
    ]
    _post("comment-hidden", comment.by, f"Forum staff have hidden your comment on “{title}”", paragraphs)


def authors_of(case_study: CaseStudy) -> list[User]:
    """Who hears of comments: those who wrote it and still belong to a school that writes it; where none is left,
    those who lead the teams of these schools."""
    schools = case_study.participants.filter(writes=True).values("school")
    here = User.objects.filter(
        is_active=True, memberships__school__in=schools, memberships__status="verified"
    ).distinct()
    wrote = here.filter(pk__in=[*case_study.sections.values_list("changed_by", flat=True), case_study.begun_by_id])
    leading = here.filter(memberships__role__in=["headteacher", "chair", "co-ordinator"])
    return list(wrote.order_by("pk")) or list(leading.order_by("pk"))


def _post(kind: str, to: User, subject: str, paragraphs: list[str]) -> None:
    outbox.post(kind=kind, to=to.email, subject=subject, text="\n\n".join(paragraphs) + "\n")
