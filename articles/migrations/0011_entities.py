"""Makes one table of people and places, and carries all that points at them across.

Person 7 becomes entity 14 and place 7 entity 15: whatever pointed at either is carried across by
arithmetic, in one pass over each table, and keys of new entities begin above all old numbers. The
old primary keys stay the public numbers (`number_before`)."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.core.management.color import no_style
from django.db import migrations, models

FIELDS = "name, key, sure, verdict, listed, aliases, wikidata"
STANDS_FOR = "COALESCE(as_person_id * 2, as_place_id * 2 + 1)"
ENTITIES = f"""
INSERT INTO articles_entity (id, kind, number_before, identity, {FIELDS}, stands_for_id)
SELECT id * 2, 'person', id, key, {FIELDS}, {STANDS_FOR} FROM articles_person;
INSERT INTO articles_entity (id, kind, number_before, identity, {FIELDS}, stands_for_id)
SELECT id * 2 + 1, 'place', id, COALESCE(gazetteer_id, key), {FIELDS}, {STANDS_FOR}
FROM articles_place;
INSERT INTO articles_location
    (entity_id, gazetteer_id, feature, country, latitude, longitude, within)
SELECT id * 2 + 1, gazetteer_id, kind, country, latitude, longitude, within FROM articles_place;
"""  # noqa: S608 (our own names)
AS_IT_WAS = "id, article_id, section_id, part, start, \"end\", words, role"
MENTIONS = f"""
INSERT INTO articles_newmention ({AS_IT_WAS}, entity_id, read_as_id)
SELECT {AS_IT_WAS}, COALESCE(person_id * 2, place_id * 2 + 1),
    COALESCE(read_as_person_id * 2, read_as_place_id * 2 + 1, person_id * 2, place_id * 2 + 1)
FROM articles_mention;
"""  # noqa: S608 (our own names)
SIDES = """
UPDATE {table} SET
    subject_id = COALESCE(person_id * 2, place_id * 2 + 1),
    other_id = COALESCE(other_person_id * 2, other_place_id * 2 + 1);
"""
KIND = [("person", "Person"), ("place", "Place")]
VERDICTS = [
    ("", "None yet"),
    ("confirmed", "Confirmed"),
    ("hidden", "Hidden"),
    ("organisation", "An organisation"),
    ("neither", "No person and no place"),
]


def to_entity(**known):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, to="articles.entity", **known
    )


def go_on_counting(apps, schema_editor):
    """Let new primary keys follow those that were written here (SQLite does so by itself)."""
    carried = [apps.get_model("articles", name) for name in ("Entity", "NewMention")]
    for sql in schema_editor.connection.ops.sequence_reset_sql(no_style(), carried):
        schema_editor.execute(sql)


def with_sides(model, related_name):
    """Points the model at entities instead of at people and places."""
    yield migrations.AddField(model, "subject", to_entity(related_name=related_name, null=True))
    yield migrations.AddField(model, "other", to_entity(related_name="+", null=True))
    yield migrations.RunSQL(SIDES.format(table=f"articles_{model}"))
    for name in ("person", "place", "other_person", "other_place"):
        yield migrations.RemoveField(model, name)
    yield migrations.AlterField(model, "subject", to_entity(related_name=related_name))


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_category")]

    operations = [
        migrations.CreateModel(
            name="Entity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KIND, max_length=12)),
                ("number_before", models.BigIntegerField(editable=False, null=True)),
                ("number", models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce("number_before", "id"), output_field=models.BigIntegerField())),
                ("identity", models.CharField(editable=False, help_text="What tells it apart in its kind: the gazetteer's id of a place, else the key", max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(help_text="The name without case, accents and hyphens, by which mentions find it", max_length=200)),
                ("sure", models.BooleanField(default=False, help_text="Whether some article names it clearly enough to list it")),
                ("verdict", models.CharField(blank=True, choices=VERDICTS, default="", max_length=12)),
                ("listed", models.BooleanField(default=False, help_text="Shown in facets; otherwise a candidate, hidden, or another's name")),
                ("aliases", models.TextField(blank=True, help_text="A line each", verbose_name="other names")),
                ("wikidata", models.CharField(blank=True, max_length=20, verbose_name="Wikidata identifier")),
                ("stands_for", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="variants", to="articles.entity")),
            ],
            options={"verbose_name_plural": "entities", "ordering": ["name", "pk"]},
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("entity", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="location", serialize=False, to="articles.entity")),
                ("gazetteer_id", models.CharField(blank=True, max_length=100, null=True, unique=True)),
                ("feature", models.CharField(blank=True, help_text="What the gazetteer says it is: a city, a country", max_length=40)),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country (ISO)")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("within", models.TextField(blank=True, help_text="The gazetteer's ids of what holds it, nearest first, a space around each")),
            ],
        ),
        migrations.RunSQL(ENTITIES),
        # Indexes are made of full tables: that is quicker than filling them row by row.
        migrations.AddConstraint("entity", models.UniqueConstraint(fields=["number", "kind"], name="one_entity_a_number")),
        migrations.AddConstraint("entity", models.UniqueConstraint(fields=["identity", "kind"], name="one_entity_an_identity")),
        migrations.AddIndex("entity", models.Index(fields=["key", "kind"], name="entities_by_key")),
        migrations.AddIndex("entity", models.Index(fields=["stands_for", "kind", "key"], name="entities_by_canonical")),
        # Millions of mentions are written once into a new table, where altering the old one would
        # write them once for every column.
        migrations.CreateModel(
            name="NewMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=10)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=200)),
                ("article", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article")),
                ("section", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.section")),
                ("entity", to_entity(db_index=False, related_name="+")),
                ("read_as", to_entity(db_index=False, related_name="+")),
            ],
            options={"ordering": ["article_id", "section_id", "start"]},
        ),
        migrations.RunSQL(MENTIONS),
        migrations.RunPython(go_on_counting, migrations.RunPython.noop),
        migrations.AlterField("quote", "speaker", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="quotes", to="articles.newmention")),
        migrations.DeleteModel("Mention"),
        migrations.RenameModel("NewMention", "Mention"),
        migrations.AlterField("mention", "article", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="articles.article")),
        migrations.AlterField("mention", "section", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="articles.section")),
        migrations.AlterField("mention", "entity", to_entity(db_index=False, related_name="mentions")),
        migrations.AddIndex("mention", models.Index(fields=["entity", "article"], name="articles_naming_an_entity")),
        migrations.RemoveConstraint("decision", "decision_on_one_person_or_place"),
        *with_sides("decision", "decisions"),
        *with_sides("proposal", "proposals"),
    ]  # fmt: skip
