"""Makes the archive `440506c.zip` and its snapshot `440506c.json`. Runs only on the code of commit
440506c, with `reading.py` as it was when this file was added; README.md tells how.

Every kind of decision is made once or more, on names that the tagger of that commit found."""

import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import reading
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from articles import desk, indexing, ingest, intake
from articles.desk import authorities, proposals
from articles.models import Article, Decision, Person, Place, Proposal

HERE = Path(__file__).parent
LARGEST = 500_000
"""Bytes that the archive may take in the repository."""
SAMPLES = (
    "2019-04-09-beira-after-the-cyclone.txt",
    "2019-05-14-mosul-bridge-closed.md",
    "2019-09-23-batumi-first-festival.html",
    "2020-02-18-beira-quay-contract.md",
    "2020-11-04-quintanilla-elected-mayor.md",
    "2021-10-16-paris-texas-half-marathon.html",
    "2021-11-30-beira-dredging-late.txt",
    "2022-10-13-grain-ships-turn-to-savannah.md",
    "2023-04-18-dam-talks-resume.md",
    "2024-04-10-training-in-addis-ababa.md",
    "2025-03-05-beira-storm-test.txt",
    "2025-11-16-corniche-marathon-third-win.md",
)
OWN = {
    # Two people of one name, told apart by an editor.
    "marlow-1.txt": """The ferry to Kisumu sails again

KISUMU, Kenya — Captain John Marlow took the first ferry across Lake Victoria on Monday after two
months in dock. “The engine is as good as new,” said Captain John Marlow.""",
    "marlow-2.txt": """A captain of the lake retires

KISUMU, Kenya — Captain John Marlow, who crossed Lake Victoria nine thousand times, went ashore for
the last time on Friday. Nadia Achola takes over his ferry.""",
    "marlow-3.txt": """Paintings of rain in Geneva

GENEVA — The painter John Marlow shows forty pictures of rain in Geneva. “I never paint the sun,”
said the painter John Marlow.""",
    # Two people of one name, whom the archive proposes to tell apart.
    "weber-1.txt": """A cheaper battery from Basel

BASEL, Switzerland — Professor Anna Weber has built a battery without cobalt. “It took us
nine years,” said Professor Anna Weber. “Nobody believed us,” said Doctor Paul Richter.""",
    "weber-2.txt": """The battery goes into production

BASEL, Switzerland — Professor Anna Weber signed a contract on Thursday. Doctor Paul Richter will
lead the works in Lyon, France.""",
    "weber-3.txt": """A goalkeeper stops three penalties

OSLO, Norway — Captain Anna Weber stopped three penalties on Sunday. Coach Inga Holm had picked
her an hour before the match.""",
    "weber-4.txt": """Two more years in Oslo

OSLO, Norway — Captain Anna Weber stays in Oslo for two more years. “She is the best I ever
had,” said Coach Inga Holm.""",
    # Short for the same first name: one pair is refused, the other waits for an answer.
    "croft-1.txt": """The library of Leeds opens on Sundays

LEEDS, England — Robert Croft, the librarian, opened the doors himself.""",
    "croft-2.txt": """A race for bakers

LEEDS, England — Bob Croft, a baker, won the race with a tray of loaves on his head.""",
    "olsen-1.txt": """A bridge for otters

BERGEN, Norway — Margaret Olsen, an engineer, has built a bridge that only otters use.""",
    "olsen-2.txt": """Otters cross in the rain

BERGEN, Norway — “They came on the first night,” said Peggy Olsen on Saturday.""",
    # A place that the gazetteer has many of, and two that it has none of.
    "springfield.txt": """A clock for Springfield

SPRINGFIELD — The clock of Springfield was wound on Monday for the first time in a century. The
council of Springfield paid for a new spring. It was made in Camp Ellery.""",
    "ellery.txt": """The last watchmaker of Camp Ellery

CAMP ELLERY, Canada — Nobody in Camp Ellery made watches any more until Ruth Tanner came from Old
Camp Ellery.""",
    "nobody.txt": """On doing nothing

It rained, and then it rained some more, and nobody went anywhere or did anything at all.""",
    # What readers may not see.
    "draft.txt": """A treasurer to be named

LEEDS, England — Hal Brewster will be the treasurer of the library of Leeds, said Robert Croft.""",
    "withdrawn.txt": """The mayor of Leeds resigns

LEEDS, England — Mayor Gwen Harbottle resigned on Monday. “I have never heard of this,” said Robert
Croft.""",
}  # fmt: skip
HEADER = "---\ndate: 2024-{month:02}-{day:02}T09:00:00+00:00\nsection: {desk}\n---\n"
TOGETHER = ("croft-1.txt", "croft-2.txt", "olsen-1.txt", "olsen-2.txt")
"""These come in one file."""


def main() -> None:
    call_command("migrate", verbosity=0)
    editors = make_editors()
    samples = Path(ingest.__file__).parent / "samples"
    call_command("build_gazetteer", verbosity=0)
    call_command("load_articles", *(samples / name for name in SAMPLES), verbosity=0)
    call_command("prepare", verbosity=0)
    load_own_texts()
    edit_articles()
    decide(*editors)
    undo_some(*editors)
    answer_proposals(editors[0])
    indexing.drain()
    snapshot = reading.read(pages(), desk_pages(), dict.fromkeys(searches()), totals())
    Session.objects.all().delete()
    (HERE / "440506c.json").write_text(reading.written(snapshot))
    pack(HERE / "440506c.zip")


def make_editors():
    """A superuser and one who may only do what a group of theirs may; nobody can sign in."""
    users = get_user_model().objects
    edna = users.create_superuser("edna")
    olu = users.create_user("olu", is_staff=True)
    group = Group.objects.create(name="Names desk")
    may = ("change_person", "view_person", "change_place", "view_place")
    group.permissions.set(Permission.objects.filter(codename__in=may))
    olu.groups.add(group)
    for one in (edna, olu):
        one.set_unusable_password()
        one.save()
    return edna, olu


def load_own_texts() -> None:
    files = {
        name: (header(number) + text).encode() for number, (name, text) in enumerate(OWN.items())
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as together:
        for name in TOGETHER:
            together.writestr(zipfile.ZipInfo(name), files.pop(name))
    files["letters.zip"] = packed.getvalue()
    files["broken.txt"] = b"\x00\x01\x02\x03" * 100
    files["again.txt"] = files["marlow-1.txt"] + b"\n"  # held already, by its text
    for name, content in files.items():
        upload, _ = intake.keep(name, ContentFile(content, name))
        intake.take_in(upload)


def header(number: int) -> str:
    desk = ("Local", "World", "Culture")[number % 3]
    return HEADER.format(month=number % 12 + 1, day=number + 1, desk=desk)


def edit_articles() -> None:
    article("A treasurer to be named").set_state(Article.State.DRAFT)
    article("The mayor of Leeds resigns").set_state(Article.State.WITHDRAWN)
    edited = article("A clock for Springfield").get()
    edited.title = "A clock and a bell for Springfield"
    edited.correction = "An earlier text left out the bell."
    edited.save()
    part = edited.sections.get()
    part.text += "\n\nMayor Delia Finch rang the bell."
    part.save()
    ingest.read(edited)


def decide(edna, olu) -> None:
    """Make each kind of decision, some across kinds and some one after the other."""
    proposals.look()
    proposals.accept(proposed("Mohammed Barzan", "Muhammad Barzan"), olu)
    # Merges: plain, of a name that others stand for already, and across kinds.
    desk.merge(person("Machava"), person("Graça Machava"), edna)
    desk.merge(place("Graça Machava"), person("Graça Machava"), edna)
    desk.merge(place("Graça"), person("Graça Machava"), olu)
    desk.merge(person("Ferry"), person("Savannah"), edna)
    desk.merge(person("Savannah"), place("Savannah"), edna)
    desk.convert(place("Hirut Tesfamariam"), "person", edna)
    desk.convert(person("Umm Yusuf"), "place", edna)
    # Names.
    desk.rename(person("Cody Lindqvist"), "Cody Lindqvist-Hale", edna)
    desk.rename(person("Wallace Tillery"), "W. Tillery", edna)
    desk.rename(person("W. Tillery"), "Wally Tillery", olu)
    desk.add_alias(person("Teresa Quintanilla"), "Teresita Quintanilla", edna)
    desk.add_alias(place("Mosul"), "Nineveh town", edna)
    # Verdicts.
    desk.confirm(person("Kestrel"), edna)
    desk.convert(person("Kestrel"), "organisation", edna)
    desk.convert(place("Lamar County"), "neither", edna)
    desk.hide(place("Entoto"), edna)
    desk.hide(person("Harriet Whitcombe"), olu)
    desk.confirm(place("Stanley Bridge"), edna)
    # The map.
    desk.pin(place("Springfield"), "geonames:4250542", edna)
    desk.locate(place("Camp Ellery"), 52.25, -113.5, "ca", edna)
    desk.locate(place("Stanley Bridge"), 31.2353, 29.9487, "eg", edna)
    desk.identify(person("Hirut Tesfamariam"), "Q123456", edna)
    desk.identify(place("Mosul"), "Q83387", edna)
    # Two of one name.
    desk.split(
        person("John Marlow"), article("Paintings of rain in Geneva"), "John Marlow (painter)", edna
    )
    lines = [
        "name,aliases,kind,latitude,longitude,wikidata,country",
        "Nadia Achola,N. Achola,person,,,Q654321,",
        "Serin Gate,Serin Dam,place,37.53,41.84,,TR",
        "Old Camp Ellery,,organisation,,,,",
    ]
    problems = [one for one in authorities.load(lines, "lake.csv") if one.problem]
    assert not problems, problems
    LogEntry.objects.create(
        user=edna,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person("Mohammed Barzan").pk),
        object_repr="Mohammed Barzan",
        action_flag=CHANGE,
        change_message="Merged.",
    )


def undo_some(edna, olu) -> None:
    desk.undo(desk.merge(person("Defne Aksoy"), person("Layla al-Janabi"), edna), olu)
    desk.undo(desk.hide(person("Radu Ionescu"), edna), edna)
    desk.undo(desk.convert(place("Pungwe"), "person", edna), edna)
    one = Article.objects.filter(title__startswith="A goalkeeper")
    desk.undo(desk.split(person("Inga Holm"), one, "Inga Holm (coach)", edna), edna)
    renamed = desk.rename(person("Nino Lomtadze"), "Nina Lomtadze", edna)
    desk.undo(renamed, edna)
    # One that is undone although another was built upon it.
    first = desk.merge(person("Rafael Quintanilla"), person("Wendell Pruitt"), edna)
    desk.identify(person("Wendell Pruitt"), "Q777", edna)
    desk.undo(first, edna)
    # And back again.
    desk.merge(person("Paul Richter"), person("Inga Holm"), edna)
    desk.undo(Decision.objects.latest("pk"), edna)


def answer_proposals(edna) -> None:
    proposals.look()
    proposals.refuse(proposed("Robert Croft", "Bob Croft"), edna)
    proposed("Margaret Olsen", "Peggy Olsen")
    Proposal.objects.waiting().get(kind=Proposal.Kind.SPLIT, person=person("Anna Weber"))


def proposed(*names: str) -> Proposal:
    """The proposal that two names are one."""
    asked = Proposal.objects.waiting().filter(kind=Proposal.Kind.SAME)
    (found,) = (one for one in asked if {one.subject.name, one.other.name} == set(names))
    return found


def article(title: str):
    found = Article.objects.filter(title=title)
    assert found.count() == 1, title
    return found


def person(name: str) -> Person:
    return named(Person, name)


def place(name: str) -> Place:
    return named(Place, name)


def named(table, name: str):
    """The listed one of that name before those that stand for it."""
    found = table.objects.filter(name=name).order_by("-listed", "pk").first()
    assert found, name
    return found


def pages() -> Iterator[str]:
    """Every address that readers may have kept, also of what they may not see."""
    yield from ("/", "/search", "/feed", "/about", "/compare?a=Layla+al-Janabi&b=Defne+Aksoy")
    for one in Article.objects.order_by("pk"):
        yield from (
            one.get_absolute_url(),
            f"/articles/{one.pk}/old-title/",
            f"/articles/{one.pk}/original",
        )
    yield "/articles/9999/nothing/"
    for table, kind in ((Person, "people"), (Place, "places")):
        for record in table.objects.order_by("pk"):
            yield from (record.get_absolute_url(), f"/{kind}/{record.pk}/old-name/")
            if table is Person:
                yield f"{record.get_absolute_url()}quotes"
        yield f"/{kind}/9999/nobody/"


def desk_pages() -> Iterator[str]:
    yield "/admin/"
    yield person("Mohammed Barzan").get_absolute_url()
    yield place("Savannah").get_absolute_url()


def totals() -> Iterator[str]:
    """Each name by its number, as addresses of searches and feeds have it."""
    for one in Person.objects.order_by("pk"):
        yield f"person={one.pk}"
    for one in Place.objects.order_by("pk"):
        yield from (f"place={one.pk}", f"area={one.pk}")


def searches() -> Iterator[str]:
    """Searches of every kind that names take part in; all values of their facets are asked for."""
    hirut, painter = person("Hirut Tesfamariam").pk, person("John Marlow (painter)").pk
    iraq, beira = place("Iraq").pk, place("Beira").pk
    asked = [
        "",
        "q=river",
        f"person={hirut}",
        f"person={painter}&person={person('John Marlow').pk}",
        f"person={person('Muhammad Barzan').pk}&person={person('Layla al-Janabi').pk}&person.all=1",
        f"person={person('Savannah').pk}",
        f"person.not={hirut}&section=Sport",
        "person=-",
        f"place={place('Graça Machava').pk}&q=quay",
        f"place={beira}&place.not={place('Rotterdam').pk}",
        f"place={place('Springfield').pk}",
        f"area={iraq}&from=2020-01-01",
        f"area={place('Mozambique').pk}",
        f"area.not={iraq}&year=2023&year=2024",
        searched('person:"Muhammad Barzan"'),
        searched(f"person:#{hirut} OR place:#{beira}"),
        searched('said:"John Marlow"'),
        searched('in:Norway OR place:"Nineveh town"'),
    ]
    return (f"{one}&more=person&more=place&more=area".lstrip("&") for one in asked)


def searched(text: str) -> str:
    return urlencode({"q": text})


def pack(path: Path) -> None:
    """Close the database and pack it with the originals, without anything made from them."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    originals = sorted(path for path in (settings.DATA / "originals").rglob("*") if path.is_file())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in (settings.DATA / "newsroom.sqlite3", *originals):
            info = zipfile.ZipInfo(str(file.relative_to(settings.DATA)))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, file.read_bytes(), compresslevel=9)
    assert path.stat().st_size < LARGEST, path.stat().st_size


if __name__ == "__main__":
    main()
