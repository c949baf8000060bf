"""The one kind of refusal that an action raises."""


class ActionRefused(Exception):
    """An action that may not happen now. Its text is a sentence for the person who asked, and says what to do.

    Each app derives named errors from it where a caller must tell them apart.
    """


class Changed(ActionRefused):
    """Somebody else changed the thing since this person opened it."""
