from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casestudies", "0004_edition_indexes")]

    operations = [
        migrations.AddField(
            model_name="replication",
            name="reminded_at",
            field=models.DateTimeField(blank=True, help_text="The last letter about steps that are due", null=True),
        ),
    ]
