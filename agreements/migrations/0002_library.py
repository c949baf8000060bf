"""The clause library, and the first templates as version 1, from the file beside this one.

Forum staff keep both in the admin from then on, so where there is a clause already everything is left alone.
"""

import tomllib
from pathlib import Path

from django.db import migrations
from django.utils import timezone

WORDS = Path(__file__).with_name("0002_library.toml")


def fill(apps, schema_editor):
    known = {name: apps.get_model("agreements", name) for name in ["Clause", "Template", "TemplateClause"]}
    if known["Clause"].objects.exists():
        return
    with WORDS.open("rb") as file:
        words = tomllib.load(file)
    clauses = {}
    for order, said in enumerate(words["clause"], start=1):
        texts = {"guidance": said["guidance"].strip(), "text": said["text"].strip()}
        clauses[said["slug"]] = known["Clause"].objects.create(
            slug=said["slug"], heading=said["heading"], kind=said.get("kind", "text"), order=10 * order, **texts
        )
        remember(apps, clauses[said["slug"]], "Clause")
    for said in words["template"]:
        template = known["Template"].objects.create(
            slug=said["slug"], title=said["title"], summary=said["summary"].strip()
        )
        remember(apps, template, "Template")
        for order, name in enumerate(said["clauses"], start=1):
            own = said.get("own", {}).get(name.lstrip("!"), {})
            line = known["TemplateClause"].objects.create(
                template=template,
                clause=clauses[name.lstrip("!")],
                required=not name.startswith("!"),
                order=10 * order,
                guidance=own.get("guidance", "").strip(),
                text=own.get("text", "").strip(),
            )
            remember(apps, line, "TemplateClause")
        publish(apps, template)


def remember(apps, row, name):
    """The first entry of its history, without which the first change would have nothing to be compared with."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    entry = {"history_type": "+", "history_date": timezone.now()}
    apps.get_model("agreements", f"Historical{name}").objects.create(**values, **entry)


def publish(apps, template):
    """As agreements/actions/library.py did when this was written; that may change, and this may not."""
    lines = template.clauses.select_related("clause").order_by("order", "pk")
    apps.get_model("agreements", "TemplateVersion").objects.create(
        template=template,
        number=1,
        content={
            "title": template.title,
            "summary": template.summary,
            "clauses": [
                {
                    "slug": line.clause.slug,
                    "heading": line.clause.heading,
                    "kind": line.clause.kind,
                    "guidance": line.guidance or line.clause.guidance,
                    "text": line.text or line.clause.text,
                    "required": line.required,
                }
                for line in lines
            ],
        },
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
