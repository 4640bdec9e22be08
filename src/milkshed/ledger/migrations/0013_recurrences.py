"""In which closed segments names older than the segment occur."""

from django.db import migrations, models

_TABLE = """
ALTER TABLE ledger_segment ADD COLUMN names_noted boolean NOT NULL DEFAULT false;
CREATE TABLE ledger_recurrence (
    term_id bigint NOT NULL,
    segment_id integer NOT NULL,
    PRIMARY KEY (term_id, segment_id)
)
"""
_NO_TABLE = """
DROP TABLE ledger_recurrence;
ALTER TABLE ledger_segment DROP COLUMN names_noted
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_subscriptions")]

    operations = [
        migrations.RunSQL(
            _TABLE,
            _NO_TABLE,
            state_operations=[
                migrations.AddField(
                    model_name="segment",
                    name="names_noted",
                    field=models.BooleanField("名称已编目", default=False),
                ),
                migrations.CreateModel(
                    name="Recurrence",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "term_id",
                                "segment_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("term_id", models.BigIntegerField("名称编号")),
                        ("segment_id", models.IntegerField("段号")),
                    ],
                    options={
                        "verbose_name": "名称再现",
                        "verbose_name_plural": "名称再现",
                        "db_table": "ledger_recurrence",
                        "managed": False,
                    },
                ),
            ],
        ),
    ]
