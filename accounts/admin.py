"""People, memberships and invitations in Django's admin. Everything that decides goes through accounts/actions.py."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts import actions, rules
from accounts.forms.people import ReasonForm
from accounts.models import Invitation, Membership, User
from core.admin import HistoryAdmin
from core.errors import ActionRefused


class ReadOnly:
    """Seen, never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields]  # type: ignore[attr-defined]


class MembershipInline(ReadOnly, admin.TabularInline):
    model = Membership
    fk_name = "user"
    extra = 0
    fields = ["school", "role", "asked_role", "status", "how", "verified_at"]


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "phone", "forum_role"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(HistoryAdmin):
    form = UserForm
    list_display = ["name", "email", "forum_role", "is_active", "joined_at", "last_login"]
    list_filter = ["forum_role", "is_active"]
    search_fields = ["name", "email"]
    ordering = ["name", "email"]
    inlines = [MembershipInline]
    actions = ["remove_second_factor"]
    fields = ["email", "name", "phone", "forum_role", "is_active", "joined_at", "last_login"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """An address is its owner's to change, once they confirm the new one; nobody gives themselves a role."""
        fixed = ["is_active", "joined_at", "last_login"]
        if obj is not None:
            fixed.append("email")
        if not rules.is_administrator(request.user) or (obj is not None and obj.pk == request.user.pk):
            fixed.append("forum_role")
        return fixed

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # people delete their own account; unused ones go by themselves

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        role = form.cleaned_data.get("forum_role", obj.forum_role)
        if change:
            obj.save(update_fields=["name", "phone"])
        else:
            obj.forum_role = ""
            obj.set_unusable_password()
            obj.save()
        if "forum_role" in form.changed_data:
            actions.set_forum_role(user=obj, role=role, by=cast(User, request.user))

    @admin.action(description="Remove the second factor (lost telephone)", permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            _do(request, f"{user} can set up a new second factor.", actions.remove_second_factor, user=user)


class WaitsFilter(admin.SimpleListFilter):
    title = "what waits"
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("pending", "To be verified"),
            ("role", "Headteacher or chair to confirm"),
            ("stranded", "School with nobody left"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        found = {"pending": queryset.pending, "role": queryset.role_asked, "stranded": queryset.stranded}
        return found.get(self.value() or "", queryset.all)()


@admin.register(Membership)
class MembershipAdmin(ReadOnly, HistoryAdmin):
    list_display = ["user", "school", "role", "asked_role", "status", "how", "created_at", "verified_at"]
    list_filter = [WaitsFilter, "status", "role", "how"]
    list_select_related = ["user", "school"]
    search_fields = ["user__name", "user__email", "school__name", "=school__urn"]
    ordering = ["created_at", "pk"]
    actions = ["verify", "refuse", "confirm_role", "end"]

    @admin.action(description="Verify: they work at the school", permissions=["change"])
    def verify(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        how = Membership.How.FORUM
        for found in queryset.select_related("user", "school"):
            said = f"{found.user} is verified at {found.school}, and told."
            _do(request, said, actions.verify_membership, membership=found, how=how)

    @admin.action(description="Refuse, with a reason that is mailed", permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Membership]) -> HttpResponse | None:
        """First a page that asks for the reason, then the deed."""
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            for found in queryset.select_related("user", "school"):
                said = f"{found.user} is refused at {found.school}, and told why."
                reason = form.cleaned_data["reason"]
                _do(request, said, actions.refuse_membership, membership=found, reason=reason)
            return None
        context = {**self.admin_site.each_context(request), "title": "Refuse", "form": form, "memberships": queryset}
        return TemplateResponse(request, "admin/accounts/refuse.html", context)

    @admin.action(description="Confirm as headteacher or chair", permissions=["change"])
    def confirm_role(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for found in queryset.exclude(asked_role="").select_related("user", "school"):
            said = f"{found.user} is {found.get_asked_role_display().lower()} at {found.school}."
            _do(request, said, actions.change_role, membership=found, role=found.asked_role)

    @admin.action(description="Remove from the school", permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for found in queryset.select_related("user", "school"):
            said = f"{found.user} no longer belongs to {found.school}."
            _do(request, said, actions.end_membership, membership=found, last_understood=True)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["email", "school", "role", "invited_by", "created_at", "expires_at", "accepted_at", "cancelled_at"]
    list_select_related = ["school", "invited_by"]
    search_fields = ["email", "school__name", "=school__urn"]
    ordering = ["-created_at", "-pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in super().get_readonly_fields(request, obj) if name != "token"]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["token"]  # who knows it can join the school


def _do(request: HttpRequest, said: str, action: Any, **words: Any) -> None:
    """Do one action for whoever is signed in, and say how it went."""
    try:
        action(by=request.user, **words)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
