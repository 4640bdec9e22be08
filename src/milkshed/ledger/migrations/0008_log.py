"""The log's tiles, keys, checkpoints, cosignatures and redactions; a redaction may replace a body."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_derive_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(verbose_name='条数')),
                ('root', models.BinaryField(max_length=32, verbose_name='根摘要')),
                ('note', models.TextField(verbose_name='签名文书')),
                ('signed_at', models.DateTimeField(verbose_name='签署时间')),
            ],
            options={
                'verbose_name': '检查点',
                'verbose_name_plural': '检查点',
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.BinaryField(max_length=72, verbose_name='签名')),
                ('signed_at', models.DateTimeField(verbose_name='签署时间')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='收到时间')),
            ],
            options={
                'verbose_name': '见证签名',
                'verbose_name_plural': '见证签名',
            },
        ),
        migrations.CreateModel(
            name='LogKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='日志名称')),
                ('public_key', models.BinaryField(max_length=32, verbose_name='公钥')),
                ('first_size', models.BigIntegerField(verbose_name='起用时条数')),
                ('endorsement', models.TextField(blank=True, verbose_name='前任密钥签署')),
                ('created_at', models.DateTimeField(verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '日志密钥',
                'verbose_name_plural': '日志密钥',
            },
        ),
        migrations.CreateModel(
            name='LogTile',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.SmallIntegerField(verbose_name='层')),
                ('index', models.BigIntegerField(verbose_name='序号')),
                ('hashes', models.BinaryField(verbose_name='摘要')),
            ],
            options={
                'verbose_name': '日志摘要块',
                'verbose_name_plural': '日志摘要块',
            },
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='序号')),
                ('reason', models.TextField(verbose_name='理由')),
                ('redacted_at', models.DateTimeField(verbose_name='删除时间')),
                ('tombstone', models.BinaryField(verbose_name='替代内容')),
            ],
            options={
                'verbose_name': '内容删除',
                'verbose_name_plural': '内容删除',
            },
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='名称')),
                ('public_key', models.BinaryField(max_length=32, unique=True, verbose_name='公钥')),
                ('registered_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='停用时间')),
            ],
            options={
                'verbose_name': '见证方',
                'verbose_name_plural': '见证方',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='facts_are_only_added',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='facts_are_only_added', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE replaced RECORD;', func="\n                    IF TG_OP = 'UPDATE' THEN\n                        replaced := OLD;\n                        SELECT tombstone INTO replaced.body FROM ledger_redaction\n                            WHERE seq = OLD.seq;\n                        IF FOUND AND NEW IS NOT DISTINCT FROM replaced THEN\n                            RETURN NEW;\n                        END IF;\n                    END IF;\n                    RAISE EXCEPTION 'Cannot update or delete rows from % table', TG_TABLE_NAME;\n                ", hash='1678d68d5902d88a20fdfc372b712f3378bf9ca8', operation='UPDATE OR DELETE', pgid='pgtrigger_facts_are_only_added_a7c34', table='ledger_event', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='cosignature',
            name='checkpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='ledger.checkpoint', verbose_name='检查点'),
        ),
        migrations.AddConstraint(
            model_name='logkey',
            constraint=models.UniqueConstraint(fields=('public_key',), name='ledger_log_key_once'),
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.logkey', verbose_name='密钥'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logkey',
            trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='836112b54f850bc93dd4c0e7640fa6c91c3a9db4', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_fa046', table='ledger_logkey', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='logtile',
            trigger=pgtrigger.compiler.Trigger(name='only_extended', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'DELETE' THEN\n                        RAISE EXCEPTION 'Cannot delete rows from % table', TG_TABLE_NAME;\n                    END IF;\n                    IF octet_length(NEW.hashes) NOT BETWEEN 32 AND 8192\n                        OR octet_length(NEW.hashes) % 32 <> 0 THEN\n                        RAISE EXCEPTION 'A tile holds 1 to 256 hashes of 32 bytes';\n                    END IF;\n                    IF TG_OP = 'UPDATE' AND ((NEW.level, NEW.index) <> (OLD.level, OLD.index)\n                        OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes)\n                    THEN\n                        RAISE EXCEPTION 'Cannot change hashes of % table', TG_TABLE_NAME;\n                    END IF;\n                    RETURN NEW;\n                ", hash='e997c7022b50b47106f39c8e79c7faecd99c6e21', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_only_extended_40c62', table='ledger_logtile', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='redaction',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AddField(
            model_name='witness',
            name='registered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='cosignature',
            name='witness',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='ledger.witness', verbose_name='见证方'),
        ),
        migrations.AddIndex(
            model_name='checkpoint',
            index=models.Index(fields=['size'], name='ledger_checkpoint_by_size'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkpoint',
            trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f117494036bd8a2268bc481f35dfad819d0f5b0c', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_c26bf', table='ledger_checkpoint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='redaction',
            trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f4feba28e9af889b64d02d3f6ba780aee296a840', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_89bd0', table='ledger_redaction', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('checkpoint', 'witness'), name='ledger_cosigned_once_per_witness'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cosignature',
            trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='628857a1a2a54b339a5f321e15d8891b7079ffd1', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_1a997', table='ledger_cosignature', when='BEFORE')),
        ),
    ]
