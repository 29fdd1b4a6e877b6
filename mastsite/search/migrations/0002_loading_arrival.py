"""What each loading brought: one row a loading, and the identifiers of the rows that the one before did not have."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Loading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("loaded_at", models.DateTimeField()),
                ("row_count", models.BigIntegerField()),
                ("added", models.BigIntegerField(null=True)),
                ("gone", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "loading",
                "indexes": [models.Index(fields=["slug", "-version"], name="search_loading_newest")],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.TextField()),
                (
                    "loading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrivals", to="search.loading"
                    ),
                ),
            ],
            options={"verbose_name": "arrival"},
        ),
    ]
