import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# the number of a checklist that is one becomes its key; any other words join the findings
VISITS_BY_KEY = """
UPDATE collection_inspection i SET visit = NULL,
    findings = CASE WHEN visit = '' THEN findings
        ELSE concat_ws(E'\\n', nullif(findings, ''), '现场检查表：' || visit) END
WHERE NOT EXISTS (SELECT 1 FROM collection_sitevisit v WHERE v.id::text = i.visit);
UPDATE collection_inspectionevent i SET visit = NULL
WHERE NOT EXISTS (SELECT 1 FROM collection_sitevisit v WHERE v.id::text = i.visit);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0006_registers"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="inspection",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="inspection",
            name="delete_delete",
        ),
        migrations.AlterField(
            model_name="inspection",
            name="visit",
            field=models.CharField(null=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="inspectionevent",
            name="visit",
            field=models.CharField(null=True, max_length=40),
        ),
        migrations.RunSQL(VISITS_BY_KEY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="inspection",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspections",
                to="collection.sitevisit",
                verbose_name="现场检查表",
            ),
        ),
        migrations.AlterField(
            model_name="inspectionevent",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="collection.sitevisit",
                verbose_name="现场检查表",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "collection_inspectionevent" ("chance", "done_on", "due_on", "findings", "first_officer_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason_en", "reason_zh", "remedied_on", "remedy_by", "risk_class", "score", "second_officer_id", "state", "station_id", "tanker_id", "version", "visit_id") VALUES (NEW."chance", NEW."done_on", NEW."due_on", NEW."findings", NEW."first_officer_id", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."reason_en", NEW."reason_zh", NEW."remedied_on", NEW."remedy_by", NEW."risk_class", NEW."score", NEW."second_officer_id", NEW."state", NEW."station_id", NEW."tanker_id", NEW."version", NEW."visit_id"); RETURN NULL;',
                    hash="9317f91f44248fe75bcf07e872281273f9743d03",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c933c",
                    table="collection_inspection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inspection",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "collection_inspectionevent" ("chance", "done_on", "due_on", "findings", "first_officer_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason_en", "reason_zh", "remedied_on", "remedy_by", "risk_class", "score", "second_officer_id", "state", "station_id", "tanker_id", "version", "visit_id") VALUES (OLD."chance", OLD."done_on", OLD."due_on", OLD."findings", OLD."first_officer_id", OLD."id", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."reason_en", OLD."reason_zh", OLD."remedied_on", OLD."remedy_by", OLD."risk_class", OLD."score", OLD."second_officer_id", OLD."state", OLD."station_id", OLD."tanker_id", OLD."version", OLD."visit_id"); RETURN NULL;',
                    hash="665d83b9a41cc194af08a102fbae7f80a2dc11fc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b3d42",
                    table="collection_inspection",
                    when="AFTER",
                ),
            ),
        ),
    ]
