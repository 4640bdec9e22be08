"""The notation in which a subscriber wants documents."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0013_recurrences")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="media_type",
            field=models.CharField(
                "推送格式",
                choices=[("application/ld+json", "JSON-LD"), ("application/xml", "XML")],
                default="application/ld+json",
                max_length=30,
            ),
        ),
    ]
