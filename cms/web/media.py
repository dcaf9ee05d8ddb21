"""Pictures under /media/: renditions and raster originals, served from the storage.

Nothing else under media has an address: documents go through Wagtail's permission check, and an SVG can hold scripts.
"""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def picture(request: HttpRequest, folder: str, name: str):
    content_type = TYPES.get(PurePosixPath(name).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        file = default_storage.open(f"{folder}/{name}")
    except OSError as error:  # gone, or no name that a disk can hold
        raise Http404 from error
    response = FileResponse(file, content_type=content_type)
    # A name never gets another picture, see SiteImage.get_upload_to.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
