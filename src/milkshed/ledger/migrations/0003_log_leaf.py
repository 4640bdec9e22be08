"""Every event gets its leaf in the log; those already stored have theirs computed."""

from django.db import migrations, models

from milkshed.ledger.log.entries import entry_of, leaf_of

_PORTION = 5_000


def _compute_leaves(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER USER")
        last = 0
        while True:
            cursor.execute(
                "SELECT e.seq, e.event_id, e.record_time, e.person_id, e.declares_error,"
                " c.context, e.body FROM ledger_event e"
                " LEFT JOIN ledger_capture c ON c.id = e.capture_id"
                " WHERE e.seq > %s ORDER BY e.seq LIMIT %s",
                [last, _PORTION],
            )
            rows = cursor.fetchall()
            if not rows:
                break
            leaves = [
                leaf_of(
                    entry_of(
                        seq=seq,
                        event_id=event_id,
                        record_time=record_time,
                        recorder=person_id,
                        declares_error=declares_error,
                        context=None if context is None else bytes(context),
                        body=bytes(body),
                    )
                )
                for seq, event_id, record_time, person_id, declares_error, context, body in rows
            ]
            cursor.execute(
                "UPDATE ledger_event e SET leaf = n.leaf"
                " FROM unnest(%s::bigint[], %s::bytea[]) AS n(seq, leaf) WHERE e.seq = n.seq",
                [[row[0] for row in rows], leaves],
            )
            last = rows[-1][0]
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_facts_are_only_added")]

    operations = [
        migrations.AddField(
            "event",
            "leaf",
            models.BinaryField("日志叶摘要", max_length=32, default=b""),
            preserve_default=False,
        ),
        migrations.RunPython(_compute_leaves, migrations.RunPython.noop),
    ]
