"""Full-text search over titles and bodies: FTS5 in SQLite, a tsvector in PostgreSQL, one notion of a word in both.

Words are made here and not by the database: compatibility forms undone, accents and vowel signs stripped, case folded;
characters of scripts without spaces stand alone, so that a run of them is found as a phrase. The index holds words
only, no second copy of a text. What is stored is put on a list in its own transaction and indexed soon after, so that
storing stays as fast as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, String, Table, delete, select, text
from sqlalchemy.exc import OperationalError

from cleaner.store.codec import unpack_text
from cleaner.store.engine import reading, transaction
from cleaner.store.records import Source
from cleaner.store.rows import as_source, insert_new
from cleaner.store.schema import BODIES, METADATA, SOURCES

INDEXED_CHARS = 200_000  # of a body; what stands behind is not found
WORD_CHARS = 60
QUERY_WORDS = 16
SNIPPET = 240  # characters
PER_BITE = 100  # sources indexed in one transaction

# A source's number in the index. The index itself is the database's own kind of table.
SEARCHED = Table(
    "searched",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", String(24), nullable=False, unique=True),
    sqlite_autoincrement=True,
)
TO_INDEX = Table("to_index", METADATA, Column("source", String(24), primary_key=True))

_WORD = re.compile(r"[^\W_]+")
# Thai to Khmer, kana, Han, Hangul left alone: Korean has spaces.
_ALONE = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_MAKE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(words, content='', tokenize=\"unicode61\")",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS search_words_gin ON search_words USING gin (words)",
    ),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A source that was found. `snippet` is a piece of its body as (text, whether it was looked for)."""

    source: Source
    number: int  # its place in the index: later is higher
    words: int
    opening: str  # the first line of its body
    snippet: tuple[tuple[str, bool], ...]


def words_of(plain: str) -> list[str]:
    """The words of a text as the index knows them.

    >>> words_of("Crème BRÛLÉE, 東京")
    ['creme', 'brulee', '東', '京']
    """
    folded = unicodedata.normalize("NFKD", _bounded_marks(plain)).casefold()
    bare = "".join(c for c in folded if not unicodedata.category(c).startswith("M")) if not folded.isascii() else folded
    return [word[:WORD_CHARS] for word in _WORD.findall(_ALONE.sub(r" \1 ", bare))]


def _bounded_marks(plain: str) -> str:
    """Without runs of combining marks: putting those in order is quadratic."""
    return _MARKS.sub("", plain) if not plain.isascii() else plain


_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8,}")


def note_sources(connection: Connection, ids: Sequence[str]) -> None:
    """Put new sources on the list of what is to be indexed, inside the transaction that stores them."""
    if ids:
        insert_new(connection, TO_INDEX, [{"source": one} for one in ids])


def index_more(engine: Engine) -> int:
    """Index some of what is on the list; how many those were.

    Raises StoreError. Does nothing where the database has no full-text search.
    """
    with reading(engine) as connection:
        listed = list(connection.scalars(select(TO_INDEX.c.source).limit(PER_BITE)))
        if not listed:
            return 0
        query = select(*_PLAIN, BODIES.c.text).join(BODIES).where(SOURCES.c.id.in_(listed))
        rows: Sequence[Any] = connection.execute(query).all()
    found = {row.id: _words(as_source(row), row.text) for row in rows}
    with transaction(engine) as connection:
        if not _make_index(connection):
            return 0
        # Locked against being deleted in between; what is gone already needs no place in the index.
        here = select(SOURCES.c.id).where(SOURCES.c.id.in_(list(found))).with_for_update(read=True, key_share=True)
        for name in list(connection.scalars(here)):
            if insert_new(connection, SEARCHED, [{"source": name}]):
                number = connection.scalar(select(SEARCHED.c.id).where(SEARCHED.c.source == name))
                _write(connection, int(number or 0), found[name])
        connection.execute(delete(TO_INDEX).where(TO_INDEX.c.source.in_(listed)))
    return len(listed)


def forget(connection: Connection, source: Source, blob: bytes) -> None:
    """Take a source out of the index, inside the transaction that deletes it; `blob` is its packed body."""
    connection.execute(delete(TO_INDEX).where(TO_INDEX.c.source == source.id))
    number = connection.scalar(select(SEARCHED.c.id).where(SEARCHED.c.source == source.id))
    if number is None:
        return
    connection.execute(delete(SEARCHED).where(SEARCHED.c.id == number))
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM search_words WHERE id = :id"), {"id": number})
    else:  # an index without a copy of the text is told what it had
        command = "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :id, :words)"
        connection.execute(text(command), {"id": number, "words": _words(source, blob)})


def find(
    engine: Engine, query: str, *, tenant: str | None = None, before: int | None = None, limit: int = 20
) -> list[Hit]:
    """Sources that hold every word of a query, the latest first; all of them where it holds no word.

    Words in quotation marks must stand together; the last word may go on. `tenant`: only this caller's; `before`: only
    those of lower numbers.
    """
    groups = query_groups(query)
    with reading(engine) as connection:
        if groups and not _exists(connection):
            return []
        chosen = select(SEARCHED.c.id.label("number"), *_PLAIN, BODIES.c.text, BODIES.c.words).join(
            SOURCES, SOURCES.c.id == SEARCHED.c.source
        )
        chosen = chosen.join(BODIES, BODIES.c.content_hash == SOURCES.c.content_hash)
        if groups:
            chosen = chosen.where(SEARCHED.c.id.in_(_matching(connection, groups)))
        if tenant is not None:
            chosen = chosen.where(SOURCES.c.tenant == tenant)
        if before is not None:
            chosen = chosen.where(SEARCHED.c.id < before)
        rows = connection.execute(chosen.order_by(SEARCHED.c.id.desc()).limit(limit)).all()
    return [_hit(row, groups) for row in rows]


def has_unindexed(engine: Engine) -> bool:
    """Whether something stored is not indexed yet."""
    with reading(engine) as connection:
        return connection.scalar(select(TO_INDEX.c.source).limit(1)) is not None


def query_groups(query: str) -> list[list[str]]:
    """The words of a query, those that must stand together in one group."""
    groups: list[list[str]] = []
    for quoted, plain in _PHRASE.findall(query[:1_000]):
        words = words_of(quoted or plain)
        if words:
            groups.append(words[:QUERY_WORDS])
    return groups[:QUERY_WORDS]


_PLAIN = [column for column in SOURCES.c if column.name not in {"markdown", "html", "removals"}]


def _words(source: Source, blob: bytes) -> str:
    body = unpack_text(blob, source.content_hash)
    return " ".join(words_of(f"{source.title or ''}\n{body[:INDEXED_CHARS]}"))


def _make_index(connection: Connection) -> bool:
    if _exists(connection):
        return True
    try:
        for statement in _MAKE[connection.dialect.name]:
            connection.execute(text(statement))
    except OperationalError:  # an SQLite without FTS5
        return False
    return True


def _exists(connection: Connection) -> bool:
    return connection.dialect.has_table(connection, "search_words")


def _write(connection: Connection, number: int, words: str) -> None:
    if connection.dialect.name == "postgresql":
        command = "INSERT INTO search_words (id, words) VALUES (:id, to_tsvector('simple', :words))"
    else:
        command = "INSERT INTO search_words (rowid, words) VALUES (:id, :words)"
    connection.execute(text(command), {"id": number, "words": words})


def _matching(connection: Connection, groups: Sequence[Sequence[str]]) -> Any:
    """The numbers that match. Words are letters and figures only, so that nothing in them is an operator."""
    if connection.dialect.name == "postgresql":
        phrases = [" <-> ".join(group) for group in groups]
        phrases[-1] += ":*"
        command = "SELECT id FROM search_words WHERE words @@ to_tsquery('simple', :wanted)"
        wanted = " & ".join(f"({phrase})" for phrase in phrases)
    else:
        quoted = [" ".join(group) for group in groups]
        command = "SELECT rowid AS id FROM search_words WHERE search_words MATCH :wanted"
        wanted = " AND ".join(f'"{phrase}"' for phrase in quoted) + " *"
    return text(command).bindparams(wanted=wanted).columns(id=Integer)


def _hit(row: Any, groups: Sequence[Sequence[str]]) -> Hit:
    source = as_source(row)
    body = unpack_text(row.text, source.content_hash)
    return Hit(source, row.number, row.words, body.partition("\n")[0][:SNIPPET], _snippet(body, groups))


def _snippet(body: str, groups: Sequence[Sequence[str]]) -> tuple[tuple[str, bool], ...]:
    """A piece of the body around the first word that was looked for, the found words marked."""
    flat = " ".join(body[: 4 * INDEXED_CHARS].split())
    wanted = {word for group in groups for word in group}
    last = groups[-1][-1] if groups else ""

    def is_wanted(piece: str) -> bool:
        found = words_of(piece)
        return any(word in wanted or (last and word.startswith(last)) for word in found)

    first = next((m.start() for m in re.finditer(r"\S+", flat[:INDEXED_CHARS]) if wanted and is_wanted(m[0])), 0)
    start = max(0, first - SNIPPET // 3)
    piece = ("…" if start else "") + flat[start : start + SNIPPET] + ("…" if start + SNIPPET < len(flat) else "")
    return tuple((part, bool(wanted) and is_wanted(part)) for part in re.findall(r"\s+|\S+", piece))
