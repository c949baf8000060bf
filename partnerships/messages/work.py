"""Letters about the tasks of a partnership."""

from django.urls import reverse
from django.utils import timezone

from notifications import outbox
from partnerships.messages.contacts import link
from partnerships.models import Task
from partnerships.work import day_words


def task_due(task: Task) -> None:
    """To whoever sees to it: due, or late. The action sees to it that it goes once (Task.reminded_at)."""
    if task.owner is None:
        return
    day = day_words(task.due_on)
    late = task.due_on < timezone.localdate()
    text = "\n\n".join(
        [
            f"Dear {task.owner}" if task.owner.name else "Hello",
            f"“{task.title}” was due on {day}." if late else f"“{task.title}” is due on {day}.",
            "Tick it when it is done, or agree another day with the others:",
            link(reverse("partnerships:tasks", args=[task.partnership_id])),
            f"You get this once, because you see to it for {task.partner.school} in the partnership "
            f"“{task.partnership}”.",
            "ISSP Portal",
        ]
    )
    outbox.post(
        kind="task-due",
        to=task.owner.email,
        subject=f"{'Late' if late else 'Due'}: {task.title}",
        text=text + "\n",
    )
