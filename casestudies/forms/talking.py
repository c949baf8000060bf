"""Saying something beneath a case study, and reporting what somebody said."""

from crispy_forms_gds.layout import Field
from django import forms

from casestudies.actions.talk import LONGEST_COMMENT, LONGEST_REASON
from core.forms import ODD_LETTERS, PortalForm


class CommentForm(PortalForm):
    """A question or a comment. Shown with the school's name, never the person's."""

    button = "Send"
    text = forms.CharField(
        label="Your question or comment",
        widget=forms.Textarea,
        max_length=LONGEST_COMMENT,
        help_text="Everybody can read it, with your school’s name and not yours. Name no pupil.",
        error_messages={
            "required": "Enter your question or comment",
            "max_length": f"Shorten this to {LONGEST_COMMENT:,} characters or fewer",
            **ODD_LETTERS,
        },
    )
    layout = (Field.textarea("text", rows=5, max_characters=LONGEST_COMMENT),)


class AnswerForm(CommentForm):
    button = "Send your answer"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Your answer"
        self.fields["text"].error_messages["required"] = "Enter your answer"


class FlagForm(PortalForm):
    """What is wrong with a comment."""

    button = "Report it"
    reason = forms.CharField(
        label="What is wrong with it?",
        widget=forms.Textarea,
        max_length=LONGEST_REASON,
        help_text="For example: it names a pupil, it is rude, it sells something. Only Forum staff read this.",
        error_messages={
            "required": "Enter what is wrong with it",
            "max_length": f"Shorten this to {LONGEST_REASON} characters or fewer",
            **ODD_LETTERS,
        },
    )
    layout = (Field.textarea("reason", rows=4, max_characters=LONGEST_REASON),)
