"""Finds entities by any word of their names: SQLite's full-text index (FTS5) over the keys.

Triggers keep it true whoever writes. They belong to the table of entities and are lost where SQLite
has to remake it: a migration that alters a column runs this SQL again. The indexes of people and
places, which had tables of their own before, go with these."""

from importlib import import_module

from django.db import migrations

INDEX = """
CREATE VIRTUAL TABLE articles_entity_words USING fts5(
    key, content='articles_entity', content_rowid='id', prefix='2 3'
);
INSERT INTO articles_entity_words (articles_entity_words) VALUES ('rebuild');
CREATE TRIGGER articles_entity_words_added AFTER INSERT ON articles_entity BEGIN
    INSERT INTO articles_entity_words (rowid, key) VALUES (new.id, new.key);
END;
CREATE TRIGGER articles_entity_words_removed AFTER DELETE ON articles_entity BEGIN
    INSERT INTO articles_entity_words (articles_entity_words, rowid, key)
    VALUES ('delete', old.id, old.key);
END;
CREATE TRIGGER articles_entity_words_changed AFTER UPDATE OF key ON articles_entity BEGIN
    INSERT INTO articles_entity_words (articles_entity_words, rowid, key)
    VALUES ('delete', old.id, old.key);
    INSERT INTO articles_entity_words (rowid, key) VALUES (new.id, new.key);
END;
"""
words_of_names = import_module("articles.migrations.0008_words_of_names")


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_entities")]

    operations = [
        *(
            migrations.RunSQL(words_of_names.NO_INDEX.format(table=table))
            for table in words_of_names.TABLES
        ),
        migrations.DeleteModel("Person"),
        migrations.DeleteModel("Place"),
        migrations.RunSQL(INDEX),
        migrations.CreateModel(
            name="Person",
            fields=[],
            options={"verbose_name_plural": "people", "proxy": True, "indexes": [], "constraints": []},
            bases=("articles.entity",),
        ),
        migrations.CreateModel(
            name="Place",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("articles.entity",),
        ),
    ]
