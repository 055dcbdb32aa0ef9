"""Calls the note that a decision's articles are marked by what it says, and rewords help texts.

No column of an entity changes, so its table and its triggers stay (see 0012)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_organisations'),
    ]

    operations = [
        migrations.RenameField(
            model_name='decision',
            old_name='told',
            new_name='articles_marked',
        ),
        migrations.AlterField(
            model_name='entity',
            name='aliases',
            field=models.TextField(blank=True, help_text='One name a line', verbose_name='other names'),
        ),
        migrations.AlterField(
            model_name='entity',
            name='identity',
            field=models.CharField(editable=False, help_text="The gazetteer's id of a place on the map, else the key; unique in its kind", max_length=200),
        ),
        migrations.AlterField(
            model_name='entity',
            name='key',
            field=models.CharField(help_text='The name without case, accents and hyphens; mentions find the entity by it', max_length=200),
        ),
        migrations.AlterField(
            model_name='entity',
            name='listed',
            field=models.BooleanField(default=False, help_text='Readers see it; otherwise it is a candidate, hidden or an alias'),
        ),
        migrations.AlterField(
            model_name='entity',
            name='sure',
            field=models.BooleanField(default=False, help_text='Some article names it clearly enough to list it'),
        ),
        migrations.AlterField(
            model_name='location',
            name='feature',
            field=models.CharField(blank=True, help_text='City, country, river... as the gazetteer says', max_length=40),
        ),
        migrations.AlterField(
            model_name='location',
            name='within',
            field=models.TextField(blank=True, help_text="The gazetteer's ids of its areas, the nearest first, a space around each"),
        ),
    ]
