"""What was drawn from a vessel beyond its content: how much, and the lot that stands for it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0009_trace_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='movement',
            name='missing_id',
            field=models.BigIntegerField(null=True, verbose_name='无记录来源'),
        ),
        migrations.AddField(
            model_name='vesselstate',
            name='overdrawn_kg',
            field=models.FloatField(default=0.0, verbose_name='超取（kg）'),
        ),
        migrations.AddIndex(
            model_name='vesselstate',
            index=models.Index(fields=['ended_at'], name='ledger_state_by_end'),
        ),
    ]
