"""What the schools of the demo wrote when they registered interest: good enough that a head would read on."""

from dataclasses import dataclass, field
from typing import Any

from partnerships.slots import CHOICES
from schools.year_groups import EVERY, YearGroups

Y = YearGroups
EARLY = Y.NURSERY | Y.RECEPTION
INFANTS = Y.RECEPTION | Y.Y1 | Y.Y2
LOWER_JUNIORS = Y.Y3 | Y.Y4
UPPER_JUNIORS = Y.Y5 | Y.Y6
JUNIORS = LOWER_JUNIORS | UPPER_JUNIORS
LOWER_SCHOOL = Y.Y7 | Y.Y8 | Y.Y9
GCSE = Y.Y10 | Y.Y11
SIXTH_FORM = Y.Y12 | Y.Y13
NOT_PUPILS = YearGroups(0)


def line(activity: str, subject: str | None, years: YearGroups, sentence: str) -> dict[str, Any]:
    """One need or offer, as a draft keeps it."""
    return {"activity": activity, "subject": subject, "years": int(years & EVERY), "sentence": sentence}


def slots(*words: str) -> int:
    """The bits of these parts of the week."""
    bits = {text: bit for bit, text in CHOICES}
    return sum(bits[word] for word in words)


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A registration: `state` is where it stands when the demo opens."""

    urn: int
    needs: list[dict[str, Any]]
    offers: list[dict[str, Any]]
    miles: int = 15
    transport: str = "none"
    capacity: int = 1
    slots: int = 0
    values: list[str] = field(default_factory=list)
    networks: list[str] = field(default_factory=list)
    head: str = "agrees"
    partners: str = "other"
    state: str = "live"
    words: str = ""  # of Forum staff, where they asked for something


HEADS = "Calderby heads’ group"
WENLOW_HEADS = "Wenlow schools together"

INTERESTS = [
    Interest(
        urn=900114,
        needs=[
            line(
                "laboratories",
                "science",
                UPPER_JUNIORS,
                "Our Years 5 and 6 have never worked in a laboratory. We would like six afternoons of practical "
                "science with somebody who teaches it.",
            ),
            line(
                "send",
                None,
                INFANTS,
                "More of our youngest children arrive with little speech each year. We need training that lasts longer "
                "than one afternoon.",
            ),
        ],
        offers=[
            line(
                "cpd",
                "early-years",
                EARLY,
                "Two early years leaders who train others across the authority, and a nursery to watch them in.",
            ),
            line(
                "environment",
                None,
                JUNIORS,
                "A woodland of four acres with a qualified forest school leader on Tuesdays and Fridays.",
            ),
        ],
        miles=12,
        transport="none",
        slots=slots("Wednesday afternoons", "Friday afternoons"),
        values=["curiosity", "kindness", "community"],
        networks=[HEADS],
    ),
    Interest(
        urn=900115,
        needs=[
            line(
                "cpd",
                "early-years",
                EARLY,
                "Our nursery opened two years ago. Its staff would learn most from a school that has done it for long.",
            ),
            line(
                "volunteering",
                None,
                SIXTH_FORM,
                "Sixty sixth-formers give an afternoon a week and should be doing something that is wanted.",
            ),
        ],
        offers=[
            line(
                "laboratories",
                "science",
                UPPER_JUNIORS | LOWER_SCHOOL,
                "Two laboratories and a technician on Wednesday afternoons, and a physicist who likes ten-year-olds.",
            ),
            line(
                "classics",
                "latin",
                UPPER_JUNIORS | LOWER_SCHOOL,
                "A Latin teacher for an hour a week, from a first lesson.",
            ),
            line("transport", None, NOT_PUPILS, "Two minibuses that stand still between ten and three."),
        ],
        miles=20,
        transport="minibus",
        capacity=3,
        slots=slots("Wednesday afternoons", "Thursday afternoons", "Friday afternoons"),
        values=["curiosity", "service", "ambition"],
        networks=[HEADS],
    ),
    Interest(
        urn=900105,
        needs=[
            line(
                "environment",
                None,
                JUNIORS,
                "Our junior house has lawns and no wild corner. We would like to learn outdoors with another school.",
            ),
            line(
                "eal",
                "english",
                LOWER_SCHOOL,
                "We have begun to admit refugees and have no experience of early English.",
            ),
        ],
        offers=[
            line(
                "music",
                "music",
                JUNIORS,
                "A choir of eighty, an organ, and a director of music who will start or rescue a primary choir.",
            ),
            line("languages", "spanish", UPPER_JUNIORS, "Spanish for Years 5 and 6, from a native speaker."),
        ],
        miles=15,
        transport="minibus",
        capacity=2,
        slots=slots("Tuesday afternoons", "Friday afternoons"),
        values=["service", "faith", "community"],
    ),
    Interest(
        urn=900106,
        needs=[
            line(
                "performance-spaces",
                "drama",
                GCSE | SIXTH_FORM,
                "Our hall seats ninety. Our actors deserve a stage, and a cast that is not all from one school.",
            ),
        ],
        offers=[
            line(
                "courses-not-offered",
                "further-mathematics",
                SIXTH_FORM,
                "Further mathematics A level, taught in two afternoons a week, for as many as come.",
            ),
            line(
                "university-preparation",
                None,
                SIXTH_FORM,
                "Ten weeks for applicants to demanding universities, with mock interviews by people who hold them.",
            ),
        ],
        miles=10,
        transport="public",
        capacity=2,
        slots=slots("Monday afternoons", "Thursday afternoons"),
        values=["ambition", "fairness", "courage"],
    ),
    Interest(
        urn=900107,
        needs=[
            line(
                "environment",
                None,
                JUNIORS,
                "We teach in a row of town houses. We would like woodland lessons for Years 3 to 6, and friends there.",
            ),
        ],
        offers=[
            line(
                "send",
                None,
                INFANTS,
                "Our speech and language therapist trains teachers and assistants over a term, in your classrooms.",
            ),
            line("drama", "drama", JUNIORS, "A drama studio and a teacher on Friday afternoons."),
        ],
        miles=10,
        transport="minibus",
        slots=slots("Tuesday afternoons", "Friday afternoons"),
        values=["kindness", "creativity", "curiosity"],
        networks=[HEADS],
    ),
    Interest(
        urn=900108,
        needs=[
            line(
                "laboratories",
                "design-and-technology",
                LOWER_SCHOOL,
                "We closed our workshop ten years ago and regret it. Our Years 7 to 9 should make things.",
            ),
            line(
                "fixtures",
                "physical-education",
                LOWER_SCHOOL,
                "Opponents within half an hour, for girls’ football above all.",
            ),
        ],
        offers=[
            line(
                "swimming",
                "physical-education",
                UPPER_JUNIORS | LOWER_SCHOOL,
                "A heated pool of 25 metres with two teachers, free until eleven each morning.",
            ),
        ],
        miles=12,
        transport="minibus",
        slots=slots("Monday mornings", "Tuesday mornings", "Wednesday mornings"),
        values=["perseverance", "community", "respect"],
    ),
    Interest(
        urn=900109,
        needs=[
            line(
                "swimming",
                "physical-education",
                LOWER_SCHOOL,
                "The town’s pool closed in the spring. A third of our Year 7 cannot swim a length.",
            ),
        ],
        offers=[
            line(
                "laboratories",
                "design-and-technology",
                LOWER_SCHOOL,
                "A workshop with laser cutters and a foundry, and a teacher who trained in industry.",
            ),
            line("cpd", None, NOT_PUPILS, "What we learnt about behaviour and attendance, told as it was."),
        ],
        miles=10,
        transport="public",
        slots=slots("Monday mornings", "Wednesday mornings"),
        values=["perseverance", "respect", "fairness"],
        head="agrees",
    ),
    Interest(
        urn=900104,
        needs=[
            line(
                "courses-not-offered",
                "further-mathematics",
                SIXTH_FORM,
                "Seven of our Year 12 would take further mathematics, and we cannot run it for seven.",
            ),
            line("debating", None, GCSE, "Our pupils argue well and have never been taught to."),
        ],
        offers=[
            line(
                "performance-spaces",
                "drama",
                GCSE | SIXTH_FORM,
                "A theatre of three hundred seats with lights and a technician, free three evenings a week.",
            ),
            line(
                "careers",
                None,
                GCSE | SIXTH_FORM,
                "Forty local employers who come to our careers week and would stay a day longer.",
            ),
        ],
        miles=10,
        transport="public",
        capacity=2,
        slots=slots("Monday afternoons", "Thursday afternoons", "Thursdays after school"),
        values=["ambition", "fairness", "creativity"],
    ),
    Interest(
        urn=900113,
        needs=[
            line(
                "university-preparation",
                None,
                SIXTH_FORM,
                "Forty of our students apply to courses with interviews. Hardly one has met somebody who passed one.",
            ),
            line("masterclasses", "physics", SIXTH_FORM, "We have one physicist for two year groups."),
        ],
        offers=[
            line(
                "courses-not-offered",
                "criminology",
                SIXTH_FORM,
                "Criminology and psychology A levels to join for a term or a year.",
            ),
            line("mentoring", None, SIXTH_FORM, "Students who read with younger children, trained and reliable."),
        ],
        miles=15,
        transport="public",
        capacity=2,
        slots=slots("Wednesday afternoons"),
        values=["ambition", "independence", "respect"],
    ),
    Interest(
        urn=900101,
        needs=[
            line(
                "music",
                "music",
                JUNIORS,
                "Our music teacher retired and was not replaced. We would like singing to come back.",
            ),
        ],
        offers=[
            line(
                "eal",
                "english",
                LOWER_SCHOOL | INFANTS,
                "Thirty languages, and ten years of teaching English to beginners.",
            ),
            line("holiday-provision", None, JUNIORS, "A breakfast club that could take twenty more."),
        ],
        miles=15,
        transport="none",
        slots=slots("Friday afternoons"),
        values=["community", "service", "inclusion"],
        networks=[HEADS],
    ),
    Interest(
        urn=900117,
        needs=[
            line("send", None, LOWER_SCHOOL, "We want to teach autistic girls better and do not know enough."),
            line("mentoring", None, SIXTH_FORM, "Younger pupils to read with, near enough for an hour’s visit."),
        ],
        offers=[
            line(
                "masterclasses", "physics", SIXTH_FORM, "Saturday physics for girls, in a laboratory built last year."
            ),
            line("university-preparation", None, SIXTH_FORM, "Interview practice in November, with former pupils."),
            line("debating", None, GCSE, "A debating coach on Thursdays."),
        ],
        miles=12,
        transport="minibus",
        capacity=2,
        slots=slots("Thursday afternoons", "Saturday mornings"),
        values=["courage", "ambition", "independence"],
    ),
    Interest(
        urn=900201,
        needs=[
            line("volunteering", None, SIXTH_FORM, "Boarders who would rather be useful than entertained at weekends."),
            line("observation", None, NOT_PUPILS, "Our new teachers should see more than one kind of classroom."),
        ],
        offers=[
            line("sports-coaching", "physical-education", LOWER_SCHOOL, "Hockey and rowing coaches, and the boats."),
            line("masterclasses", "chemistry", GCSE, "Practical chemistry for Year 10 in small groups."),
        ],
        miles=15,
        transport="minibus",
        capacity=3,
        slots=slots("Wednesday afternoons", "Saturday mornings"),
        values=["service", "responsibility"],
        networks=[WENLOW_HEADS],
    ),
    Interest(
        urn=900202,
        needs=[
            line(
                "masterclasses",
                "chemistry",
                GCSE,
                "Two of our three chemists left. Year 10 has had a year of worksheets.",
            ),
            line(
                "sports-coaching",
                "physical-education",
                LOWER_SCHOOL,
                "The river is at our gate and none of our pupils rows.",
            ),
        ],
        offers=[
            line("observation", None, NOT_PUPILS, "An open door: our staff are watched and watch, without forms."),
            line("environment", None, LOWER_SCHOOL, "A school farm with sheep, bees and a great deal of mud."),
        ],
        miles=10,
        transport="public",
        slots=slots("Wednesday afternoons"),
        values=["responsibility", "fairness"],
        networks=[WENLOW_HEADS],
    ),
    Interest(
        urn=900203,
        needs=[
            line(
                "classics",
                "latin",
                UPPER_JUNIORS,
                "Two of our Year 6 taught themselves the Greek alphabet. We would like to keep up.",
            ),
        ],
        offers=[
            line(
                "reading-partners",
                "english",
                JUNIORS,
                "Children who love to be read to, and a library that is open at lunch.",
            ),
        ],
        miles=8,
        slots=slots("Monday afternoons", "Friday afternoons"),
        values=["curiosity", "kindness"],
        networks=[WENLOW_HEADS],
    ),
    Interest(
        urn=900205,
        needs=[
            line(
                "reading-partners", "english", JUNIORS, "Our Years 7 and 8 read aloud well and have nobody to read to."
            ),
        ],
        offers=[
            line("classics", "latin", UPPER_JUNIORS, "Latin through stories, for an hour a week, with the books."),
        ],
        miles=8,
        transport="minibus",
        slots=slots("Friday afternoons"),
        values=["curiosity", "courage"],
        networks=[WENLOW_HEADS],
    ),
    Interest(
        urn=900301,
        needs=[
            line("music", "music", JUNIORS, "Eighty-four children, four teachers, and no one who plays an instrument."),
        ],
        offers=[
            line("residential", None, UPPER_JUNIORS, "A field centre on the harbour with twenty beds."),
        ],
        miles=20,
        partners="any",
        values=["community", "stewardship"],
    ),
    Interest(
        urn=900401,
        needs=[
            line("debating", "english", GCSE, "A society that meets, and lost the teacher who ran it."),
        ],
        offers=[
            line("dance", "dance", LOWER_SCHOOL | GCSE, "A dance studio and the only dance A level in the county."),
        ],
        miles=15,
        transport="public",
        slots=slots("Thursday afternoons"),
        values=["courage", "creativity"],
    ),
    Interest(
        urn=900403,
        needs=[
            line("dance", "dance", LOWER_SCHOOL | GCSE, "Forty pupils dance outside school and none inside it."),
        ],
        offers=[
            line("debating", "english", GCSE, "A coach who judges national rounds, on Thursday afternoons."),
        ],
        miles=15,
        transport="minibus",
        slots=slots("Thursday afternoons"),
        values=["courage", "honesty"],
    ),
    Interest(
        urn=900110,
        state="waiting",
        needs=[
            line(
                "it-facilities",
                "computing",
                UPPER_JUNIORS,
                "Our computers are older than our pupils. We would like to borrow a room once a week.",
            ),
        ],
        offers=[
            line(
                "sports-facilities",
                "physical-education",
                NOT_PUPILS,
                "An all-weather pitch that is empty on weekday mornings.",
            ),
        ],
        miles=5,
        slots=slots("Tuesday mornings", "Thursday mornings"),
        values=["inclusion", "kindness"],
        networks=[HEADS],
        head="knows",
    ),
    Interest(
        urn=900103,
        state="waiting",
        needs=[
            line(
                "languages",
                "german",
                LOWER_SCHOOL,
                "German ends here in July unless somebody helps us to share a teacher.",
            ),
        ],
        offers=[
            line("careers", None, GCSE, "An apprenticeship fair that other schools may join."),
        ],
        miles=10,
        transport="public",
        slots=slots("Monday afternoons"),
        values=["respect", "perseverance"],
    ),
    Interest(
        urn=900204,
        state="waiting",
        needs=[
            line(
                "reading-partners", "english", INFANTS, "Older pupils to hear our Year 2 read, once a week, all year."
            ),
        ],
        offers=[
            line("volunteering", None, SIXTH_FORM, "Useful work for sixth-formers: gardening, reading, lunch."),
        ],
        miles=8,
        slots=slots("Wednesday afternoons"),
        values=["faith", "kindness"],
    ),
    Interest(
        urn=900209,
        state="changes",
        words="Say which year groups your choir is for, and how long you could lend a teacher. Then we can publish it.",
        needs=[line("volunteering", None, SIXTH_FORM, "Something worthwhile for our sixth form.")],
        offers=[line("music", "music", EVERY, "Help with music.")],
        miles=20,
        transport="minibus",
        slots=slots("Wednesday afternoons"),
        values=["service", "faith"],
    ),
    Interest(
        urn=900123,
        state="paused",
        needs=[line("masterclasses", "french", GCSE, "Conversation in French with people who speak it well.")],
        offers=[line("ccf", None, LOWER_SCHOOL | GCSE, "A cadet force that has room for a second school.")],
        miles=15,
        transport="minibus",
        slots=slots("Thursdays after school"),
        values=["courage", "responsibility"],
    ),
    Interest(
        urn=900121,
        state="lapsed",
        needs=[
            line(
                "art-and-design",
                "art-and-design",
                LOWER_SCHOOL,
                "A kiln to use, and an audience for what comes out of it.",
            )
        ],
        offers=[
            line(
                "send", None, LOWER_SCHOOL, "Thirty years of teaching autistic pupils, to share with anybody who asks."
            )
        ],
        miles=15,
        transport="minibus",
        values=["kindness", "inclusion"],
    ),
    Interest(
        urn=900118,
        state="unconfirmed",
        needs=[line("cpd", "mathematics", NOT_PUPILS, "A mathematics department to compare notes with.")],
        offers=[],
        miles=15,
        values=["honesty"],
        head="not-yet",
    ),
]
