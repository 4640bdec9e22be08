"""Fields, prefixes, mentions and master data of what was captured before they were derived."""

import zlib

import orjson
from django.db import migrations

from milkshed.ledger.capture import query_index
from milkshed.ledger.capture.master_data import elements_of, names_in, store_master_data
from milkshed.ledger.capture.taking_apart import fact_of
from milkshed.ledger.capture.terms import TermBook
from milkshed.ledger.epcis.xml import parse_document

_PORTION = 5_000


def _derive(apps, schema_editor):
    book = TermBook()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_term")
        book.open("migration", cursor.fetchone()[0])
        query_index.open_turn("migration")
        _derive_from_events(cursor, book)
        _derive_from_documents(cursor, book)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _derive_from_events(cursor, book):
    last = 0
    while True:
        cursor.execute(
            "SELECT e.seq, e.person_id, c.context, e.body FROM ledger_event e"
            " LEFT JOIN ledger_capture c ON c.id = e.capture_id"
            " WHERE e.seq > %s ORDER BY e.seq LIMIT %s",
            [last, _PORTION],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        facts = []
        for _, _, context, body in rows:
            said = None if context is None else orjson.loads(bytes(context))
            facts.append(fact_of(orjson.loads(bytes(body)), bytes(body), said))
        names = set()
        for fact in facts:
            names.update(query_index.names_of(fact))
        number = book.number_all(cursor, names)
        query_index.store(cursor, facts, rows[0][0], number, [row[1] for row in rows])
        last = rows[-1][0]


def _derive_from_documents(cursor, book):
    cursor.execute("SELECT id FROM ledger_capture WHERE event_count > 0 ORDER BY id")
    for (number_of_capture,) in cursor.fetchall():
        cursor.execute(
            "SELECT document, media_type FROM ledger_capture WHERE id = %s", [number_of_capture]
        )
        compressed, media_type = cursor.fetchone()
        body = zlib.decompress(bytes(compressed))
        if b"ocabularyList" not in body:
            continue
        if media_type.endswith("xml"):
            document = parse_document(body).document
        else:
            document = orjson.loads(body)
        elements = elements_of(document or {})
        number = book.number_all(cursor, names_in(elements))
        store_master_data(cursor, elements, number)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_fields_for_queries")]

    operations = [migrations.RunPython(_derive, migrations.RunPython.noop)]
