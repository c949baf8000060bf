"""Good news for those who wrote a case study: it is copied. The letter names a school and its place, no person."""

from casestudies.messages.people import schools_of_case, write_to
from casestudies.models import Edition
from partnerships.messages.contacts import link
from schools.models import School


def copied(edition: Edition, school: School) -> int:
    """To the schools that wrote it, once a person and copying school, however often that one begins again."""
    place = school.town or (school.local_authority.name if school.local_authority else "")
    where = f"{school}, {place}," if place else f"{school}"
    return write_to(
        schools_of_case(edition.case_study, writing=True),
        kind="case-study-copied",
        subject=f"{school} is copying “{edition.title}”",
        paragraphs=[
            f"{where} has begun a plan to do what you wrote about in “{edition.title}”. Nothing is asked of you.",
            "Everybody can see on its page how often it is copied, and in which places:",
            link(edition.get_absolute_url()),
            "If they have a question, they ask it there, and you answer there.",
        ],
        key=f"copied-{edition.case_study_id}-{school.pk}",
    )
