from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Product", [
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("name", models.CharField(max_length=120)),
        ("price", models.DecimalField(max_digits=8, decimal_places=2)),
    ])]
