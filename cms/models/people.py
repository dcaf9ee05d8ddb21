from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class User(AbstractUser):
    """Somebody who logs in. Our own model from the first migration, because Django cannot swap it later."""

    shown_to_visitors = False


class Person(index.Indexed, models.Model):
    """A contact that pages and the footer name."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("organisation"),
        FieldPanel("email"),
        FieldPanel("phone"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("organisation")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def __str__(self):
        return self.name

    @property
    def phone_url(self):
        """``tel:`` address; Belgian numbers get their country code."""
        digits = "".join(c for c in self.phone if c.isdigit())
        if not digits:
            return ""
        if self.phone.strip().startswith("+"):
            return f"tel:+{digits}"
        return f"tel:+32{digits.removeprefix('0')}"
