from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Province(models.TextChoices):
    ANTWERPEN = "antwerpen", "Antwerpen"
    LIMBURG = "limburg", "Limburg"
    OOST_VLAANDEREN = "oost-vlaanderen", "Oost-Vlaanderen"
    VLAAMS_BRABANT = "vlaams-brabant", "Vlaams-Brabant"
    WEST_VLAANDEREN = "west-vlaanderen", "West-Vlaanderen"


class SizeClass(models.TextChoices):
    """Our own classes by number of inhabitants; no official classification."""

    XS = "XS", _("fewer than 10,000 inhabitants")
    S = "S", _("10,000 to 20,000 inhabitants")
    M = "M", _("20,000 to 50,000 inhabitants")
    L = "L", _("50,000 to 100,000 inhabitants")
    XL = "XL", _("more than 100,000 inhabitants")

    @classmethod
    def for_inhabitants(cls, inhabitants):
        """The class of a municipality with this many inhabitants (persons)."""
        for ceiling, size in [(10_000, cls.XS), (20_000, cls.S), (50_000, cls.M), (100_000, cls.L)]:
            if inhabitants < ceiling:
                return size
        return cls.XL

    @classmethod
    def label_of(cls, size):
        """The class in words; ``None`` means that the size is not known."""
        return cls(size).label if size else _("number of inhabitants unknown")


class Municipality(models.Model):
    """A Flemish municipality, as of 2025; names, codes and points come from ``practices/reference``."""

    nis_code = models.CharField(
        _("NIS code"), max_length=5, unique=True, validators=[RegexValidator(r"^\d{5}$", _("Five digits."))]
    )
    name = models.CharField(_("name"), max_length=80, unique=True)
    province = models.CharField(_("province"), max_length=20, choices=Province.choices)
    postal_codes = models.JSONField(_("postal codes"), default=list, blank=True)
    former_names = models.JSONField(
        _("former names"), default=list, blank=True, help_text=_("Municipalities that became part of this one.")
    )
    latitude = models.FloatField(
        _("latitude"), help_text=_("Degrees, WGS 84."), validators=[MinValueValidator(50.6), MaxValueValidator(51.6)]
    )
    longitude = models.FloatField(
        _("longitude"), help_text=_("Degrees, WGS 84."), validators=[MinValueValidator(2.5), MaxValueValidator(6)]
    )
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    inhabitants_year = models.PositiveSmallIntegerField(_("inhabitants counted in"), null=True, blank=True)
    size_class = models.CharField(_("size"), max_length=2, choices=SizeClass.choices, null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering = ["name"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self):
        return self.name

    @property
    def all_names(self) -> str:
        """For search: today's name, and the names of the municipalities that became part of it."""
        return " ".join([self.name, *self.former_names])

    @admin.display(description=_("former names"))
    def former_names_text(self):
        return ", ".join(self.former_names)

    @admin.display(description=_("postal codes"))
    def postal_codes_text(self):
        return ", ".join(self.postal_codes)

    @property
    @admin.display(description=_("size"))
    def size_label(self):
        return SizeClass.label_of(self.size_class)
