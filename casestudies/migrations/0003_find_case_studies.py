from django.db import migrations, models

from core.search import CreateSearchIndex
from core.stamps import CreateStamp


class Migration(migrations.Migration):

    dependencies = [
        ('casestudies', '0002_taken_back_comments'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='facets',
            field=models.TextField(blank=True, editable=False, help_text='What it is filed under: casestudies/facets.py'),
        ),
        # Whatever alters a column of Edition after this ends with these two again (core/search.py says why).
        CreateSearchIndex(
            name='edition_search',
            table='casestudies_edition',
            columns=[('title', 'A'), ('summary', 'B'), ('words', 'D')],
            stem=True,
        ),
        CreateStamp(
            name='edition_stamp',
            table='casestudies_edition',
            columns=['facets', 'published_at', 'withdrawn_at'],
        ),
    ]
