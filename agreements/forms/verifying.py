"""Asking whether a copy of a signed MOU is genuine."""

from typing import Any

from crispy_forms_gds.layout import Field, Fluid
from django.core.files.uploadedfile import UploadedFile

from core.forms import ChosenFile, Line, PortalForm
from core.uploads import DOCUMENT_BYTES, DocumentRefused, size_of

LONGEST_CODE = 200  # with the words around it, as somebody may copy them


class CopyField(ChosenFile):
    """Cleans to the file, whatever it is: its bytes are compared and it is never opened."""

    accept = (".pdf",)

    def taken(self, file: UploadedFile) -> UploadedFile:
        if size_of(file) > DOCUMENT_BYTES:
            raise DocumentRefused("Choose the PDF that you were given. This file is far larger than one of ours.")
        return file


class VerifyForm(PortalForm):
    button = "Check it"
    code = Line(
        "Verification code",
        longest=LONGEST_CODE,
        hint="16 letters and figures on the last page, beside the QR code. Spaces and capitals do not matter.",
    )
    file = CopyField(
        label="Or the PDF itself",
        choose="Choose the PDF",
        required=False,
        help_text="We compare it byte for byte with the copy that we keep. We do not read it and do not keep it.",
    )

    def get_layout(self) -> tuple[Any, ...]:
        return Field.text("code", field_width=Fluid.TWO_THIRDS, autocomplete="off", spellcheck="false"), Field.text(
            "file"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("code") and not cleaned.get("file"):
            self.add_error("code", "Enter the code, or choose the PDF")
        return cleaned
