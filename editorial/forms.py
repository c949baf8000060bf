"""The form of an entry in the admin."""

from typing import Any

from django import forms

from core.forms import PictureField
from editorial.models import Entry, Guide


class EntryForm(forms.ModelForm):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
        if self.errors and cleaned.get("new_picture"):
            self.add_error("new_picture", "Choose the picture again: it could not be kept while something was missing")
        return cleaned

    def _will_have_picture(self, cleaned: dict[str, Any]) -> bool:
        if cleaned.get("new_picture"):
            return True
        return self.instance.picture_id is not None and not cleaned.get("without_picture")

    def _is_linked(self) -> bool:
        return isinstance(self.instance, Guide) and self.instance.is_linked
