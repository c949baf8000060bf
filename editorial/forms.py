"""The form of an entry in the admin."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from core.differences import Change, change_of
from core.forms import PictureField
from core.transitions import lock
from editorial.models import Entry, Guide


class EntryForm(forms.ModelForm):
    """Of two people who change an entry at once the second is told, and reads both texts before it is saved.

    `meanwhile` is then what was saved since this person opened it, beside what they typed.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    published = forms.BooleanField(
        required=False, help_text="Everybody can read it. Without the tick it is a draft, which Forum staff alone see."
    )
    new_picture = PictureField(
        label="Picture",
        choose="Choose a picture",
        required=False,
        help_text="JPEG, PNG or WebP, up to 12 MB. It replaces the one there is.",
    )
    without_picture = forms.BooleanField(label="Take the picture away", required=False)

    instance: Entry
    meanwhile: list[Change]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile = []
        if "seen" in self.fields and self.instance.pk:
            self.fields["seen"].initial = _stamp(self.instance)
        if "published" in self.fields:  # not where an adviser looks at it
            self.fields["published"].initial = self.instance.is_published
        if "body" in self.fields:
            self.fields["body"].widget.attrs.update({"rows": 30, "cols": 90})
            self.fields["summary"].widget = forms.Textarea(attrs={"rows": 3, "cols": 90, "maxlength": 300})
            for name in ("title", "picture_alt"):
                self.fields[name].widget.attrs["class"] = "vLargeTextField"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._will_have_picture(cleaned) and not cleaned.get("picture_alt") and "picture_alt" not in self.errors:
            self.add_error("picture_alt", "Enter what the picture shows, for people who cannot see it")
        if self.instance.pk and self._is_linked() and not cleaned.get("published"):
            self.add_error("published", "The forms link to this page, so it stays published. Change its text instead")
        if self.instance.pk:
            self._compare(cleaned)
        if self.errors and cleaned.get("new_picture"):
            self.add_error("new_picture", "Choose the picture again: it could not be kept while something was missing")
        return cleaned

    def _will_have_picture(self, cleaned: dict[str, Any]) -> bool:
        if cleaned.get("new_picture"):
            return True
        return self.instance.picture_id is not None and not cleaned.get("without_picture")

    def _is_linked(self) -> bool:
        return isinstance(self.instance, Guide) and self.instance.is_linked

    def _compare(self, cleaned: dict[str, Any]) -> None:
        """Refuse what would replace a text that this person has not read.

        The row stays locked until the admin, which saves in the same transaction, is done with it.
        """
        saved = lock(self.instance)
        if cleaned.get("seen") == _stamp(saved):
            return
        fields = [name for name in cleaned if hasattr(saved, name)]
        both = [(name, _words(getattr(saved, name)), _words(cleaned[name])) for name in fields]
        both.append(("published", _words(saved.is_published), _words(cleaned.get("published"))))
        self.meanwhile = [
            change_of(str(self[name].label), theirs, mine) for name, theirs, mine in both if theirs != mine
        ]
        if not self.meanwhile:
            return  # pressed twice
        self.add_error(
            None,
            "A colleague changed this since you opened it. Compare theirs with yours below, then save again: what you "
            "typed is still here.",
        )
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): _stamp(saved)}


def _stamp(entry: Entry) -> str:
    """Another one after every save."""
    return entry.changed_at.isoformat()


def _words(value: Any) -> str:
    """A value of a field as people say it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%-d %B %Y, %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%-d %B %Y}"
    return "" if value is None else "\n".join(str(value).split("\r\n")).strip()
