"""Storing the pictures and the document of the demo site under names that do not change."""

from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.models import SiteDocument, SiteImage


def store_picture(picture):
    image = SiteImage(
        title=picture.title,
        description=picture.alt,
        credit="Getekend voor deze site",
        collection=Collection.get_first_root_node(),
    )
    _store(image.file, picture.filename, picture.png)
    image.full_clean()
    image.save()
    return image


def store_document(title, filename, content):
    document = SiteDocument(title=title, collection=Collection.get_first_root_node())
    _store(document.file, filename, content)
    document.full_clean()
    document.save()
    return document


def _store(file, filename, content):
    """Write the file, over the one that an interrupted load may have left behind without a row in the database."""
    name = file.field.generate_filename(file.instance, filename)
    if not type(file.instance).objects.filter(file=name).exists():
        file.storage.delete(name)
    file.save(filename, ContentFile(content), save=False)
