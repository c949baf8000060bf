"""Finding something to begin from, and what Forum staff write in the library."""

from typing import Any

from django import forms

from agreements.library import KINDS
from agreements.models import Clause, Template, TemplateClause
from agreements.texts import BLANK, LONGEST_TEXT

LONGEST_GUIDANCE = 5_000
LONGEST_SEARCH = 200


class SearchForm(forms.Form):
    """The words and the kind of the address; what makes no sense is as if it were not there."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    kind = forms.ChoiceField(required=False, choices=list(KINDS.items()))

    @property
    def words(self) -> str:
        return self._said("q")

    @property
    def chosen(self) -> str:
        return self._said("kind")

    def _said(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")


class WideForm(forms.ModelForm):
    """With room for as many words as are usual."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in {"guidance": 8, "text": 12, "summary": 3}.items():
            if name in self.fields:
                self.fields[name].widget = forms.Textarea(attrs={"rows": rows, "cols": 100})


class WordsForm(WideForm):
    """What a clause and its place in a template have in common: bearable lengths, and brackets that close."""

    def clean_text(self) -> str:
        return balanced(_short(self.cleaned_data["text"], LONGEST_TEXT))

    def clean_guidance(self) -> str:
        return _short(self.cleaned_data["guidance"], LONGEST_GUIDANCE)


class ClauseForm(WordsForm):
    class Meta:
        model = Clause
        fields = ["heading", "slug", "kind", "guidance", "text", "order", "live"]


class TemplateClauseForm(WordsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "guidance"):
            if not getattr(self.instance, name):  # as in the library: a page of empty boxes would be long
                self.fields[name].widget.attrs["rows"] = 2

    class Meta:
        model = TemplateClause
        fields = ["order", "clause", "required", "text", "guidance"]


class TemplateForm(WideForm):
    class Meta:
        model = Template
        fields = ["title", "slug", "summary"]


def balanced(text: str) -> str:
    """The text, if each of its square brackets belongs to a blank. Raises ValidationError."""
    rest = BLANK.sub("", text)
    if "[" in rest or "]" in rest:
        raise forms.ValidationError(
            "Close each square bracket on the same line: [how long]. A blank has at most 80 characters"
        )
    return text


def _short(text: str, longest: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise forms.ValidationError(f"Shorten this to {longest:,} characters or fewer")
    return text
