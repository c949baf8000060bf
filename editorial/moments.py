"""The pages of guidance that forms link to at the right moment, by their slug; the titles as the links say them."""

MOMENTS = {
    "starting": "Starting a partnership",
    "agreeing": "Agreeing what each school gives and gets",
    "running": "Running it around a full timetable",
    "sustaining": "Keeping it going when people move on",
    "when-it-fails": "When it is not working",
}
