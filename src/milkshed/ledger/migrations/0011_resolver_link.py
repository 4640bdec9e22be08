"""Links from identifiers, registered by people for the resolver."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0010_drawn_beyond_content'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResolverLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.TextField(db_collation='C', verbose_name='标识')),
                ('link_type', models.TextField(verbose_name='链接类型（URI）')),
                ('target', models.TextField(verbose_name='目标地址')),
                ('title_zh', models.CharField(max_length=120, verbose_name='名称')),
                ('title_en', models.CharField(max_length=120, verbose_name='英文名称')),
                ('media_type', models.CharField(blank=True, max_length=100, verbose_name='媒体类型')),
                ('languages', models.JSONField(default=list, verbose_name='语言')),
                ('contexts', models.JSONField(default=list, verbose_name='适用情形')),
                ('is_default', models.BooleanField(default=False, verbose_name='默认链接')),
                ('is_default_multi', models.BooleanField(default=False, verbose_name='按读者选择的默认链接')),
                ('forwards_query', models.BooleanField(default=True, verbose_name='转交查询参数')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '标识链接',
                'verbose_name_plural': '标识链接',
                'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['anchor'], name='ledger_links_of_anchor')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True), ('withdrawn_at__isnull', True)), fields=('anchor',), name='ledger_one_default_link_in_force'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('anchor', 'link_type', 'target', 'media_type', 'languages', 'contexts'), name='ledger_link_registered_once'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__gte', models.F('registered_at')), ('withdrawn_by__isnull', False)), _connector='OR'), name='ledger_withdrawn_link_names_who_and_when')],
            },
        ),
    ]
