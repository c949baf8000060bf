"""The base of every form of the portal."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout, Size
from django import forms


class PortalForm(forms.Form):
    """A form in GOV.UK markup: labels in bold, one button, no HTML5 validation, errors that say what to do.

    Subclasses set `button` (`warning = True` makes it red) and may set `layout` (crispy layout objects, without the
    button). With `lone = True` the only field's label or legend is the page's heading, as on a one-question page; its
    layout then names the tag, for example `Field.radios("sector", legend_size=Size.LARGE, legend_tag="h1")`. The
    template `form_page.html` renders the error summary, the heading and the form.
    """

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
