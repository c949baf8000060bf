"""The first lists: what partnerships do, in which subjects, out of which values.

Forum staff edit them in the admin from then on, so a list that has entries is left alone. Slugs stay as they are.
"""

from django.db import migrations

# Group slug and name, then its activity types: slug, name, whether it works between different year groups (older pupils
# help younger, or it is about staff and governors).
ACTIVITIES = [
    (
        "academic",
        "Academic",
        [
            ("masterclasses", "Lessons and masterclasses", False),
            ("subject-clubs", "Subject clubs", False),
            ("courses-not-offered", "GCSE and A-level courses not offered at home", False),
            ("exam-support", "Exam support", False),
            ("reading-partners", "Reading partners", True),
            ("stem", "Science, technology, engineering and maths projects", False),
            ("languages", "Languages", False),
            ("classics", "Classics", False),
            ("humanities", "Humanities", False),
            ("debating", "Debating and public speaking", False),
            ("summer-school", "Summer school", False),
        ],
    ),
    (
        "arts",
        "Arts",
        [
            ("music", "Music, choirs and orchestras", False),
            ("drama", "Drama", False),
            ("dance", "Dance", False),
            ("art-and-design", "Art and design", False),
            ("joint-performance", "Joint performance or exhibition", True),
        ],
    ),
    (
        "sport",
        "Sport and outdoors",
        [
            ("sports-coaching", "Sports coaching", False),
            ("fixtures", "Fixtures and tournaments", False),
            ("swimming", "Swimming", False),
            ("ccf", "Combined cadet force", False),
            ("residential", "Residentials and outdoor learning", False),
        ],
    ),
    (
        "pathways",
        "Pathways",
        [
            ("careers", "Careers", False),
            ("university-preparation", "University preparation", False),
            ("interview-practice", "Interview practice", False),
            ("mentoring", "Mentoring by older pupils", True),
            ("work-experience", "Work experience", False),
        ],
    ),
    (
        "staff",
        "Staff",
        [
            ("cpd", "Training for staff", True),
            ("teacher-training", "Training new teachers", True),
            ("observation", "Observing one another’s lessons", True),
            ("secondment", "Secondment", True),
            ("specialist-teacher", "A shared or specialist teacher", True),
            ("shared-resources", "Sharing teaching resources", True),
        ],
    ),
    (
        "leadership",
        "Leadership and governance",
        [
            ("governors", "Governors for one another", True),
            ("senior-leader-support", "Support for senior leaders", True),
            ("leadership-coaching", "Coaching for leaders", True),
            ("academy-sponsorship", "Academy sponsorship", True),
        ],
    ),
    (
        "inclusion",
        "Inclusion and wellbeing",
        [
            ("send", "Special educational needs and disabilities", False),
            ("eal", "English as an additional language", False),
            ("disadvantage", "Raising aspirations and tackling disadvantage", False),
            ("mental-health", "Mental health and wellbeing", False),
            ("boarding-places", "Boarding places and children in care", False),
        ],
    ),
    (
        "facilities",
        "Facilities",
        [
            ("sports-facilities", "Sports facilities", True),
            ("performance-spaces", "Halls, stages and studios", True),
            ("laboratories", "Laboratories and workshops", True),
            ("transport", "Minibuses and transport", True),
            ("it-facilities", "Computers and equipment", True),
        ],
    ),
    (
        "community",
        "Community",
        [
            ("volunteering", "Volunteering", True),
            ("holiday-provision", "Breakfast clubs, food and holiday provision", True),
            ("environment", "Environment and nature", True),
        ],
    ),
]

SUBJECTS = [
    ("english", "English"),
    ("mathematics", "Mathematics"),
    ("further-mathematics", "Further mathematics"),
    ("science", "Science"),
    ("biology", "Biology"),
    ("chemistry", "Chemistry"),
    ("physics", "Physics"),
    ("computing", "Computing"),
    ("design-and-technology", "Design and technology"),
    ("art-and-design", "Art and design"),
    ("history-of-art", "History of art"),
    ("music", "Music"),
    ("drama", "Drama"),
    ("dance", "Dance"),
    ("physical-education", "Physical education"),
    ("history", "History"),
    ("geography", "Geography"),
    ("religious-education", "Religious education"),
    ("citizenship", "Citizenship"),
    ("pshe", "Personal, social and health education"),
    ("french", "French"),
    ("german", "German"),
    ("spanish", "Spanish"),
    ("italian", "Italian"),
    ("mandarin", "Mandarin"),
    ("russian", "Russian"),
    ("latin", "Latin"),
    ("classics", "Classical Greek and classics"),
    ("philosophy", "Philosophy"),
    ("economics", "Economics"),
    ("business", "Business and enterprise"),
    ("law", "Law"),
    ("criminology", "Criminology"),
    ("psychology", "Psychology"),
    ("politics", "Politics"),
    ("astronomy", "Astronomy"),
    ("critical-thinking", "Critical thinking"),
    ("early-years", "Early years"),
]

VALUES = [
    ("ambition", "Ambition"),
    ("community", "Community"),
    ("courage", "Courage"),
    ("creativity", "Creativity"),
    ("curiosity", "Curiosity"),
    ("fairness", "Fairness"),
    ("faith", "Faith"),
    ("honesty", "Honesty"),
    ("inclusion", "Inclusion"),
    ("independence", "Independence"),
    ("kindness", "Kindness"),
    ("perseverance", "Perseverance"),
    ("respect", "Respect"),
    ("responsibility", "Responsibility"),
    ("service", "Service to others"),
    ("stewardship", "Care for the environment"),
]


def fill(apps, schema_editor):
    group_of, activity, subject, value = (
        apps.get_model("partnerships", name) for name in ("ActivityGroup", "ActivityType", "Subject", "Value")
    )
    if not group_of.objects.exists():
        for place, (slug, name, types) in enumerate(ACTIVITIES, start=1):
            group = group_of.objects.create(slug=slug, name=name, order=place * 10)
            activity.objects.bulk_create(
                activity(group=group, slug=type_slug, name=type_name, order=n * 10, mixes_ages=mixes)
                for n, (type_slug, type_name, mixes) in enumerate(types, start=1)
            )
    for model, entries in [(subject, SUBJECTS), (value, VALUES)]:
        if not model.objects.exists():
            model.objects.bulk_create(
                model(slug=slug, name=name, order=n * 10) for n, (slug, name) in enumerate(entries, start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
