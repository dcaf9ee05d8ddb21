from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text; pictures and documents are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        # Wagtail marks uncompressed documents so; a proxy may take it for an encoding.
        if response.get("Content-Encoding") == "None":
            del response["Content-Encoding"]
        media_type = response.get("Content-Type", "").partition(";")[0]
        if media_type.startswith("text/") or media_type.endswith(("json", "xml", "javascript")):
            return super().process_response(request, response)
        return response
