"""Makes room for the bylines of articles with more than a dozen authors."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_plain_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='byline',
            field=models.CharField(blank=True, max_length=2000),
        ),
    ]
