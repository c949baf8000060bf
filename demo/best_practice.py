"""Twelve case studies by the schools of the demo, each worth reading to the end, and two that are still on their way.

Nothing of it happened. Pictures are drawn for the portal: demo/pictures/. What can be downloaded: demo/files/.
"""

from dataclasses import dataclass, field
from typing import Any

from demo.interest import EARLY, GCSE, INFANTS, JUNIORS, LOWER_JUNIORS, LOWER_SCHOOL, NOT_PUPILS, SIXTH_FORM
from schools.year_groups import EVERY, YearGroups


@dataclass(frozen=True, kw_only=True)
class Study:
    """A case study: `urns` of its schools, that of the writers first; `state` is where it stands.

    `weeks` is how many weeks ago it was published; `copied_by` are the schools that copy it, `said` what people asked:
    (urn of the school, words, answer of the writers or "").
    """

    urns: list[int]
    picture: str
    alt: str
    story: dict[str, str]
    who: dict[str, Any]
    running: dict[str, Any]
    cost: dict[str, Any]
    steps: list[tuple[str, int | None, str]]
    evidence: dict[str, Any]
    lessons: dict[str, str]
    quotes: list[tuple[str, str]] = field(default_factory=list)
    state: str = "published"
    weeks: int = 10
    featured: bool = False
    copied_by: list[int] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # title: name in demo/files/

    @property
    def sections(self) -> dict[str, dict[str, Any]]:
        """Its answers, as the form keeps them."""
        steps = [{"title": title, "weeks_before": weeks, "text": text} for title, weeks, text in self.steps]
        quotes = [{"words": words, "who": who, "consent": True} for words, who in self.quotes]
        return {
            "story": self.story,
            "who": self.who,
            "running": self.running,
            "cost": self.cost,
            "steps": {"steps": steps},
            "evidence": self.evidence,
            "lessons": self.lessons,
            **({"quotes": {"quotes": quotes}} if quotes else {}),
            "licence": {"licence": "cc-by-4.0"},
        }


def who(
    activities: list[str], subjects: list[str], years: YearGroups, *, priority: str, pupils: int, staff: int
) -> dict[str, Any]:
    return {
        "activities": activities,
        "subjects": subjects,
        "years": int(years & EVERY),
        "priority": priority,
        "pupils": pupils,
        "staff": staff,
    }


def running(how_often: str, how_long: str, lead_weeks: int, *staffing: tuple[str, str, int, str]) -> dict[str, Any]:
    roles = [{"role": role, "from": at, "hours": hours, "does": does} for role, at, hours, does in staffing]
    return {"how_often": how_often, "how_long": how_long, "lead_weeks": lead_weeks, "staffing": roles}


def cost(total: int, funder: str = "", in_kind: str = "", transport: str = "") -> dict[str, Any]:
    return {"total": total, "funder": funder, "in_kind": in_kind, "transport": transport}


def evidence(design: str, result: str, measured: str = "", sample: int | None = None) -> dict[str, Any]:
    return {"design": design, "measured": measured, "result": result, "sample": sample}


STUDIES = [
    Study(
        urns=[900114, 900115],
        picture="science",
        alt="A flask of red liquid between a school with a round arch and a school with a gable",
        weeks=6,
        featured=True,
        copied_by=[900203, 900101, 900301],
        files={"Eight session plans": "science-session-plans.pdf"},
        said=[
            (
                900203,
                "Who washed up? We have no technician, and our prep school has one for three days a week.",
                "Pupils rinse and stack, the technician does the rest in twenty minutes. We moved to a Wednesday "
                "because that is one of her days.",
            ),
            (900401, "Did the Year 9 helpers miss a lesson of their own every week?", ""),
        ],
        story={
            "title": "Wednesday science: 56 pupils, one shared laboratory",
            "summary": "Two schools six minutes apart teach Year 5 practical science together, eight afternoons a "
            "year. "
            "Confidence rose; so did the teachers’.",
            "need": "Two of Brackenfold’s three upper junior teachers told their head that they avoided practical "
            "lessons. There was no gas, one sink and a cupboard of things nobody dared to plug in. Pupils wrote about "
            "experiments that they had watched on a screen.\n\nThornmere had two laboratories that stood empty on "
            "Wednesday afternoons, and a Year 9 that was good at science and poor at explaining it. Its own junior "
            "teachers wanted to see how a primary school teaches reading to a whole class.\n\nEach school had what the "
            "other lacked. Neither had said so aloud before.",
            "aims": "- Every Year 5 pupil plans and carries out eight experiments.\n- Brackenfold’s teachers lead the "
            "last four sessions themselves.\n- Thornmere’s helpers can explain an idea without giving the answer away.",
        },
        who=who(
            ["laboratories", "stem", "mentoring"],
            ["science"],
            YearGroups.Y5 | YearGroups.Y9,
            priority="curriculum",
            pupils=56,
            staff=4,
        ),
        running=running(
            "Every second Wednesday, 1:30pm to 3pm",
            "Eight afternoons over two terms",
            14,
            ("Class teachers", "state", 31, "Plan with the scientist, teach half of the sessions, bring the class"),
            ("Head of science", "independent", 22, "Plans, teaches half of the sessions, trains the helpers"),
            ("Technician", "independent", 16, "Sets out the equipment and clears it away"),
        ),
        cost=cost(
            2128,
            "Each school half, from its own budget; the parents’ association paid for 30 pairs of goggles",
            "The laboratory, gas and chemicals came from Thornmere. Brackenfold gave six mornings in its early years "
            "classes to Thornmere’s staff in return.",
            "A coach for 56 costs more than the science: **two thirds** of the total. From the second term we used "
            "Thornmere’s two minibuses in two runs and saved £60 an afternoon.",
        ),
        steps=[
            (
                "Agree one aim and who pays for the bus",
                14,
                "We wrote one page. The bus took longer to agree than the science.",
            ),
            (
                "Fix all eight dates",
                12,
                "Put both calendars side by side: exams, trips, training days, the carol service. Fix them all at "
                "once.",
            ),
            (
                "Plan two sessions together, then take turns",
                8,
                "A teacher from each school leads; the other supports. Swap every session, so that nobody is a guest.",
            ),
            (
                "Train the Year 9 helpers",
                3,
                "One lunchtime is enough. The rule: ask, do not tell, and never take the equipment out of a child’s "
                "hand.",
            ),
            (
                "Visit the laboratory without the pupils",
                2,
                "Walk the way from the bus to the bench. Count stools. Find the toilets. Write the risk assessment "
                "there.",
            ),
            (
                "Run it, then talk for ten minutes",
                0,
                "Ten minutes while the bus loads: what to keep, what to change. We wrote one line each time, and that "
                "was our evaluation diary.",
            ),
        ],
        evidence=evidence(
            "before-after",
            "Of the 51 pupils who answered both times, 34 were more confident and 5 were less. The average rose by "
            "**0.6 points out of 5**. Enjoyment was high before and stayed so.\n\nBoth Year 5 teachers now teach "
            "practical lessons in their own classroom, which neither did before.",
            "Confidence and enjoyment in practical science, six questions on a scale of 5",
            51,
        ),
        lessons={
            "wrong": "In March one of us was ill for three weeks and nobody else had the dates, the driver’s number or "
            "the key. We nearly stopped.",
            "change": "- Name a deputy lead on the first day.\n- Book the bus for the year, not for the term.\n- Ask "
            "pupils what they want to find out before the first session, not after the fourth.",
            "conditions": "The schools are six minutes apart, both heads came to the first session, and the technician "
            "was asked before anything was agreed.",
        },
        quotes=[
            (
                "She asked if Wednesday could be every day. Her mother says that she has asked at home too.",
                "Year 5 teacher, Brackenfold",
            ),
            ("I thought I understood density until a nine-year-old asked me why.", "Year 9 helper, Thornmere"),
        ],
    ),
    Study(
        urns=[900202, 900201, 900209],
        picture="latin",
        alt="A temple with five columns in white, cream and gold",
        weeks=30,
        featured=True,
        copied_by=[900104, 900113],
        story={
            "title": "GCSE Latin across three schools, by minibus and video",
            "summary": "One teacher, fourteen pupils and a timetable that held for two years. All fourteen sat the "
            "examination.",
            "need": "Fenstead had nine pupils who wanted Latin and nobody to teach it. Wenlow Grange had a Latinist "
            "with an under-filled Year 10 set, and St Etheldred’s was about to stop offering it for want of numbers. "
            "Three small groups, none of which made a class.",
            "aims": "A full GCSE course, taught once, for all three schools, with nobody travelling more than once a "
            "week.",
        },
        who=who(
            ["classics", "courses-not-offered", "specialist-teacher"],
            ["latin"],
            GCSE,
            priority="curriculum",
            pupils=14,
            staff=5,
        ),
        running=running(
            "Two lessons a week by video, one together on Thursdays after school",
            "Two school years",
            30,
            ("Teacher of Latin", "independent", 310, "Teaches all lessons and marks"),
            ("Teaching assistant", "state", 76, "Sits with the group at Fenstead during video lessons"),
            ("Deputy heads", "both", 24, "Timetable, cover, the agreement between the schools"),
        ),
        cost=cost(
            7840,
            "The three schools by the number of pupils; a third of the teacher’s day was given by Wenlow Grange",
            "Books for the first year, and a room with a good microphone in each school.",
            "Minibus on Thursdays, driven by a member of staff of Fenstead. £11 in fuel a week.",
        ),
        steps=[
            (
                "Count who would really take it",
                36,
                "Ask pupils and parents in the spring before. Twenty said yes; fourteen signed.",
            ),
            (
                "Find one hour that all three timetables can free",
                30,
                "This decides everything. We took the last lesson on Thursday and ran on into the afternoon.",
            ),
            (
                "Write down who pays if somebody drops out",
                20,
                "By the pupil, for the whole course, whatever happens. It was never needed, because it was written.",
            ),
            (
                "Enter the pupils at one centre",
                16,
                "One examinations officer, one set of rules. The others agreed transfers in writing.",
            ),
            (
                "Test the video room with pupils in it",
                2,
                "A camera on the whiteboard matters more than one on the teacher’s face.",
            ),
            (
                "Meet in the same room in the first week",
                0,
                "They have to know one another before they learn on a screen.",
            ),
        ],
        evidence=evidence(
            "after",
            "All fourteen sat the examination; twelve gained grade 7 or above. Nobody had been expected to gain less, "
            "so "
            "we make no claim about progress.",
            "Examination results at the end of the course",
            14,
        ),
        lessons={
            "wrong": "The first term’s video lessons were lectures. Pupils at the far end turned their cameras off and "
            "did other homework.",
            "change": "We would begin with two lessons together and one by video, not the other way about, until "
            "half-term.",
            "conditions": "A teacher who likes both ends of the camera, and three deputies who answer one another’s "
            "messages the same day.",
        },
        quotes=[("Six of us could not have had a class. Fourteen of us had the best one.", "Year 11 pupil, Fenstead")],
    ),
    Study(
        urns=[900110, 900108],
        picture="swim",
        alt="A swimmer in red crosses lanes of water beneath two schools and a yellow sun",
        weeks=18,
        featured=True,
        copied_by=[900301],
        said=[(900401, "What did you do about changing rooms and supervision on the way?", "")],
        story={
            "title": "Swimming lanes swapped for early years training",
            "summary": "No money changes hands. One school has a pool, the other has the best nursery in town, and "
            "both "
            "say that they got the better half.",
            "need": "Four in ten of Millgate’s Year 4 could not swim 25 metres. The public pool had closed, and the "
            "next one is a bus and a train away. Larkfield Hall’s pool was empty on three mornings.\n\nLarkfield had "
            "opened a nursery and its staff were new to children of three. Millgate’s nursery leader trains others for "
            "the whole authority.",
            "aims": "Every Year 4 pupil swims 25 metres by June. Every member of Larkfield’s nursery team has spent "
            "six "
            "mornings in a nursery that works.",
        },
        who=who(
            ["swimming", "sports-facilities", "cpd"],
            ["physical-education", "early-years"],
            YearGroups.Y4 | EARLY,
            priority="teaching",
            pupils=58,
            staff=9,
        ),
        running=running(
            "Tuesday mornings",
            "Two terms, twenty sessions",
            10,
            ("Swimming teacher", "independent", 40, "Teaches, with a lifeguard who is paid by the hour"),
            ("Teaching assistants", "state", 60, "Walk with the class, help in the changing rooms"),
            ("Nursery leader", "state", 36, "Hosts and coaches six colleagues from Larkfield"),
        ),
        cost=cost(
            520,
            "Each school pays its own staff; the lifeguard came out of Millgate’s sports premium",
            "Pool time that would have cost £1,900, and training that would have cost about the same.",
            "They walk. It is eleven minutes with a class in pairs.",
        ),
        steps=[
            (
                "Put a price on both sides",
                10,
                "Not to pay it, but to see that the swap is fair. Ours came to within £200.",
            ),
            ("Check insurance and the lifeguard’s certificate", 8, "The school that owns the pool leads on this."),
            ("Walk the route with the slowest child in mind", 6, "Then set the time by that, and stop hurrying."),
            ("Test every pupil in the water", 1, "Three groups by what they can do, not by class."),
            ("Send two nursery colleagues at a time", 0, "More than two is an inspection."),
            (
                "Swap roles once",
                None,
                "In the spring Millgate’s staff led one session at Larkfield. It was the best day.",
            ),
        ],
        evidence=evidence(
            "before-after",
            "In September 33 of 56 pupils swam 25 metres; in June it was **52 of 56**. Some would have learnt without "
            "us.\n\nLarkfield’s nursery was inspected in May. It went well, which proves little and pleased everybody.",
            "Who swims 25 metres unaided, tested by the same teacher",
            56,
        ),
        lessons={
            "wrong": "We forgot hair dryers. Twenty-nine wet heads in November brought eleven telephone calls.",
            "change": "Begin in September, not in January. And tell parents on the first day what to pack.",
            "conditions": "Walking distance. We would not have done it with a bus.",
        },
    ),
    Study(
        urns=[900101, 900106],
        picture="reading",
        alt="An older and a younger reader bend over one open book",
        weeks=44,
        copied_by=[900110, 900203],
        files={"An hour of training for mentors": "reading-mentor-training.pdf"},
        story={
            "title": "Reading mentors: Year 12 and Year 4, every Friday",
            "summary": "Twenty pairs, twenty minutes, thirty weeks, and what we changed after a first term that went "
            "badly.",
            "need": "A third of Tarnside’s Year 4 read below their age, and heard nobody read aloud at home. St "
            "Oswin’s "
            "asks its sixth form to serve somewhere, and too often they served tea.",
            "aims": "Twenty children read to the same patient person every week for a year.",
        },
        who=who(
            ["reading-partners", "mentoring", "volunteering"],
            ["english"],
            YearGroups.Y4 | YearGroups.Y12,
            priority="improvement",
            pupils=40,
            staff=3,
        ),
        running=running(
            "Fridays, 2pm to 2:20pm",
            "Thirty weeks",
            6,
            ("Reading lead", "state", 45, "Chooses books, pairs and trains the mentors, keeps the register"),
            ("Chaplain", "independent", 30, "Brings the mentors, and covers when one is away"),
        ),
        cost=cost(
            240,
            "A box of books, bought by St Oswin’s parents",
            "",
            "The sixth-formers walk down the hill. Nobody has yet been late walking down.",
        ),
        steps=[
            (
                "Choose children who are behind and willing",
                6,
                "Not the furthest behind: they need a teacher, not a mentor.",
            ),
            (
                "Train mentors for an hour",
                4,
                "How to wait. How to praise the trying. What to do if a child says something worrying.",
            ),
            (
                "Keep pairs together for the year",
                2,
                "Change a pair only when it fails, and say that it is nobody’s fault.",
            ),
            ("Start with a game", 0, "The first two Fridays have no books in them."),
            (
                "Have three spare mentors",
                0,
                "Universities interview on Fridays. A child who is left without a mentor remembers.",
            ),
        ],
        evidence=evidence(
            "comparison",
            "Reading age rose by 14 months over ten months among the twenty, and by 10 months among eighteen others "
            "who "
            "had been just as far behind. The groups were small and not chosen by chance, so **take the difference as "
            "a "
            "hint, not as proof**.",
            "Reading age by a standard test, September and July",
            38,
        ),
        lessons={
            "wrong": "In the first autumn mentors came when they could. Children waited by the door. By December six "
            "of "
            "them did not want to come.",
            "change": "It has been on the sixth form’s timetable since then, like a lesson, with a register that the "
            "head of sixth form reads.",
            "conditions": "Somebody in each school for whom this is part of the job.",
        },
        quotes=[("He waits. Nobody else waits.", "Year 4 reader, Tarnside")],
    ),
    Study(
        urns=[900103, 900107],
        picture="code",
        alt="A grid of small shapes, arches, gables, circles and squares, in petrol, gold and red",
        weeks=12,
        copied_by=[900401],
        story={
            "title": "A coding club that Year 9 runs for Year 6",
            "summary": "Pupils of a state school plan, teach and review each session at the prep school next door. "
            "Staff "
            "supervise and mostly keep quiet.",
            "need": "Oakenclough’s keenest programmers had finished what the course had to offer. Fenwick House had "
            "computers and no computing teacher.",
            "aims": "Year 9 learn to teach. Year 6 make a game that somebody else wants to play.",
        },
        who=who(
            ["subject-clubs", "stem", "mentoring"],
            ["computing"],
            YearGroups.Y6 | YearGroups.Y9,
            priority="curriculum",
            pupils=31,
            staff=2,
        ),
        running=running(
            "Thursdays after school",
            "Two half-terms, eleven sessions",
            5,
            ("Head of computing", "state", 20, "Checks plans on Mondays, sits at the back on Thursdays"),
            ("Form teacher", "independent", 14, "Opens the room, knows the children, locks up"),
        ),
        cost=cost(
            0,
            "",
            "The room, the computers and biscuits. The biscuits are in the agreement.",
            "On foot, with a teacher.",
        ),
        steps=[
            (
                "Choose pupils who are kind before pupils who are clever",
                5,
                "We asked for applications of five sentences.",
            ),
            ("Have them teach their plan to you first", 2, "Most plans are three times too long."),
            ("Work with free tools that need no account", 2, "No pupil types a name or an address anywhere."),
            ("Let them run it", 0, "Sit on your hands. Step in for safety and for nothing else."),
            ("Hold a games afternoon", None, "Every Year 6 game is played by a Year 9 who has not seen it."),
        ],
        evidence=evidence(
            "after",
            "Eighteen of nineteen Year 6 pupils finished a game. Ten of twelve Year 9 pupils said that it was the "
            "hardest thing they did all year; eleven would do it again.",
            "A short card at the last session",
            31,
        ),
        lessons={
            "wrong": "Two of our Year 9 did all of the talking.",
            "change": "Four teachers a session, each with ten minutes that are theirs.",
            "conditions": "Schools next door to one another, and a head who does not mind noise.",
        },
        quotes=[("You have to know it twice as well to say it half as long.", "Year 9 pupil, Oakenclough")],
    ),
    Study(
        urns=[900104, 900105],
        picture="music",
        alt="Gold and white notes on five waving lines",
        weeks=70,
        copied_by=[900101],
        story={
            "title": "One orchestra, two schools, no auditions",
            "summary": "Forty players, one conductor and a concert in each school’s hall. Nobody was turned away.",
            "need": "Calder Vale had brass and drums. Hallam Priory had strings. Neither could fill a stage.",
            "aims": "Play a whole symphony movement in public, with anybody who turns up to every rehearsal.",
        },
        who=who(
            ["music", "joint-performance"],
            ["music"],
            LOWER_SCHOOL | GCSE,
            priority="curriculum",
            pupils=40,
            staff=4,
        ),
        running=running(
            "Mondays, 4pm to 5:30pm",
            "January to May, twelve rehearsals and two concerts",
            16,
            ("Directors of music", "both", 70, "Conduct in turn, arrange parts for whoever is there"),
            ("Visiting teachers", "independent", 24, "Lead sections in the first four rehearsals"),
        ),
        cost=cost(
            1760,
            "Tickets paid for half; the music hub gave the rest",
            "Instruments lent for five months, with one form for both schools.",
            "Coach one way, parents the other. **£44 a pupil**, most of it the coach.",
        ),
        steps=[
            ("Choose one piece that bears wrong notes", 16, "Loud, slow and in a kind key."),
            ("Arrange it for the players you have", 10, "Four clarinets and no violas is a fact, not a fault."),
            ("Sit them in mixed desks", 0, "From the first minute. It is the only rule that we never bent."),
            ("Feed them", 0, "Toast at 5pm. Most friendships of this project began in the queue."),
            ("Two concerts, one in each hall", None, "Parents come to the other school, many for the first time."),
        ],
        evidence=evidence("none", "We did not measure anything. We counted: 40 began, 38 played in May."),
        lessons={
            "wrong": "Our first conductor’s timetable clashed with parents’ evenings four times.",
            "change": "Ask both schools for the dates of parents’ evenings before anything else.",
            "conditions": "Two directors of music who like one another.",
        },
    ),
    Study(
        urns=[900401, 900403],
        picture="drama",
        alt="Two people on a stage with red curtains in a cone of light",
        weeks=24,
        story={
            "title": "A science play, written and toured by two schools",
            "summary": "Forces, light and sound on one stage, seen by 900 children in five primary schools.",
            "need": "Hexhaven Park’s drama had shrunk to an examination group. Cheviot College toured a play every "
            "year "
            "to schools that were already well served.",
            "aims": "Write a play that teaches three ideas of the Year 3 to 6 curriculum, and take it where nobody "
            "goes.",
        },
        who=who(
            ["drama", "joint-performance", "stem"],
            ["drama", "science"],
            LOWER_SCHOOL | JUNIORS,
            priority="curriculum",
            pupils=922,
            staff=6,
        ),
        running=running(
            "Tuesdays for a term, then a week on tour",
            "One term",
            20,
            ("Teachers of drama", "both", 80, "Write with the cast, direct, tour"),
            ("Teacher of physics", "state", 12, "Keeps the science right, and is allowed to say no"),
        ),
        cost=cost(
            2310,
            "A regional arts fund; each primary school gave £60",
            "Lights and costumes from Cheviot College. Lunch from the five hosts.",
            "Cheviot’s minibus and one van, hired for the week.",
        ),
        steps=[
            (
                "Ask five primary schools what is hard to teach",
                20,
                "They said forces, light and sound. We had planned volcanoes.",
            ),
            ("Write it in the room", 14, "Twenty-two writers, one editor."),
            ("Have a scientist read every draft", 10, "A joke that teaches a mistake is cut, however good."),
            ("Play it to one class first", 2, "We lost eight minutes and gained an ending."),
            ("Leave something behind", 0, "A box of torches, magnets and strings, with a page for the teacher."),
        ],
        evidence=evidence(
            "before-after",
            "In one school 41 pupils answered ten questions before and a week after. They got 5.1 right, then 6.8. "
            "Nobody "
            "knows what they remember now.",
            "Ten questions on forces, light and sound",
            41,
        ),
        lessons={
            "wrong": "Halls are used for lunch. Twice we struck the set in nine minutes.",
            "change": "Ask when lunch begins.",
            "conditions": "One adult in each primary school who wants you there.",
        },
    ),
    Study(
        urns=[900113, 900117],
        picture="maths",
        alt="A compass draws a gold arc over a grid with a triangle and a circle",
        weeks=16,
        copied_by=[900123],
        story={
            "title": "Further maths on Fridays: eleven students, two sixth forms",
            "summary": "Each school had half a class. Together they have one, taught in turn, and both keep a course "
            "that "
            "they were about to close.",
            "need": "Rushbridge had seven students for further mathematics, Sallowfield four. Funding for a set begins "
            "at about ten. Both would have had to say no.",
            "aims": "One full course, taught half by each school, with nobody worse off than in a class of their own.",
        },
        who=who(
            ["courses-not-offered", "masterclasses"],
            ["further-mathematics", "mathematics"],
            SIXTH_FORM,
            priority="curriculum",
            pupils=11,
            staff=3,
        ),
        running=running(
            "Fridays, 9am to 12pm, and one hour by video",
            "Two school years, now in its second round",
            26,
            ("Teachers of mathematics", "both", 210, "Half of the course each"),
            ("Heads of sixth form", "both", 20, "Timetable, reports, one set of rules for absence"),
        ),
        cost=cost(
            960,
            "Each school half",
            "Each school teaches half, so no fees are charged.",
            "Students have bus passes; four share a taxi in winter.",
        ),
        steps=[
            ("Match the specifications", 26, "Same board, same options. It took one awkward meeting."),
            ("Block Friday morning in both timetables", 22, "Before anything else is placed."),
            ("Divide the course by topic, not by week", 12, "Each teacher owns a strand from beginning to end."),
            ("One homework, one mark book", 4, "Students see it; parents of both schools get the same report."),
            ("Swap places every half-term", 0, "Everybody travels, so nobody is the visitor."),
        ],
        evidence=evidence(
            "comparison",
            "The eleven did as well as the last four years of students at the two schools with the same grades at 16, "
            "and "
            "not better. That was the aim.",
            "A-level grades against those of earlier students with the same GCSE grades",
            11,
        ),
        lessons={
            "wrong": "Two mock examinations on two sets of dates. Students sat one of them twice.",
            "change": "Agree the dates of mocks on the day you agree the timetable.",
            "conditions": "A bus that runs on time, and heads of department who mark to one standard.",
        },
    ),
    Study(
        urns=[900203, 900205],
        picture="garden",
        alt="A tree, a pond and beds of green beside an arch and a gable",
        weeks=34,
        story={
            "title": "The wild corner: a wood for one school, a pond for the other",
            "summary": "Two schools three miles apart share an outdoor teacher and each other’s grounds, one "
            "afternoon a "
            "week, whatever the weather.",
            "need": "Lode End is a school of tarmac. Holmedale has six acres and nobody who knew what to do with them.",
            "aims": "Every child in Years 1 to 4 is outdoors with a purpose for an afternoon a fortnight.",
        },
        who=who(
            ["environment", "shared-resources", "residential"],
            ["science", "geography"],
            INFANTS | LOWER_JUNIORS,
            priority="curriculum",
            pupils=164,
            staff=8,
        ),
        running=running(
            "Wednesday afternoons, the schools in turn",
            "All year",
            12,
            ("Outdoor teacher", "both", 160, "Employed by one school, shared by both"),
            ("Class teachers", "both", 120, "Come too: this is not time off"),
        ),
        cost=cost(
            6480,
            "Shared by the number of pupils",
            "Six acres, a pond, four hundred saplings from a charity.",
            "Holmedale’s minibus makes three runs. We lose twelve minutes a session to it and have stopped minding.",
        ),
        steps=[
            ("Walk the grounds with a governor of each school", 12, "Governors worry about ponds. Let them see it."),
            ("Employ one person for both", 10, "One contract, one line manager, one page on who decides what."),
            ("Buy waterproofs for every child", 6, "Borrowed, washed, counted. Without them it ends in October."),
            ("Write one risk assessment for each place", 4, ""),
            ("Go out, and go on going out", 0, "We have cancelled twice in two years, both times for wind."),
        ],
        evidence=evidence("none", "Not evaluated yet. We keep a diary of what classes did, and begin a survey in May."),
        lessons={
            "wrong": "We planted in April. Nearly all of it died.",
            "change": "Plant in November. Ask somebody who knows.",
            "conditions": "Two heads who will stand in the rain for a photograph.",
        },
    ),
    Study(
        urns=[900123, 900106],
        picture="interview",
        alt="Two speech bubbles, one petrol and one ochre, face one another across a table",
        weeks=9,
        story={
            "title": "Sixty practice interviews in two evenings",
            "summary": "Governors, parents and old pupils of two schools interview each other’s sixth formers. It "
            "costs "
            "a tray of sandwiches.",
            "need": "Marlcroft’s students met their first interviewer in the interview. St Oswin’s students had only "
            "ever "
            "met people like themselves.",
            "aims": "Everybody who applies to a course or a job that interviews has had one, with feedback, from a "
            "stranger.",
        },
        who=who(
            ["interview-practice", "university-preparation", "careers"],
            [],
            SIXTH_FORM,
            priority="improvement",
            pupils=60,
            staff=5,
        ),
        running=running(
            "Two evenings in November",
            "Two evenings a year",
            8,
            ("Careers leaders", "both", 36, "Find interviewers, match, brief, keep time"),
        ),
        cost=cost(
            180,
            "Each school feeds its own evening",
            "Twenty-two interviewers gave two evenings.",
            "Students come by bus; staff bring those who cannot.",
        ),
        steps=[
            ("Ask interviewers in person", 8, "A letter to everybody brought three. Asking brought twenty-two."),
            ("Brief them for twenty minutes", 2, "Two strengths, one thing to work on, no advice on what to study."),
            ("Match strangers", 1, "Nobody is interviewed by their own school."),
            ("Fifteen minutes each, five to write", 0, "A bell. Nobody overruns."),
            ("Give the card to the student, not to the school", 0, "They asked for that, and they were right."),
        ],
        evidence=evidence(
            "after",
            "Fifty-three of sixty said that they would go into the real one more calmly. Forty-one named one thing "
            "that "
            "they would change. We did not follow them up.",
            "A card at the door",
            60,
        ),
        lessons={
            "wrong": "One interviewer told a student not to bother. We do not ask him again.",
            "change": "Sit in for the first five minutes of every new interviewer.",
            "conditions": "A hall with thirty quiet corners.",
        },
    ),
    Study(
        urns=[900121, 900109],
        picture="staff",
        alt="Five chairs in a circle, in petrol, ochre, gold, plum and green",
        weeks=52,
        copied_by=[900104, 900103],
        story={
            "title": "What a special school taught forty teachers",
            "summary": "The Sycamores trains Kestrel Bank’s staff in autism, by hosting them for a day each instead of "
            "talking to them for an hour.",
            "need": "Kestrel Bank had nineteen pupils with a diagnosis and eleven who waited for one. Staff had had "
            "the "
            "same presentation three years running.\n\nThe Sycamores’ pupils had few ways to be among other young "
            "people on their own terms.",
            "aims": "Every teacher and assistant has spent a day at The Sycamores, and changed one thing. Small groups "
            "from The Sycamores use Kestrel Bank’s workshop each week.",
        },
        who=who(
            ["cpd", "send", "observation"],
            [],
            NOT_PUPILS,
            priority="teaching",
            pupils=26,
            staff=40,
        ),
        running=running(
            "Two visitors a day, Tuesdays and Thursdays",
            "Two terms",
            9,
            ("Head of school", "independent", 60, "Hosts, and talks for half an hour at the end"),
            ("Special needs co-ordinator", "state", 40, "Plans cover, follows up the one thing"),
            ("Teacher of technology", "state", 38, "Hosts the workshop group"),
        ),
        cost=cost(
            4100,
            "Kestrel Bank’s training budget: nearly all of it is cover",
            "The workshop and its materials.",
            "Visitors drive themselves.",
        ),
        steps=[
            ("Begin with those who doubt it", 9, "The two who grumbled most went first, and told the others."),
            ("Prepare the pupils of the special school", 6, "Photographs of who comes, when, and for how long."),
            ("Watch in the morning, help in the afternoon", 0, "Nobody stands at the back with a clipboard."),
            ("Choose one thing", 0, "Written on a card, on the day, in their own words."),
            (
                "Look at it after six weeks",
                None,
                "A colleague visits for ten minutes. Kept, changed or dropped: all three are fine.",
            ),
        ],
        evidence=evidence(
            "before-after",
            "Thirty-six staff rated how sure they felt of what to do: 2.6 out of 5 before, 3.7 after. Removals from "
            "lessons among the thirty pupils fell from 41 in the autumn to 23 in the summer. Much else changed that "
            "year.",
            "Confidence of staff, three questions; the school’s log of removals from lessons",
            36,
        ),
        lessons={
            "wrong": "We sent two visitors into a class that had lost its teacher the day before.",
            "change": "The host school can say “not today”, without a reason.",
            "conditions": "A head who pays for cover and does not count it as lost.",
        },
        quotes=[("I stopped asking them to look at me. That was my one thing.", "Teacher of history, Kestrel Bank")],
    ),
    Study(
        urns=[900204, 900201],
        picture="languages",
        alt="Four speech bubbles in gold, petrol, red and cream with lines of writing",
        weeks=110,
        story={
            "title": "Mandarin that failed, and the Spanish that followed",
            "summary": "We chose the language because a teacher was free, not because anybody wanted it. Here is what "
            "we "
            "did when we noticed.",
            "need": "Abbot’s Reach must teach a language and had nobody who spoke one. Wenlow Grange had a teacher of "
            "Mandarin with two free afternoons.",
            "aims": "Four years of one language for every junior pupil, with their own teachers able to carry on "
            "alone.",
        },
        who=who(
            ["languages", "specialist-teacher", "cpd"],
            ["spanish", "mandarin"],
            JUNIORS,
            priority="teaching",
            pupils=92,
            staff=6,
        ),
        running=running(
            "Tuesday afternoons",
            "Three years so far",
            8,
            ("Language teacher", "independent", 110, "Teaches with the class teacher, then hands over"),
            ("Class teachers", "state", 80, "Learn with the class, lead from the second year"),
        ),
        cost=cost(
            310,
            "Abbot’s Reach",
            "The teacher’s time. Abbot’s Reach gives its hall for examinations in June.",
            "One car.",
        ),
        steps=[
            ("Ask which language the class teachers could ever teach", 8, "This is the question that we skipped."),
            ("Ask the secondary schools what they carry on with", 8, "None had Mandarin. Three had Spanish."),
            ("Teach together for a year", 0, "The class teacher speaks in every lesson from the first one."),
            (
                "Hand over, a class at a time",
                None,
                "The visitor comes once a month in the second year, once a term in the third.",
            ),
        ],
        evidence=evidence(
            "none",
            "We did not measure the Mandarin, which was part of what went wrong. For the Spanish we test listening "
            "each "
            "June and shall have three years of it next summer.",
        ),
        lessons={
            "wrong": "After a year pupils could count and sing. No teacher of ours could say a sentence, the secondary "
            "schools had no use for it, and when the teacher moved away it was over in a week.",
            "change": "We stopped, told parents why, and began again with a language that we can go on with ourselves.",
            "conditions": "Choose for the day when your partner is no longer there.",
        },
        quotes=[("It is easier to admit a mistake to a partner than to a supplier.", "Headteacher, Abbot’s Reach")],
    ),
]

# Two that show the way there: one that Forum staff have to read, one that a new user can finish.
UNDER_WAY = [
    Study(
        urns=[900109, 900108],
        picture="",
        alt="",
        state="forum",
        story={
            "title": "A workshop for a pool: Year 7 in both directions",
            "summary": "Two schools two miles apart swap a technology workshop for a swimming pool, six weeks each "
            "way.",
            "need": "Larkfield Hall teaches technology from a trolley. Kestrel Bank’s Year 7 had not been in a pool "
            "since "
            "primary school.",
            "aims": "Six weeks of each for every pupil of both Year 7 groups.",
        },
        who=who(
            ["sports-facilities", "laboratories"],
            ["design-and-technology", "physical-education"],
            LOWER_SCHOOL,
            priority="curriculum",
            pupils=210,
            staff=7,
        ),
        running=running("Mondays", "Twelve weeks", 7, ("Heads of department", "both", 30, "Plan and teach")),
        cost=cost(380, "Each school half", "The pool and the workshop.", "Larkfield’s minibus."),
        steps=[
            ("Agree the groups", 7, "Mixed, by interest."),
            ("Check both risk assessments", 3, ""),
            ("Swap after six weeks", 0, ""),
        ],
        evidence=evidence("none", "Not evaluated: this was the first year."),
        lessons={
            "wrong": "Kit was left behind in both directions, every week.",
            "change": "One box a school.",
            "conditions": "Two departments that share a calendar.",
        },
    ),
    Study(
        urns=[900114, 900107],
        picture="",
        alt="",
        state="draft",
        story={
            "title": "A therapist on Fridays: speech in the early years",
            "summary": "Fenwick House’s speech therapist works with Brackenfold’s youngest, and trains those who are "
            "with "
            "them all week.",
            "need": "A third of Brackenfold’s Reception began school with too little speech to be understood by "
            "strangers.",
            "aims": "",
        },
        who=who(["send", "cpd"], [], INFANTS, priority="improvement", pupils=28, staff=5),
        running=running("Fridays", "One term", 5),
        cost=cost(0),
        steps=[("Choose the children together", 5, "The therapist watches for a morning first.")],
        evidence=evidence("none", ""),
        lessons={"wrong": "", "change": "", "conditions": ""},
    ),
]
