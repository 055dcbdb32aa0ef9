"""A newspaper's section is a category: a section is a part of an article."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_longer_gazetteer_ids")]

    operations = [
        migrations.RenameField(model_name="article", old_name="desk", new_name="category")
    ]
