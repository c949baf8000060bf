"""What to follow, and how often to be written to."""

from crispy_forms_gds.layout import Div, Field, Size
from django import forms

from casestudies.models import DigestChoice
from core.forms import PortalForm
from partnerships.models import ActivityType, Subject
from schools.models import Region

HEADING = {"legend_size": Size.MEDIUM, "legend_tag": "h2"}
FROM_THE_LIST = {"invalid_choice": "Select from the list", "invalid_list": "Select from the list"}


class FollowingForm(PortalForm):
    """Topics to tick, and the pace of the digest. Followed case studies have a button each, on the page."""

    button = "Save"
    pace = forms.ChoiceField(
        label="How often shall we write to you?",
        help_text="Only when there is something new.",
        choices=DigestChoice.Pace.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how often we write to you",
            "invalid_choice": "Select how often we write to you",
        },
    )
    subjects = forms.ModelMultipleChoiceField(
        label="Subjects",
        queryset=Subject.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FROM_THE_LIST,
    )
    activities = forms.ModelMultipleChoiceField(
        label="Activities",
        queryset=ActivityType.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FROM_THE_LIST,
    )
    regions = forms.MultipleChoiceField(
        label="Regions",
        choices=Region.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=FROM_THE_LIST,
    )
    layout = (
        Field.radios("pace", **HEADING),
        Div(Field.checkboxes("subjects", small=True, **HEADING), css_class="issp-columns"),
        Div(Field.checkboxes("activities", small=True, **HEADING), css_class="issp-columns"),
        Div(Field.checkboxes("regions", small=True, **HEADING), css_class="issp-columns"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].queryset = Subject.objects.offered()  # type: ignore[attr-defined]
        self.fields["activities"].queryset = ActivityType.objects.offered()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, list[object]]:
        """{column of Follow: what was ticked}."""
        data = self.cleaned_data
        return {
            "subject": list(data["subjects"]),
            "activity": list(data["activities"]),
            "region": list(data["regions"]),
        }
