"""Makes room for the longest ids of the gazetteer: the Democratic Republic of the Congo has 41."""

from importlib import import_module

from django.db import migrations, models

words_of_names = import_module("articles.migrations.0008_words_of_names")
INDEX = words_of_names.INDEX.format(table="articles_place")
NO_INDEX = words_of_names.NO_INDEX.format(table="articles_place")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_words_of_names")]

    operations = [
        migrations.RunSQL(NO_INDEX, INDEX),
        migrations.AlterField(
            model_name="place",
            name="gazetteer_id",
            field=models.CharField(blank=True, max_length=100, null=True, unique=True),
        ),
        migrations.RunSQL(INDEX, NO_INDEX),
    ]
