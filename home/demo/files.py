"""Storing the pictures and the document of the demo site under names that are the same at every load."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection

from cms.models import SiteDocument, SiteImage


def store_picture(picture):
    image = SiteImage(
        title=picture.title,
        description=picture.alt,
        credit="Getekend voor deze site",
        file=_write(SiteImage, "original_images", picture.filename, picture.png),
        file_size=len(picture.png),
        collection=Collection.get_first_root_node(),
    )
    image.full_clean()
    image.save()
    return image


def store_document(title, filename, content):
    document = SiteDocument(
        title=title,
        file=_write(SiteDocument, "documents", filename, content),
        file_size=len(content),
        collection=Collection.get_first_root_node(),
    )
    document.full_clean()
    document.save()
    document.get_file_hash()  # stored: browsers ask by it whether the document changed
    return document


def _write(model, folder, filename, content):
    """The name of the stored file; replaces one that an interrupted load left behind without a row in the database."""
    name = f"{folder}/{filename}"
    if not model.objects.filter(file=name).exists():
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))
