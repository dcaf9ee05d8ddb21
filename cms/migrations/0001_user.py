"""The user model comes alone and first: Wagtail's own migrations depend on it."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="wachtwoord")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="laatste aanmelding")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Bepaalt dat deze gebruiker alle rechten heeft, zonder deze expliciet toe te wijzen.",
                        verbose_name="supergebruikerstatus",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Er bestaat al een gebruiker met deze gebruikersnaam."},
                        help_text="Vereist. 150 tekens of minder. Alleen letters, cijfers en de tekens @/,/+/-/_ zijn toegestaan.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="gebruikersnaam",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="voornaam")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="achternaam")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Bepaalt of de gebruiker zich op deze beheerwebsite kan aanmelden.",
                        verbose_name="stafstatus",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Bepaalt of deze gebruiker als actief dient te worden behandeld. U kunt dit uitvinken in plaats van een gebruiker te verwijderen.",
                        verbose_name="actieve",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="datum toegetreden"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="De groep waartoe deze gebruiker behoort. Gebruikers krijgen alle rechten behorende bij hun groepen.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groepen",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specifieke rechten voor deze gebruiker.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="gebruikersrechten",
                    ),
                ),
            ],
            options={
                "verbose_name": "gebruiker",
                "verbose_name_plural": "gebruikers",
                "abstract": False,
                "indexes": [],
                "constraints": [],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
    ]
