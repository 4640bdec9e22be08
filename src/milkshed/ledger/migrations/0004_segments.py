"""Events and links are cut into partitions by time; identities stand apart.

What is stored already becomes the first partition as it is: nothing is copied but identities.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_CATALOGUE = """
CREATE TABLE ledger_segment (
    number integer PRIMARY KEY,
    first_seq bigint NOT NULL UNIQUE,
    last_seq bigint NOT NULL,
    first_term bigint NOT NULL,
    first_recorded_at timestamptz,
    last_recorded_at timestamptz,
    state varchar(10) NOT NULL CHECK (state IN ('open', 'closed', 'archived')),
    archive_sha256 bytea,
    CONSTRAINT ledger_segment_is_in_order CHECK (first_seq <= last_seq)
);
CREATE UNIQUE INDEX ledger_segment_one_open ON ledger_segment (state) WHERE state = 'open'
"""


def _protection(model, name, pgid, digest):
    return pgtrigger.migrations.AddTrigger(
        model_name=model,
        trigger=pgtrigger.compiler.Trigger(
            name=name,
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table',"
                " TG_TABLE_NAME;",
                hash=digest,
                operation="UPDATE OR DELETE",
                pgid=pgid,
                table=f"ledger_{model}",
                when="BEFORE",
            ),
        ),
    )


def _partition(schema_editor, table, key, last_seq):
    """Put a partitioned table in the place of a plain one, which becomes its first partition."""
    first = f"{table}_0001"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.relname, c.conname, pg_get_indexdef(i.oid),"
            " pg_get_constraintdef(c.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
            " LEFT JOIN pg_constraint c ON c.conindid = i.oid"
            " WHERE x.indrelid = %s::regclass",
            [table],
        )
        indexes = cursor.fetchall()
        for index, _, _, _ in indexes:
            cursor.execute(f'ALTER INDEX "{index}" RENAME TO "{index}_0001"')
        cursor.execute(f"ALTER TABLE {table} RENAME TO {first}")
        cursor.execute(
            f"CREATE TABLE {table} (LIKE {first} INCLUDING DEFAULTS INCLUDING STORAGE)"
            f" PARTITION BY RANGE ({key})"
        )
        for _, constraint, index_definition, constraint_definition in indexes:
            if constraint is not None:
                cursor.execute(
                    f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {constraint_definition}'
                )
            else:
                cursor.execute(index_definition)
        cursor.execute(
            f"ALTER TABLE {table} ATTACH PARTITION {first} FOR VALUES FROM (1) TO ({last_seq + 1})"
        )


def _cut(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_identity (event_key, declares_error, seq, content)"
            " SELECT event_key, declares_error, seq, content FROM ledger_event"
        )
        cursor.execute("SELECT coalesce(max(seq), 0), min(record_time) FROM ledger_event")
        stored, first_recorded_at = cursor.fetchone()
        last_seq = max(stored, settings.LEDGER_SEGMENT_EVENTS)
        cursor.execute("ALTER TABLE ledger_event DROP CONSTRAINT ledger_event_id_once")
        cursor.execute("ALTER TABLE ledger_event DROP COLUMN content")
        _partition(schema_editor, "ledger_event", "seq", last_seq)
        _partition(schema_editor, "ledger_link", "event_id", last_seq)
        cursor.execute(
            "INSERT INTO ledger_segment (number, first_seq, last_seq, first_term,"
            " first_recorded_at, state) VALUES (1, 1, %s, 1, %s, 'open')",
            [last_seq, first_recorded_at],
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_log_leaf")]

    operations = [
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("number", models.IntegerField("段号", primary_key=True, serialize=False)),
                ("first_seq", models.BigIntegerField("起始序号")),
                ("last_seq", models.BigIntegerField("终止序号")),
                ("first_term", models.BigIntegerField("起始名称编号")),
                ("first_recorded_at", models.DateTimeField("首条记录时间", null=True)),
                ("last_recorded_at", models.DateTimeField("末条记录时间", null=True)),
                (
                    "state",
                    models.CharField(
                        "状态",
                        max_length=10,
                        choices=[("open", "写入中"), ("closed", "已封存"), ("archived", "已归档")],
                    ),
                ),
                ("archive_sha256", models.BinaryField("归档清单摘要", max_length=32, null=True)),
            ],
            options={
                "verbose_name": "账本分段",
                "verbose_name_plural": "账本分段",
                "db_table": "ledger_segment",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "event_key",
                        "declares_error",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("event_key", models.UUIDField("事件标识摘要")),
                ("declares_error", models.BooleanField("更正声明")),
                (
                    "seq",
                    models.ForeignKey(
                        to="ledger.event",
                        verbose_name="事件",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        db_column="seq",
                        db_constraint=False,
                        db_index=False,
                    ),
                ),
                ("content", models.UUIDField("内容摘要")),
            ],
            options={"verbose_name": "事件标识", "verbose_name_plural": "事件标识"},
        ),
        migrations.RunSQL(_CATALOGUE, "DROP TABLE ledger_segment"),
        pgtrigger.migrations.RemoveTrigger(model_name="event", name="facts_are_only_added"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_cut)],
            state_operations=[
                migrations.RemoveConstraint("event", "ledger_event_id_once"),
                migrations.RemoveField("event", "content"),
            ],
        ),
        _protection(
            "event",
            "facts_are_only_added",
            "pgtrigger_facts_are_only_added_a7c34",
            "d505c4225edeae98974608cdaa241155d2e55146",
        ),
        _protection(
            "link",
            "links_are_only_added",
            "pgtrigger_links_are_only_added_0db32",
            "be07954d8e9afbf684eecf3d74c0bc27a6364626",
        ),
        _protection(
            "identity",
            "identities_are_only_added",
            "pgtrigger_identities_are_only_added_c852f",
            "8a4e11932e3b9bba9687ede497999a1b3dff949f",
        ),
    ]
