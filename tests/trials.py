"""How often something is tried: in a few minutes by the suite, at length by ``make proof``."""

import os

from hypothesis import HealthCheck, settings

IS_LONG = os.environ.get("PROOF") == "long"


def tries(number: int) -> settings:
    """So many examples; ``make proof`` tries twenty times as many."""
    return settings(max_examples=20 * number if IS_LONG else number)


#: For ``conftest.py``. The rows of one example do not hinder the next, and a busy machine may take its time. In CI the
#: examples are always the same: what fails there fails again.
PROFILE = "trials"
settings.register_profile(
    PROFILE,
    max_examples=2000 if IS_LONG else 100,
    deadline=None,
    derandomize=bool(os.environ.get("CI")) and not IS_LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
