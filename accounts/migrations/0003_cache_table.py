"""The table of the shared cache (settings.CACHES), so that `migrate` is all the set-up that sign-in limits need."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", "portal_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_asked_role")]

    operations = [
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
