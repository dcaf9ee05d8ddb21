"""``python -m tests.bench`` measures all subjects, ``python -m tests.bench inventory`` only those it names."""

import importlib
import os
import subprocess
import sys
import tempfile

SUBJECTS = ["registration", "inventory", "search"]


def main():
    chosen = sys.argv[1:] or SUBJECTS
    if unknown := set(chosen) - set(SUBJECTS):
        raise SystemExit(f"No subject: {', '.join(sorted(unknown))}. There is: {', '.join(SUBJECTS)}.")
    if len(chosen) > 1:
        # Each on a site of its own, in a process that remembers nothing of another site.
        for name in chosen:
            subprocess.run([sys.executable, "-m", "tests.bench", name], check=True)
        return
    with tempfile.TemporaryDirectory(prefix="labo-bench-") as directory:
        os.environ |= {"VAR_DIR": directory, "DJANGO_SETTINGS_MODULE": "cms.settings.bench"}
        for name in ("CACHE_URL", "EMAIL_URL"):
            os.environ[name] = ""
        import django

        django.setup()
        from tests.bench.site import throw_away_site

        with throw_away_site():
            importlib.import_module(f"tests.bench.{chosen[0]}").run()


if __name__ == "__main__":
    main()
