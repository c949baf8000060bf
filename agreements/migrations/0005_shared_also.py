from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_texts_agreed")]

    operations = [
        migrations.AddField(
            model_name="sharedmou",
            name="also",
            field=models.JSONField(
                default=list, help_text="Further words that the schools leave out; seen by them alone"
            ),
        ),
        migrations.AddField(
            model_name="sharedmou",
            name="sent_at",
            field=models.DateTimeField(blank=True, help_text="When the last school had agreed", null=True),
        ),
        migrations.AddField(
            model_name="historicalsharedmou",
            name="sent_at",
            field=models.DateTimeField(blank=True, help_text="When the last school had agreed", null=True),
        ),
    ]
