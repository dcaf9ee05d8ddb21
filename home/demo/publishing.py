"""Making pages and their rows from rows of the data files."""

from wagtail.fields import StreamField


def publish_index(references, model, row):
    return publish(
        references.home, model(**common(references, row), intro=references.rich_text(row.get("intro", ""))), row
    )


def publish(parent, page, row):
    """Add the page below ``parent`` and publish it, after the checks that an editor's form would do."""
    page.topics.add(*row.get("topics", []))
    check_blocks(page)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def check_blocks(instance):
    """Fields of blocks are only validated by forms; do the same here."""
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(instance, field.name)
            value.stream_block.clean(value)


def common(references, row):
    """The fields that every page has."""
    picture = row.get("picture")
    image = {"listing_image": references.pictures[picture]} if picture else {}
    return chosen(row, "title", "slug", "summary", "is_example") | image


def chosen(row, *names):
    return {name: row[name] for name in names if name in row}


def ordered(model, rows):
    """The rows of an inline panel, in the order of the file."""
    return [model(sort_order=number, **row) for number, row in enumerate(rows)]
