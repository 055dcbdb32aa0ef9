"""Organisations become entities of a kind: the verdict that a name is one becomes a change of kind.

What is shown stays the same. A verdict that a later one has overruled becomes a change of kind that
was undone when it was overruled."""

from django.db import migrations, models

VERDICTS = [
    ("", "None yet"),
    ("confirmed", "Confirmed"),
    ("hidden", "Hidden"),
    ("neither", "No person and no place"),
]
KINDS = [("person", "Person"), ("place", "Place"), ("organisation", "Organisation")]
ACTIONS = ("change", "view")


def make_organisations(apps, schema_editor):
    Decision = apps.get_model("articles", "Decision")
    verdicts = Decision.objects.filter(kind="verdict", after="organisation")
    for pk in list(verdicts.order_by("subject").values_list("subject", flat=True).distinct()):
        convert(apps, pk)


def convert(apps, pk):
    """Carry across what was decided about one name that was called an organisation."""
    Decision, Entity = (apps.get_model("articles", name) for name in ("Decision", "Entity"))
    name = Entity.objects.get(pk=pk)
    organisation, _ = Entity.objects.get_or_create(
        kind="organisation", identity=name.key, defaults={"name": name.name, "key": name.key}
    )
    decisions = list(Decision.objects.filter(kind="verdict", subject=pk).order_by("pk"))
    verdict, said, converting = "", None, []
    for decision in decisions:
        if decision.after == "organisation":
            converting.append(decision)
            decision.kind, decision.after = "convert", "an organisation"
            decision.other = organisation
        else:
            if decision.before == "organisation":
                decision.before = said or ""
            said = decision.after
            if decision.undone_at is None:
                verdict = decision.after
                for overruled in converting:
                    if overruled.undone_at is None:
                        overruled.undone_at = decision.made_at
                        overruled.undone_by = decision.made_by
        decision.save()
    Decision.objects.bulk_update(converting, ["undone_at", "undone_by"])
    stands_for_it = any(one.undone_at is None for one in converting) and not name.stands_for_id
    Entity.objects.filter(pk=pk).update(verdict=verdict)
    if stands_for_it:
        Entity.objects.filter(models.Q(pk=pk) | models.Q(stands_for=pk)).update(
            stands_for=organisation
        )
    names = organisation.variants.values_list("name", flat=True)
    organisation.aliases = "\n".join(sorted({*names} - {organisation.name}))
    organisation.save()


def let_editors_of_people_in(apps, schema_editor):
    """Whoever may see and change people may do so with organisations, as before."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content, _ = ContentType.objects.get_or_create(app_label="articles", model="organisation")
    for action in ACTIONS:
        held = Permission.objects.filter(
            content_type__app_label="articles", codename=f"{action}_person"
        ).first()
        if held:
            new, _ = Permission.objects.get_or_create(
                content_type=content,
                codename=f"{action}_organisation",
                defaults={"name": f"Can {action} organisation"},
            )
            new.group_set.add(*held.group_set.all())
            new.user_set.add(*held.user_set.all())


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0012_words_of_entities"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[],
            options={
                "verbose_name": "organisation",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("articles.entity",),
        ),
        migrations.AlterModelOptions(
            "entity", options={"ordering": ["name", "pk"], "verbose_name": "name"}
        ),
        migrations.AlterModelOptions("person", options={"verbose_name": "person", "verbose_name_plural": "people"}),
        migrations.AlterModelOptions("place", options={"verbose_name": "place"}),
        migrations.AlterField("entity", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AlterField(
            "entity",
            "verdict",
            models.CharField(blank=True, choices=VERDICTS, default="", max_length=12),
        ),
        # Neither this migration nor the two before it can be reversed: docs/operations.md says how
        # to go back.
        migrations.RunPython(make_organisations),
        migrations.RunPython(let_editors_of_people_in),
    ]
