"""Our own guidance, after what the Forum's chair advises and what government research learnt, and the record of that
research. In our own words throughout. Forum staff edit them in the admin from then on, so pages that are there are
left alone.
"""

import datetime

from django.db import migrations
from django.utils import timezone

STARTING = """
## Begin with one need

Write down one thing that pupils or staff at your school need and cannot have alone. One sentence, with a year group and a number in it: “Our 60 pupils in Year 5 have never worked in a laboratory.” If the sentence could be about any school, make it narrower.

Then write a second sentence: what your school could give. There is always something. A hall, a minibus on Tuesdays, good early years practice, a choir short of tenors, pupils who are ready to explain things to younger ones. Not sure that you need a partner at all? [A few questions](/register-interest/is-it-right/) help you to decide.

## Ask your head first

What a head only puts up with is the first thing to go when the timetable gets tight. Heads agree to a page more readily than to an idea. Put on it:

- the need, and the line of the development plan that it serves
- which pupils, how many, in which weeks
- hours of staff time, and whose
- the cost, even if that is only a coach
- what your staff would learn by doing it
- how you will know after two terms whether to go on

Ask for two things: leave to look for a partner, and a second person to do it with.

## Look close to home

Pupils have to get there and back. Twenty minutes on a coach make half a day of a one-hour lesson. Think of the furthest that you would go on a wet Thursday in February, and look no further than that.

Begin with people who know each other: a heads’ group, your trust or diocese, a governor who sits on two boards, a teacher who trained with one of theirs. Letters to strangers rarely lead anywhere. If you know nobody, [register interest](/register-interest/). We look for schools whose need meets yours, say why each might fit, and introduce you once both have said yes.

## Find out whether you want the same thing

What two schools believe in outlasts what they own. At the first meeting, ask one another:

- What should pupils be able to do by the summer that they cannot do now?
- What went wrong the last time you tried something like this?
- What would make you stop?
- Who else at your school wants it?

Say the awkward things early. One school may wonder whether its pupils are to be tempted away. Parents at the other may ask why their fees pay for it. Both are easier to answer together, now, than alone and later.

## Before you leave the room

Settle who does what by when, even if it is only “each of us asks our head, and we speak on the 14th”. Take the next guide with you: [Agreeing what each school gives and gets](/guides/agreeing/).
"""

AGREEING = """
## Talk about the hard things while everybody is friendly

Nobody falls out over aims. People fall out over a coach that each thought the other had booked. Give one meeting to these seven questions, and skip none of them:

1. **Money.** What will it cost, who pays, and what if it costs more?
2. **Staff.** Who plans, who teaches, who supervises, and who covers the lesson they leave behind?
3. **Transport.** Who books it, for which way, and what if it does not come?
4. **Place.** Whose room, who unlocks it, and which technician or caretaker has to stay?
5. **Safeguarding.** Whose policy applies where, whose checks have been seen, and who holds the register?
6. **Answering for it.** Who leads in each school, and to whom do they report?
7. **Knowing.** What will you look at to see whether it worked, and when?

## Make it fair, and able to be seen to be fair

Fair is not the same as equal. A laboratory on eight afternoons may weigh as much as two mornings of phonics practice, if both schools think so. Draw a table: who, gives, gets, by when. If one school’s “gets” is empty, or says “goodwill”, look again until there is something real in it. A school that only ever gives grows tired, and one that only ever receives can feel it. Read the table together each term.

## Let each school say what success is

Write down the shared need, with pupils at the heart of it. Then let each school name two or three things that would make it worth its while. They may differ, as long as they do not pull apart. Choose what can be seen to have happened: not “more confidence” but “every pupil in Year 5 has planned and led one experiment by March”.

## Put it on two pages

A memorandum of understanding is not a contract. It answers “what did we say?” a year from now, when somebody new is asking. It holds the table, the answers to the seven questions and the dates, and also:

- what happens when a lead is away or moves on
- how either school may leave, and with how much notice
- the day on which you will read it again

Have both heads sign it, and a governor of each school. Then a new head can see that the school decided this, and governors know what to ask after. Put a line about it into both development plans: what is in the plan gets people and time.

## Keep it small

Promise what two tired teachers can do in the spring term. Leave the residential, the concert and the third school until the first thing has worked. When somebody suggests one thing more, ask which it would replace.

Next: [Running it around a full timetable](/guides/running/).
"""

RUNNING = """
## Fix the dates before anything else

In the summer term, lay next year’s calendars of both schools side by side: exams, mocks, trips, INSET days, plays, sports day, festivals. Choose every date at once, keep one spare each term, and enter them in both calendars the same day. A session that is arranged on its own gives way to whatever was there first.

## Count the hours, then share them out

Whoever leads this probably teaches a full week. List the jobs with honest hours beside them: planning, letters home, risk assessment, booking, setting up, clearing away, talking it over. Show the sum to your head and ask where the hours come from. Give away whatever does not need a teacher. The office books a coach faster than you do.

In each school one person keeps it moving: knows what comes next, and reminds the others. It need not be the most senior. It does have to be somebody who is allowed to chase.

## Meet little and often

A quarter of an hour on the telephone every fortnight does more than a long meeting each term. Keep the same day and the same three questions: what happened, what is next, what worries us? Send round who does what by when before the day is out. Remind people the day before a session, by text message if that is what they read.

## On the day

- One named adult from each school, with a telephone that is answered
- Each school’s own register, with its own staff
- Access, medicines, food and toilets settled before the coach leaves
- Pupils mixed in pairs from the first minute; those who sit down with their own class stay there
- Ten minutes for the teachers of both schools while pupils pack up: what to keep, what to change, what to drop

## Let pupils do it

Older pupils who lead a group learn as much as the younger ones. Give them a lunchtime of training: ask instead of telling, and leave the equipment in the other child’s hands. Ask all of them afterwards what they would change. Then let them show it: an assembly, a display, certificates, an evening with parents.

## Tell people

Parents stand by what they have seen. Write a paragraph for both newsletters after the second session, about what pupils did, naming none. Tell governors twice a year, with the figures that you said you would look at.

## Measure before you begin

Put the same few questions to pupils before the first session and after the last. Leave the first until later, and you will have nothing to compare with. When it has worked, or has not, [write it up](/case-studies/yours/) so that others need not start from nothing.

Next: [Keeping it going when people move on](/guides/sustaining/).
"""

SUSTAINING = """
## Ask one question every year

If the person who does most of this left on Friday, what would happen on Monday? Each school answers for itself, then you compare. Where the answer is “it would stop”, see to that before anything else.

## Two people in each school

A lead and a deputy. Both have been to a session, both get the messages, both are known at the other school. Take it in turns to run the meeting. If it rests on a rare subject, Latin or the oboe, think now about where a replacement would come from: another school, a university, somebody who has retired.

## Keep a handover page

One page, where both schools can read it:

- why you began, and what each school gets from it
- who does what, by job rather than by name
- this year’s dates, and a draft of next year’s
- where the plans, letters and risk assessments are
- what you tried that did not work
- what has been promised and not yet done

Bring it up to date on the last day of each term. It takes five minutes. Doing without it can cost a year.

## Win the new head early

A new head takes over dozens of commitments and is right to ask what each is for. Send half a page before they start: what pupils gain, what it costs, what the school has agreed to. Invite them to a session in their first half-term, together with the other head. Ask what they would change, and change something. Their predecessor’s signature is not theirs, so ask for it on the memorandum.

## Make it part of the school

Move it out of somebody’s kindness and into the school’s habits: a line in the development plan, a place in the timetable, a sum in the budget, an item for governors, a sentence in a job description. While colleagues ask “is that on this year?”, you are not there yet. Once they ask “which day is it?”, you are.

## Bring parents with you

Some will wonder whether it is for children like theirs, others whether it takes something away from theirs. Neither is won by a letter alone. Let them watch: a concert, a match, an afternoon in the laboratory, pupils of both schools speaking about what they did. A child who is encouraged at home goes further with it.

## Keep it worth having

Each summer, sit down together with the figures. Did it meet the need? Does each side still gain? What would we do if we began today? Some partnerships should turn to another subject, and some have done what they were for. Whichever it is, bring your [case study](/case-studies/yours/) up to date: others are reading it.

If something is wrong already, read [When it is not working](/guides/when-it-fails/).
"""

FAILING = """
## Signs

- The same session has been moved twice
- One person does everything, and has stopped asking for help
- Answers that came in a day take a fortnight
- Somebody is keeping a private tally of favours
- Nobody can say what it is for without looking it up

One of these is a busy term. Three of them mean that it is time to talk.

## Talk before you write

Ring the other lead. Begin with your own side: what has been hard for us. Then ask about theirs. Much of what looks like not caring is a timetable, an illness, or a head whom nobody asked. Get out the memorandum and read it together. Which lines still hold? Which were never true?

## What to try first

- **It feels one-sided.** Each school fills in who gives and who gets, without seeing the other’s. Then swap. Ask the one that gives more what it would like back; it is often less than you fear.
- **The lead has left.** Both heads name somebody within two weeks, for this term only. Keep the next date and let go of the rest. A pause does less harm than a session that goes badly.
- **The new head is not convinced.** Do not argue from loyalty. Show one page with the need, the pupils, the hours, the cost and the result, and offer to stop in July if it is not worth it.
- **Dates keep falling through.** Halve the number of sessions, and fix all that are left today.
- **Parents object.** Invite them in, and answer questions about money with figures.
- **It has grown too big.** Go back to the first need. Drop the rest until the summer.

A worry about a child’s safety is not for this list. Tell your school’s designated safeguarding lead today.

## Ask for help

The Forum takes no side. Sometimes it needs somebody from outside to put the plain question to both heads. [Tell us](/contact/) which two schools it is about, what was agreed, and where it stuck.

## Stop well

To stop is not to fail. Partnerships end because they have done what they were for, or because a school needs something else now. What others remember is how.

- Agree on a last date, and hold that session properly
- Return keys, equipment and papers, and settle what is owed
- Delete what you hold about the other school’s pupils
- Thank staff and pupils of both schools, by name and in person
- Tell parents in one letter from both heads
- Write half a page for yourselves: what it did, why it ended, what you would do another time

If you can bear to, [publish that too](/case-studies/yours/). A frank account of what did not work saves another school a year. And stay on speaking terms: next time you will not be strangers.
"""

GUIDES = [
    (
        "starting",
        "Starting a partnership",
        "From a need that fits into one sentence to a first meeting with a school that shares it.",
        STARTING,
    ),
    (
        "agreeing",
        "Agreeing what each school gives and gets",
        "One frank meeting and two pages, which spare you most of the trouble that partnerships run into.",
        AGREEING,
    ),
    (
        "running",
        "Running it around a full timetable",
        "Dates, people and a rhythm: what keeps sessions happening when everybody is busy.",
        RUNNING,
    ),
    (
        "sustaining",
        "Keeping it going when people move on",
        "What hangs on one person ends when that person leaves. Habits that see to it that it does not.",
        SUSTAINING,
    ),
    (
        "when-it-fails",
        "When it is not working",
        "The signs, what to try first, whom to ask, and how to stop well.",
        FAILING,
    ),
]

REPORT = """
## What it is

In 2014 the Forum asked for money for a new round of partnerships between the sectors, and for a website to show what works. The Department for Education paid for the round and then studied it. More than 4,220 pupils and 230 members of staff took part. Independent schools worked with state primary schools, much of it in science and computing.

The study asked people by survey and interview and wrote up cases. It looked at how the partnerships went and what those involved noticed. It is a process evaluation: it can say what helped and what got in the way, and it was not built to prove what caused a change.

## What it found

Staff and pupils reported good things, above all in science and computing. Where partnerships went well, these were in place:

- clear objectives
- values that the schools shared
- heads and governors who stood behind it
- schools near to one another
- people who kept talking
- boundaries: what it is, and what it is not
- staff and pupils who had a say in it

Timetables and staff time were the hardest part. The money from the Department mattered, and so did the standing that it gave.

## What it advises

- Plan with care, and say beforehand how you will know that it worked
- Fit the evaluation to the partnership, with methods that suit your pupils
- Take questions from a bank that others have used
- Share what you learnt, so that schools elsewhere can do the same

This portal is an answer to that last point. Our [guides](/guides/) put the rest into practice.

## Before you quote it

This account is ours. It follows the entry in the government’s register of evaluations, which warns that its own summary was written by a machine. Check figures against the report itself.
"""


def write(apps, schema_editor):
    now = timezone.now()
    guides, reports = apps.get_model("editorial", "Guide"), apps.get_model("editorial", "ResearchReport")
    if not guides.objects.exists():
        for order, (slug, title, summary, body) in enumerate(GUIDES, start=1):
            guides.objects.create(
                slug=slug, title=title, summary=summary, body=body.strip(), order=order, published_at=now
            )
    if not reports.objects.exists():
        reports.objects.create(
            slug="impact-and-lessons-learnt",
            title="Independent State School Partnerships: impact and lessons learnt",
            summary="The government’s study of one funded round of partnerships: what helped, what got in the way, and "
            "how to evaluate your own.",
            body=REPORT.strip(),
            publisher="Department for Education",
            released=datetime.date(2017, 8, 1),
            kind="Process evaluation, complete",
            licence="Open Government Licence v2.0",
            published_at=now,
        )


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=False)]
