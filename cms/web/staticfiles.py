from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Extensions of htmx, which the site does not load: comments in them look like imports of files that are not there.
UNUSED = "django_htmx/ext/"


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed static files whose ES modules import each other by hashed name."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, *args, **options):
        used = {name: place for name, place in paths.items() if not name.startswith(UNUSED)}
        yield from super().post_process(used, *args, **options)
