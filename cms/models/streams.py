from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """
    Wagtail's stream, which migrations know as the column that it is: JSON.

    So no block stands in a migration, and a new one makes none. The models of migrations give and take lists of dicts
    instead of blocks: what one of them reads and saves is what stood there, block for block. (Wagtail's own field
    without its blocks would read a stream as empty, and save that.)
    """

    def __init__(self, block_types=(), **kwargs):
        # What JSON needs for the rows that a table has when the field is added.
        kwargs.setdefault("default", list)
        super().__init__(block_types, **kwargs)

    def deconstruct(self):
        name, _path, _args, kwargs = super().deconstruct()
        del kwargs["block_lookup"]
        return name, "django.db.models.JSONField", [], kwargs
