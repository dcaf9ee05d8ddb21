import factory
from wagtail_factories import ImageFactory as WagtailImageFactory

from cms.models import Person, SiteImage, User
from practices.models import Instrument, Municipality, Province, SizeClass, Theme


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"gebruiker-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("geheim-genoeg-voor-een-test")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Voorbeeldpersoon {n}")
    email = "naam@example.org"
    phone = "0400 00 00 00"


class ImageFactory(WagtailImageFactory):
    class Meta:
        model = SiteImage


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    nis_code = factory.Sequence(lambda n: f"{90000 + n}")
    name = factory.Sequence(lambda n: f"Voorbeeldgemeente {n}")
    province = Province.LIMBURG
    size_class = SizeClass.S
    latitude = 50.93
    longitude = 5.34


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")


class InstrumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instrument

    name = factory.Sequence(lambda n: f"Instrument {n}")
    slug = factory.Sequence(lambda n: f"instrument-{n}")
