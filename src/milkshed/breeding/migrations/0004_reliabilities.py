from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('breeding', '0003_genomic_values'),
    ]

    operations = [
        migrations.AddField(
            model_name='bullvalue',
            name='index_reliability',
            field=models.FloatField(null=True, verbose_name='指数可靠性'),
        ),
        migrations.AddField(
            model_name='cowvalue',
            name='index_reliability',
            field=models.FloatField(null=True, verbose_name='指数可靠性'),
        ),
        migrations.AddField(
            model_name='genomicvalue',
            name='index_reliability',
            field=models.FloatField(null=True, verbose_name='指数可靠性'),
        ),
        migrations.AddField(
            model_name='genomicvalue',
            name='reliabilities',
            field=models.JSONField(default=dict, verbose_name='各性状可靠性'),
        ),
    ]
