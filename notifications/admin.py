"""The outbox, to read, and to try again what was given up."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from core.errors import ActionRefused
from notifications.actions import try_again
from notifications.models import Message

# A sign-in code (1234-5678, 12345678), or the long unguessable part of a link.
A_SECRET = re.compile(r"\b\d{4}-?\d{4}\b|\b(?=[\w:-]*[A-Z\d])[\w:-]{20,}")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Every e-mail of the last 90 days. Its words, which may name people, are for administrators."""

    list_display = ["created_at", "to", "subject", "kind", "status", "attempts", "sent_at", "error"]
    list_display_links = ["created_at"]
    list_filter = ["status", "kind"]
    list_select_related = False
    search_fields = ["to", "subject", "kind"]
    search_help_text = "An e-mail address, or words of the subject"
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    actions = ["try_these_again"]
    fields: Sequence[str] = [
        "to",
        "subject",
        "kind",
        "status",
        "attempts",
        "created_at",
        "next_try_at",
        "sent_at",
        "error",
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        may_read = request.user.has_perm("notifications.read_message")
        return [*self.fields, "words"] if may_read else self.fields

    @admin.display(description="Text")
    def words(self, message: Message) -> str:
        """Without what would let the reader sign in, or answer, as somebody else."""
        return A_SECRET.sub("(hidden)", message.text)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.change_message")

    @admin.action(description="Try the ticked messages again", permissions=["retry"])
    def try_these_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        tried = 0
        for message in queryset:
            try:
                try_again(message=message, by=request.user)
                tried += 1
            except ActionRefused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
        if tried:
            self.message_user(request, f"{tried} will be tried again within a minute or two.", messages.SUCCESS)
