"""The base of every form of the portal."""

import datetime
import uuid
from typing import Any

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape

from core import pictures, uploads

ODD_LETTERS = {"null_characters_not_allowed": "Take out the letter that cannot be shown: type this again"}


class EscapedField(forms.BoundField):
    """A field of a form whose label and hint may hold anybody's words, such as a school's name.

    crispy-forms-gds prints both as they are. What is HTML on purpose is made by `format_html`, and stays.
    """

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.label = conditional_escape(self.label)
        self.help_text = conditional_escape(self.help_text)


class PortalForm(forms.Form):
    """A form in GOV.UK markup: labels in bold, one button, no HTML5 validation, errors that say what to do.

    Subclasses set `button` (`warning = True` makes it red) and may set `layout` (crispy layout objects, without the
    button). With `lone = True` the only field's label or legend is the page's heading, as on a one-question page; its
    layout then names the tag, for example `Field.radios("sector", legend_size=Size.LARGE, legend_tag="h1")`. The
    template `form_page.html` renders the error summary, the heading and the form.
    """

    bound_field_class = EscapedField
    button = "Save and continue"
    layout: tuple[Any, ...] = ()
    lone = False
    warning = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False  # form_page.html writes the tag, so that it can carry the "finish later" link
        self.helper.disable_csrf = True
        size = Size.LARGE if self.lone else Size.SMALL
        self.helper.label_size = self.helper.legend_size = size
        self.helper.layout = Layout(*self.get_layout())

    def get_layout(self) -> tuple[Any, ...]:
        """The layout objects, in order; the field names in order of declaration where a form sets none."""
        return self.layout or tuple(self.fields)


class PortalModelForm(PortalForm, forms.ModelForm):
    """The same for a model."""


class ChosenFile(forms.FileField):
    """A file by its content. What is wrong with it is said beside it, with whatever else is wrong with the form."""

    accept: tuple[str, ...] = ()  # what a browser offers to choose from; a telephone makes a JPEG of its picture for it

    def __init__(self, *, choose: str, **kwargs: Any) -> None:
        """`choose` says what to do where nothing was chosen."""
        empty = "This file is empty. Open it to see whether it was saved, then choose it again"
        errors = {"required": choose, "missing": choose, "invalid": choose, "empty": empty}
        widget = forms.FileInput(attrs={"accept": ",".join(self.accept), "class": "govuk-file-upload"})
        super().__init__(widget=widget, error_messages=errors, **kwargs)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return self.taken(file)
        except (pictures.PictureRefused, uploads.DocumentRefused) as refused:
            raise ValidationError(str(refused)) from refused

    def taken(self, file: Any) -> Any:
        """What the form's cleaned data holds. Raises the refusal of core/pictures.py or core/uploads.py."""
        raise NotImplementedError


class PictureField(ChosenFile):
    """Cleans to core.pictures.Prepared."""

    accept = ("image/jpeg", "image/png", "image/webp")

    def taken(self, file: Any) -> pictures.Prepared:
        return pictures.prepare(file)


class DocumentField(ChosenFile):
    """Cleans to the file, which is a PDF, Word, PowerPoint or Excel file."""

    accept = tuple(f".{kind}" for kind in uploads.KINDS)

    def taken(self, file: Any) -> Any:
        uploads.document_kind(file)
        return file


class Words(forms.CharField):
    """What somebody types. A line break counts as one character, as the page counts it."""

    def __init__(self, label: str, *, longest: int, enter: str = "", hint: str = "", **kwargs: Any) -> None:
        errors = {
            "required": enter,
            "max_length": f"Shorten this to {longest:,} characters or fewer",
            **ODD_LETTERS,
            **kwargs.pop("error_messages", {}),
        }
        super().__init__(
            label=label, help_text=hint, max_length=longest, required=bool(enter), error_messages=errors, **kwargs
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n").replace("\r", "\n") if value else value) or ""


class Line(Words):
    """Words on one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class Text(Words):
    """Words on several."""

    widget = forms.Textarea


class Day(DateInputField):
    """A date in three boxes; whatever cannot be one is answered with what to enter."""

    def __init__(self, *, error_messages: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages |= error_messages or {}

    def clean(self, value: Any) -> datetime.date:
        try:
            return super().clean([part.strip()[:4] if isinstance(part, str) else part for part in value or []])
        except forms.ValidationError as error:
            if self.error_messages["required"] in error.messages:
                raise
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def one_of(label: str, choices: Any, *, select: str, hint: str = "", **kwargs: Any) -> forms.ChoiceField:
    """Radio buttons. `select` says what to do where none was chosen."""
    errors = {"required": select, "invalid_choice": "Select one from the list"}
    return forms.ChoiceField(
        label=label, help_text=hint, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs
    )


class Key(forms.UUIDField):
    """Hidden, so nobody could mend it: what is no key counts for nothing."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> uuid.UUID | None:  # type: ignore[override]
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class AgainForm(PortalForm):
    """A form with a file. A browser lets go of a file when a form comes back: it is asked for again beside the field.

    `key`: what the thing will be called in addresses, so that a button pressed twice adds it once.
    """

    again = ""
    key = Key(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors and "file" not in self.errors:
            self.add_error("file", self.again)
        return cleaned
