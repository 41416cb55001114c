"""The triggers of the first step, as each database writes them.

They stop accidents and statements that come past the program; they are not
what proves the record, for who owns the file can drop them. That is done by the
chain, and by the checkpoints kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

#: Tables whose rows are never changed, and what makes two rows the same.
_KEPT = {
    "entries": ("log", "seq"),
    "contents": ("log", "seq"),
    "checkpoints": ("log", "size", "note"),
    "notices": ("case_number", "digest", "wave", "notice", "recipient_kind"),
    "files": ("agency", "sha256"),
}
_WITH_ID = ("checkpoints", "notices")

#: The time of an entry: no character before it in its one form is a quote
#: within a quote, so the first of these words is the field itself.
_SQLITE_AT = 'substr(CAST(NEW.entry AS TEXT), instr(CAST(NEW.entry AS TEXT), \'"at":"\') + 6, 27)'
_POSTGRESQL_AT = "substring(convert_from(NEW.entry, 'UTF8') from '\"at\":\"(.{27})\"')"

_NOT_NEXT = "entries: this is not the next one of its log"
_NO_ENTRY = "logs: a log ends with its last entry"
_HEAD_STAYS = (
    "NEW.size <> OLD.size + 1 OR NOT EXISTS "
    "(SELECT 1 FROM entries WHERE log = NEW.id AND seq = NEW.size - 1 AND hash = NEW.head)"
)


def statements(dialect: str) -> Iterator[str]:
    """Give what makes the triggers of that database."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> Iterator[str]:
    for table, key in _KEPT.items():
        yield _refusing(table, "UPDATE")
        yield _refusing(table, "DELETE")
        # INSERT OR REPLACE removes a row without a DELETE that a trigger sees.
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        by_id = " OR id = NEW.id" if table in _WITH_ID else ""
        there = f"EXISTS (SELECT 1 FROM {table} WHERE ({same}){by_id})"  # noqa: S608 - names of ours
        yield _refusing(table, "INSERT", f" WHEN {there}", "REPLACE")
    yield (
        "CREATE TRIGGER entries_are_next BEFORE INSERT ON entries"  # noqa: S608 - words of ours
        " WHEN NOT EXISTS (SELECT 1 FROM logs WHERE id = NEW.log AND size = NEW.seq)"
        f" BEGIN SELECT RAISE(ABORT, '{_NOT_NEXT}'); END"
    )
    yield (
        "CREATE TRIGGER entries_move_head AFTER INSERT ON entries BEGIN"  # noqa: S608 - of ours
        " UPDATE logs SET size = NEW.seq + 1, head = NEW.hash,"
        f" at = {_SQLITE_AT} WHERE id = NEW.log;"
        # Apart, so that the index of the unanswered is only touched when it changes.
        " UPDATE logs SET unanswered = 1 WHERE id = NEW.log AND NOT unanswered AND kind = 'case';"
        " END"
    )
    yield (
        f"CREATE TRIGGER logs_keep_head BEFORE UPDATE OF size, head, at ON logs WHEN {_HEAD_STAYS}"
        f" BEGIN SELECT RAISE(ABORT, '{_NO_ENTRY}'); END"
    )
    yield (
        "CREATE TRIGGER logs_are_begun_once BEFORE INSERT ON logs"
        " WHEN EXISTS (SELECT 1 FROM logs WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(IGNORE); END"
    )


def _refusing(table: str, act: str, when: str = "", name: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_refuse_{(name or act).lower()} BEFORE {act} ON {table}{when}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed'); END"
    )


def _postgresql() -> Iterator[str]:
    yield _function("refuse", "RAISE EXCEPTION '%: rows are never changed', TG_TABLE_NAME;")
    yield _function(
        "move_head",
        "UPDATE logs SET size = NEW.seq + 1, head = NEW.hash,"  # noqa: S608 - words of ours
        f" at = {_POSTGRESQL_AT}, unanswered = (kind = 'case')"
        " WHERE id = NEW.log AND size = NEW.seq;"
        f" IF NOT FOUND THEN RAISE EXCEPTION '{_NOT_NEXT}'; END IF; RETURN NULL;",
    )
    yield _function(
        "keep_head",
        f"IF {_HEAD_STAYS} THEN RAISE EXCEPTION '{_NO_ENTRY}'; END IF; RETURN NEW;",
    )
    for table in _KEPT:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION duenotice_refuse()"
        )
        yield (
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION duenotice_refuse()"
        )
    yield (
        "CREATE TRIGGER entries_move_head AFTER INSERT ON entries"
        " FOR EACH ROW EXECUTE FUNCTION duenotice_move_head()"
    )
    yield (
        "CREATE TRIGGER logs_keep_head BEFORE UPDATE OF size, head, at ON logs"
        " FOR EACH ROW EXECUTE FUNCTION duenotice_keep_head()"
    )


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION duenotice_{name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {body} END $$"
    )
