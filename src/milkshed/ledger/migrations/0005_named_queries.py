"""Queries kept under a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_segments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NamedQuery',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False, verbose_name='编号')),
                ('name', models.TextField(verbose_name='名称')),
                ('parameters', models.JSONField(default=dict, verbose_name='参数')),
                ('prefixes', models.JSONField(default=dict, verbose_name='前缀')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='所有人')),
            ],
            options={
                'verbose_name': '命名查询',
                'verbose_name_plural': '命名查询',
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='ledger_query_name_once')],
            },
        ),
    ]
