from django.db import migrations

from core.search import CreateSearchIndex


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        CreateSearchIndex(
            name='school_search',
            table='schools_school',
            columns=[('search_name', 'A'), ('search_place', 'B')],
        ),
    ]
