"""The questions of the self-check. Nothing is stored: the answers are words in the address."""

from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field
from django import forms

from core.forms import PortalForm

YES, PARTLY, NO = "yes", "partly", "no"

# What a partnership can bring: the questions of "Is it right for your school?" (DOMAIN B3), in our words.
WISHES = [
    Choice("curriculum", "Give pupils something that you cannot offer alone"),
    Choice("teaching", "Bring new ideas into teaching, and training that changes lessons"),
    Choice("people", "Know colleagues and experts beyond your own school"),
    Choice("engagement", "Wake up pupils and staff with a new way of learning", divider="or"),
    Choice("nothing", "None of these just now"),
]


def question(label: str, choices: list[tuple[str, str]], *, error: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": error, "invalid_choice": error},
    )


class SelfCheckForm(PortalForm):
    """Eight questions; each later one is a success factor of the government's evaluation."""

    button = "See what to do next"

    wishes = forms.MultipleChoiceField(
        label="Would you like to…",
        help_text="Select all that apply",
        choices=WISHES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select what you would like, or “None of these just now”",
            "invalid_choice": "Select from the list",
        },
    )
    aim = question(
        "Could you say in a sentence what should be different for your pupils or staff?",
        [(YES, "Yes"), (PARTLY, "Roughly"), (NO, "Not yet")],
        error="Select whether you could say it in a sentence",
    )
    give = question(
        "Is there something that your school could give in return?",
        [(YES, "Yes"), (PARTLY, "Probably, but we have not thought about it"), (NO, "We cannot think of anything")],
        error="Select whether your school could give something",
        hint="Expertise, places, people, audiences: it need not be large",
    )
    values = question(
        "Would your staff feel that working with a school of the other sector fits what your school stands for?",
        [(YES, "Yes"), (PARTLY, "Some would"), (NO, "Few would")],
        error="Select whether it fits what your school stands for",
    )
    head = question(
        "Does your headteacher support it?",
        [(YES, "Yes, or I am the headteacher"), (PARTLY, "They know, and have not decided"), (NO, "Not asked yet")],
        error="Select whether your headteacher supports it",
    )
    near = question(
        "Could pupils or staff travel to another school, or host one?",
        [(YES, "Yes"), (PARTLY, "A few times a year"), (NO, "Hardly")],
        error="Select whether you could travel or host",
    )
    talk = question(
        "Is there somebody who would keep in touch with the other school, and a second person who knows about it?",
        [(YES, "Yes, two people"), (PARTLY, "One person"), (NO, "Nobody yet")],
        error="Select who would keep in touch",
    )
    time = question(
        "Does that person have time for it: about an hour a week while things are being planned?",
        [(YES, "Yes"), (PARTLY, "At quieter times of year"), (NO, "No")],
        error="Select whether there is time",
    )

    def get_layout(self) -> tuple[Any, ...]:
        radios = [Field.radios(name, small=True) for name in self.fields if name != "wishes"]
        return (Field.checkboxes("wishes", small=True), *radios)
