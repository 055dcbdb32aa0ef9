"""Finds names by any of their words: SQLite's full-text index (FTS5) over the keys.

Triggers keep it true whoever writes. They belong to the tables of people and places and are lost
where SQLite has to make such a table anew: a migration that alters a column runs this SQL again.
"""

from django.db import migrations

INDEX = """
CREATE VIRTUAL TABLE {table}_words USING fts5(
    key, content='{table}', content_rowid='id', prefix='2 3'
);
INSERT INTO {table}_words ({table}_words) VALUES ('rebuild');
CREATE TRIGGER {table}_words_added AFTER INSERT ON {table} BEGIN
    INSERT INTO {table}_words (rowid, key) VALUES (new.id, new.key);
END;
CREATE TRIGGER {table}_words_removed AFTER DELETE ON {table} BEGIN
    INSERT INTO {table}_words ({table}_words, rowid, key) VALUES ('delete', old.id, old.key);
END;
CREATE TRIGGER {table}_words_changed AFTER UPDATE OF key ON {table} BEGIN
    INSERT INTO {table}_words ({table}_words, rowid, key) VALUES ('delete', old.id, old.key);
    INSERT INTO {table}_words (rowid, key) VALUES (new.id, new.key);
END;
"""
NO_INDEX = """
DROP TRIGGER {table}_words_added;
DROP TRIGGER {table}_words_removed;
DROP TRIGGER {table}_words_changed;
DROP TABLE {table}_words;
"""
TABLES = ("articles_person", "articles_place")


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_order_by_column")]

    operations = [
        migrations.RunSQL(INDEX.format(table=table), NO_INDEX.format(table=table))
        for table in TABLES
    ]
