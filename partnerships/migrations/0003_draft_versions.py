import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_lists")]
    operations = [
        migrations.AddField(
            model_name="draft",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="versions",
            field=models.JSONField(default=dict, help_text="The count at which each step was last saved"),
        ),
        migrations.AlterField(
            model_name="draft",
            name="saved_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
