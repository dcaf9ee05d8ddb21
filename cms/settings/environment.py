"""Reads the environment and refuses to start on a missing or wrong variable, naming it."""

import os
import secrets
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def base_url() -> SplitResult:
    """The public address of the site, from ``BASE_URL``; its scheme decides the HTTPS settings."""
    value = env.str("BASE_URL", default="").rstrip("/")
    url = urlsplit(value)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path:
        raise ImproperlyConfigured(
            f"BASE_URL must be the public address of the site, like https://labo.example.be; it is {value!r}."
        )
    return url


def secret_key(var_dir: Path) -> str:
    """``SECRET_KEY``, or a random key that is made once and kept in ``var/`` for a site on one machine."""
    if key := env.str("SECRET_KEY", default=""):
        if len(key) < 32:
            raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters.")
        return key
    path = var_dir / "secret-key"
    if not path.exists():
        # Written aside and linked into place: two processes that start together get the same key.
        draft = path.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def database(var_dir: Path) -> dict:
    """``DATABASE_URL``: PostgreSQL, or SQLite in ``var/`` when it is not set."""
    try:
        config = env.db_url("DATABASE_URL", default=f"sqlite:///{var_dir / 'labo.sqlite3'}")
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    engine = config["ENGINE"].rpartition(".")[2]
    if engine == "sqlite3":
        config["OPTIONS"] = {
            # A write transaction takes its lock at the start and waits for it; deferred, half of the editors get an error.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        # Test databases are files, so that threads and processes of a test share one.
        config["TEST"] = {"NAME": str(var_dir / "test.sqlite3")}
    elif engine == "postgresql":
        config["OPTIONS"] = {"pool": True}
    else:
        raise ImproperlyConfigured("DATABASE_URL must be a postgres:// or sqlite:// address.")
    return config


def cache(var_dir: Path) -> dict:
    """``CACHE_URL``: a cache that all processes share; files in ``var/`` when it is not set."""
    if not env.str("CACHE_URL", default=""):
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": var_dir / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    try:
        config = env.cache_url("CACHE_URL")
    except Exception as error:
        raise ImproperlyConfigured(f"CACHE_URL cannot be read: {error}") from error
    if "locmem" in config["BACKEND"]:
        raise ImproperlyConfigured("CACHE_URL must be shared by all processes; local memory is not.")
    return config


def email(var_dir: Path) -> dict:
    """``EMAIL_URL``: the mail server; ``.eml`` files in ``var/mail`` when it is not set."""
    if not env.str("EMAIL_URL", default=""):
        return {"EMAIL_BACKEND": "cms.outbox.EmlFileBackend", "EMAIL_FILE_PATH": var_dir / "mail"}
    try:
        return env.email_url("EMAIL_URL")
    except Exception as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read: {error}") from error
