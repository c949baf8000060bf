"""The guide to agreeing leads to the templates, which were written after it.

Where Forum staff have changed the guide and linked them already, or taken it away, nothing is added.
"""

from django.db import migrations

PARAGRAPH = """
## Take a template

You need not begin with an empty page. The [templates](/mou-templates/) ask these questions clause by clause, in words that a governor reads in ten minutes. Take the one that is nearest to what you plan, and change what does not fit.
"""


def link(apps, schema_editor):
    guide = apps.get_model("editorial", "Guide").objects.filter(slug="agreeing").first()
    if guide is not None and "/mou-templates/" not in guide.body:
        guide.body = f"{guide.body.rstrip()}\n{PARAGRAPH.rstrip()}"
        guide.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_first_pages")]
    operations = [migrations.RunPython(link, migrations.RunPython.noop, elidable=False)]
