"""Tables from which extension fields, resources and master data are found."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_named_queries'),
    ]

    operations = [
        migrations.CreateModel(
            name='Prefix',
            fields=[
                ('pk', models.CompositePrimaryKey('prefix', 'namespace', blank=True, editable=False, primary_key=True, serialize=False)),
                ('prefix', models.TextField(verbose_name='前缀')),
                ('namespace', models.TextField(verbose_name='命名空间')),
            ],
            options={
                'verbose_name': '扩展前缀',
                'verbose_name_plural': '扩展前缀',
            },
        ),
        migrations.CreateModel(
            name='ReleasedToken',
            fields=[
                ('digest', models.UUIDField(primary_key=True, serialize=False, verbose_name='标记摘要')),
                ('expires_at', models.DateTimeField(verbose_name='到期时间')),
            ],
            options={
                'verbose_name': '已作废翻页标记',
                'verbose_name_plural': '已作废翻页标记',
            },
        ),
        migrations.CreateModel(
            name='Containment',
            fields=[
                ('pk', models.CompositePrimaryKey('parent_id', 'child_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('child', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='下级')),
                ('parent', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='上级')),
            ],
            options={
                'verbose_name': '主数据层级',
                'verbose_name_plural': '主数据层级',
            },
        ),
        migrations.CreateModel(
            name='Field',
            fields=[
                ('pk', models.CompositePrimaryKey('event_id', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('position', models.IntegerField(verbose_name='次序')),
                ('place', models.SmallIntegerField(choices=[(1, 'extension'), (2, 'ilmd'), (3, 'errorDeclaration'), (4, 'sensorElement'), (5, 'sensorMetadata'), (6, 'sensorReport'), (7, 'readPoint'), (8, 'bizLocation')], verbose_name='所在部分')),
                ('is_inner', models.BooleanField(default=False, verbose_name='嵌套字段')),
                ('text', models.TextField(null=True, verbose_name='文本值')),
                ('number', models.FloatField(null=True, verbose_name='数值')),
                ('moment', models.DateTimeField(null=True, verbose_name='时间值')),
                ('uom', models.CharField(max_length=4, null=True, verbose_name='计量单位')),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.event', verbose_name='事件')),
                ('name', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='字段名')),
            ],
            options={
                'verbose_name': '事件字段',
                'verbose_name_plural': '事件字段',
                'indexes': [models.Index(models.F('name'), django.db.models.functions.text.Left('text', 60), name='ledger_field_by_text'), models.Index(condition=models.Q(('number__isnull', False)), fields=['name', 'number'], name='ledger_field_by_number'), models.Index(condition=models.Q(('moment__isnull', False)), fields=['name', 'moment'], name='ledger_field_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='MasterDataAttribute',
            fields=[
                ('pk', models.CompositePrimaryKey('element_id', 'name_id', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('position', models.IntegerField(verbose_name='次序')),
                ('local_name', models.TextField(verbose_name='属性短名')),
                ('text', models.TextField(verbose_name='属性值')),
                ('element', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='对象')),
                ('name', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='属性名')),
            ],
            options={
                'verbose_name': '主数据属性',
                'verbose_name_plural': '主数据属性',
                'indexes': [models.Index(fields=['name', 'element'], name='ledger_attribute_by_name'), models.Index(fields=['local_name', 'element'], name='ledger_attribute_by_short_name')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('pk', models.CompositePrimaryKey('resource', 'term_id', 'holder', blank=True, editable=False, primary_key=True, serialize=False)),
                ('resource', models.SmallIntegerField(choices=[(1, 'eventTypes'), (2, 'bizSteps'), (3, 'bizLocations'), (4, 'readPoints'), (5, 'dispositions')], verbose_name='资源')),
                ('holder', models.BigIntegerField(verbose_name='可见者')),
                ('term', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.term', verbose_name='名称')),
            ],
            options={
                'verbose_name': '资源出现',
                'verbose_name_plural': '资源出现',
                'indexes': [models.Index(fields=['resource', 'holder', 'term'], name='ledger_mention_by_holder')],
            },
        ),
    ]
