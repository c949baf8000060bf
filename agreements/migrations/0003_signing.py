import django.db.models.deletion
from django.db import migrations, models

from core.frozen import FreezeColumns


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_cache_table"),
        ("agreements", "0002_library"),
    ]

    operations = [
        migrations.AddField(
            model_name="signatory",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                help_text="By which they join the school in this role; its own link was never sent",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.invitation",
            ),
        ),
        # Whatever alters a column of Version or Signatory after this ends with these two again (core/frozen.py).
        FreezeColumns(
            name="version_frozen",
            table="agreements_version",
            columns=["mou_id", "number", "content", "fingerprint", "code", "begins_on", "review_on", "ends_on"],
        ),
        FreezeColumns(
            name="signature_frozen",
            table="agreements_signatory",
            columns=[
                "version_id",
                "school_id",
                "role",
                "status",
                "name",
                "answered_at",
                "signed_as",
                "how",
                "signed_text",
            ],
            once="OLD.status = 'signed'",
        ),
    ]
