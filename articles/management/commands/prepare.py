"""manage.py prepare: make the archive ready to serve.

It takes only a second if the archive is already prepared."""

import secrets
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles import indexing
from articles.gazetteer import builder
from articles.models import Upload
from articles.search.asking.index import IndexUnavailable

COPY = "newsroom-before-upgrade.sqlite3"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class Command(BaseCommand):
    help = "Set up the database, static files, gazetteer, and on the first run the sample articles."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        self._migrate()
        call_command("collectstatic", interactive=False, verbosity=0)
        if not builder.is_current(settings.GAZETTEER):
            self.stdout.write("Building the gazetteer (once) ...")
            call_command("build_gazetteer", verbosity=0)
        if not Upload.objects.exists():
            self.stdout.write("Loading the sample articles ...")
            call_command("load_articles", SAMPLES, verbosity=verbosity)
        else:
            self._rebuild_unreadable_index(verbosity)
        self._add_first_editor()

    def _migrate(self) -> None:
        """Migrate the database, after making a copy of it if it has to be upgraded."""
        copy = Path(connection.settings_dict["NAME"]).with_name(COPY)
        upgrading = copy.with_suffix(".upgrading")
        # The copy of an upgrade that was interrupted is the way back, so it is not replaced.
        if not (upgrading.exists() and copy.exists()):
            self._copy_before_upgrade(copy, upgrading)
        call_command("migrate", verbosity=0)
        upgrading.unlink(missing_ok=True)

    def _copy_before_upgrade(self, copy: Path, upgrading: Path) -> None:
        """Copy an SQLite database that has pending migrations to the path `copy`.

        Create the file `upgrading` to mark that an upgrade has begun."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        held = any(app == "articles" for app, _ in executor.loader.applied_migrations)
        if connection.vendor != "sqlite" or not held or not plan:
            return
        unfinished = copy.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        unfinished.replace(copy)
        upgrading.touch()
        self.stdout.write(f"Upgrading the database. A copy from before the upgrade is in {copy}.")

    def _rebuild_unreadable_index(self, verbosity: int) -> None:
        try:
            indexing.archive().ids()
        except IndexUnavailable:
            self.stdout.write("Building the search index again, as it cannot be read ...")
            call_command("rebuild_index", verbosity=verbosity)

    def _add_first_editor(self) -> None:
        users = get_user_model().objects
        if users.exists():
            return
        password = secrets.token_urlsafe(9)
        program = Path(sys.argv[0]).name
        users.create_superuser("admin", password=password)
        self.stdout.write(
            f"\n  Editors sign in at /admin/ as admin with the password {password}\n"
            f"  (shown only now; `{program} changepassword admin` sets another,\n"
            f"  `{program} createsuperuser` adds a person)"
        )
