"""Tables that traces read: every lot by its making, and vessels that only events name."""

import django.db.models.deletion
from django.db import migrations, models


_FLOW_TIMES = """
UPDATE ledger_flow f SET at = e.event_time FROM ledger_event e WHERE e.seq = f.event_id;
SET CONSTRAINTS ALL IMMEDIATE
"""
_MAKINGS = """
INSERT INTO ledger_making (lot_id, event_id, at, type, nature, biz_step_id, place_id, vessel_id,
    mass_kg)
SELECT l.term_id, e.seq, e.event_time, e.type, 0, e.biz_step_id, e.biz_location_id,
       e.read_point_id, sum(l.quantity * CASE l.uom WHEN 'KGM' THEN 1 WHEN 'TNE' THEN 1000
                            WHEN 'GRM' THEN 0.001 END)
FROM ledger_event e JOIN ledger_link l ON l.event_id = e.seq
WHERE (l.role IN (8, 9) AND e.type = 4 OR l.role IN (1, 2) AND e.type = 1 AND e.action = 2
       OR l.role = 3 AND e.type = 2 AND e.action = 2)
  AND NOT e.declares_error
  AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration d WHERE d.event_key = e.event_key)
GROUP BY l.term_id, e.seq
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0008_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='flow',
            name='at',
            field=models.DateTimeField(null=True, verbose_name='发生时间'),
        ),
        migrations.RunSQL(_FLOW_TIMES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='flow',
            name='at',
            field=models.DateTimeField(verbose_name='发生时间'),
        ),
        migrations.CreateModel(
            name='Making',
            fields=[
                ('pk', models.CompositePrimaryKey('lot_id', 'event_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='发生时间')),
                ('type', models.SmallIntegerField(verbose_name='事件类型')),
                ('nature', models.SmallIntegerField(choices=[(0, '有批号的批'), (1, '容器状态'), (2, '容器取出的批'), (3, '无记录的来源')], verbose_name='性质')),
                ('mass_kg', models.FloatField(null=True, verbose_name='质量（kg）')),
                ('biz_step', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='业务步骤')),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.event', verbose_name='事件')),
                ('lot', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='批')),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='业务地点')),
                ('vessel', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='容器')),
            ],
            options={
                'verbose_name': '批的生成',
                'verbose_name_plural': '批的生成',
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('pk', models.CompositePrimaryKey('vessel_id', 'at', 'event_id', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='发生时间')),
                ('position', models.SmallIntegerField(verbose_name='次序')),
                ('kind', models.CharField(max_length=6, verbose_name='动作')),
                ('mass_kg', models.FloatField(null=True, verbose_name='质量（kg）')),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.event', verbose_name='事件')),
                ('lot', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='对方批')),
                ('vessel', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='容器')),
            ],
            options={
                'verbose_name': '容器进出',
                'verbose_name_plural': '容器进出',
                'indexes': [models.Index(fields=['event'], name='ledger_movement_by_event')],
            },
        ),
        migrations.CreateModel(
            name='VesselState',
            fields=[
                ('lot', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='ledger.term', verbose_name='状态批')),
                ('at', models.DateTimeField(verbose_name='开始时间')),
                ('event_id', models.BigIntegerField(verbose_name='进料事件')),
                ('inflow_kg', models.FloatField(null=True, verbose_name='进料（kg）')),
                ('heel_lot_id', models.BigIntegerField(null=True, verbose_name='余奶批')),
                ('heel_kg', models.FloatField(null=True, verbose_name='余奶（kg）')),
                ('held_kg', models.FloatField(null=True, verbose_name='剩余（kg）')),
                ('before_lot_id', models.BigIntegerField(null=True, verbose_name='此前状态批')),
                ('before_kg', models.FloatField(null=True, verbose_name='此前存量（kg）')),
                ('largest_kg', models.FloatField(verbose_name='此前最大存量（kg）')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('ended_by', models.BigIntegerField(null=True, verbose_name='结束事件')),
                ('vessel', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='容器')),
            ],
            options={
                'verbose_name': '容器状态',
                'verbose_name_plural': '容器状态',
                'indexes': [models.Index(fields=['vessel', 'at'], name='ledger_state_by_vessel')],
            },
        ),
        migrations.RunSQL(_MAKINGS, migrations.RunSQL.noop),
    ]
