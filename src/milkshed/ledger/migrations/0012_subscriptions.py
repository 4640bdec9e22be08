"""Subscribers to named queries and what was sent to them."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0011_resolver_link'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='编号')),
                ('dest', models.TextField(verbose_name='推送地址')),
                ('signature_token', models.TextField(blank=True, verbose_name='签名口令')),
                ('schedule', models.JSONField(null=True, verbose_name='推送时间表')),
                ('report_if_empty', models.BooleanField(default=False, verbose_name='无事件也推送')),
                ('initial_record_time', models.DateTimeField(null=True, verbose_name='起始记录时间')),
                ('created_at', models.DateTimeField(verbose_name='建立时间')),
                ('state', models.CharField(choices=[('active', '推送中'), ('suspended', '已暂停')], default='active', max_length=10, verbose_name='状态')),
                ('reached_seq', models.BigIntegerField(verbose_name='已推送到')),
                ('run_until_seq', models.BigIntegerField(null=True, verbose_name='本轮推送到')),
                ('due_at', models.DateTimeField(verbose_name='下次推送不早于')),
                ('leased_until', models.DateTimeField(null=True, verbose_name='占用至')),
                ('is_troubled', models.BooleanField(default=False, verbose_name='接收不畅')),
                ('failing_since', models.DateTimeField(null=True, verbose_name='开始失败时间')),
                ('failure_zh', models.CharField(blank=True, max_length=300, verbose_name='失败原因')),
                ('failure_en', models.CharField(blank=True, max_length=300, verbose_name='失败原因（英文）')),
                ('last_notified_at', models.DateTimeField(null=True, verbose_name='最近送达时间')),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='ledger.namedquery', verbose_name='命名查询')),
            ],
            options={
                'verbose_name': '订阅',
                'verbose_name_plural': '订阅',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name='编号')),
                ('after_seq', models.BigIntegerField(verbose_name='自此之后')),
                ('until_seq', models.BigIntegerField(verbose_name='至此为止')),
                ('event_count', models.IntegerField(verbose_name='事件数')),
                ('created_at', models.DateTimeField(verbose_name='生成时间')),
                ('attempts', models.IntegerField(default=0, verbose_name='发送次数')),
                ('attempted_at', models.DateTimeField(null=True, verbose_name='最近发送时间')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='送达时间')),
                ('status_code', models.IntegerField(null=True, verbose_name='应答状态')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='ledger.subscription', verbose_name='订阅')),
            ],
            options={
                'verbose_name': '推送记录',
                'verbose_name_plural': '推送记录',
            },
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('state', 'active')), fields=['due_at'], name='ledger_subscription_due'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('run_until_seq__isnull', True), ('schedule__isnull', False), _connector='OR'), name='ledger_only_schedules_have_runs'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['delivered_at'], name='ledger_delivery_by_time'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['subscription', '-created_at'], name='ledger_delivery_of_subscriber'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('delivered_at__isnull', True)), fields=('subscription',), name='ledger_one_open_delivery'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('until_seq__gte', models.F('after_seq'))), name='ledger_delivery_goes_forward'),
        ),
    ]
