"""What only the database can do: the full-text index, and logs that nobody changes, whoever connects."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

LOGS = ("workbench_auditlog", "workbench_history")
_SQLITE = [
    "CREATE VIRTUAL TABLE workbench_found USING fts5(words, stems, content='workbench_searchtext', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER workbench_found_added AFTER INSERT ON workbench_searchtext BEGIN"
    " INSERT INTO workbench_found(rowid, words, stems) VALUES (new.id, new.words, new.stems); END",
    "CREATE TRIGGER workbench_found_gone AFTER DELETE ON workbench_searchtext BEGIN"
    " INSERT INTO workbench_found(workbench_found, rowid, words, stems)"
    " VALUES ('delete', old.id, old.words, old.stems); END",
    "CREATE TRIGGER workbench_found_changed AFTER UPDATE ON workbench_searchtext BEGIN"
    " INSERT INTO workbench_found(workbench_found, rowid, words, stems)"
    " VALUES ('delete', old.id, old.words, old.stems);"
    " INSERT INTO workbench_found(rowid, words, stems) VALUES (new.id, new.words, new.stems); END",
    *(
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} BEGIN"
        " SELECT RAISE(ABORT, 'the log is only added to'); END"
        for table in LOGS
        for what in ("UPDATE", "DELETE")
    ),
]
_SQLITE_BACK = [
    *(f"DROP TRIGGER {table}_no_{what}" for table in LOGS for what in ("update", "delete")),
    *(f"DROP TRIGGER workbench_found_{what}" for what in ("added", "gone", "changed")),
    "DROP TABLE workbench_found",
]
_POSTGRESQL = [
    "CREATE INDEX workbench_found_words ON workbench_searchtext USING gin (to_tsvector('simple', words))",
    "CREATE INDEX workbench_found_stems ON workbench_searchtext USING gin (to_tsvector('simple', stems))",
    "CREATE FUNCTION workbench_only_added() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$",
    *(
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION workbench_only_added()"
        for table in LOGS
    ),
]
_POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_only_added ON {table}" for table in LOGS),
    "DROP FUNCTION workbench_only_added()",
    "DROP INDEX workbench_found_words, workbench_found_stems",
]


def _run(statements: dict[str, list[str]]) -> Any:
    def run(_apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    """Index and locks, for SQLite and PostgreSQL."""

    dependencies: ClassVar = [("workbench", "0001_initial")]
    operations: ClassVar = [
        migrations.RunPython(
            _run({"sqlite": _SQLITE, "postgresql": _POSTGRESQL}),
            _run({"sqlite": _SQLITE_BACK, "postgresql": _POSTGRESQL_BACK}),
        )
    ]
