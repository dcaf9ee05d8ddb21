import pytest


@pytest.fixture
def spool(settings, tmp_path):
    """A folder of its own for the searches of this test."""
    settings.SEARCH_SPOOL = tmp_path / "searches"
    return settings.SEARCH_SPOOL
