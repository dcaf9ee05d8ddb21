"""Reads the environment and refuses to start on a missing or wrong variable, naming it."""

import contextlib
import os
import re
import secrets
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

#: Seconds. After waiting this long for a database lock, people are asked to try again.
LOCK_TIMEOUT = 20


@contextlib.contextmanager
def _reading(name: str):
    """Whatever goes wrong inside is a mistake in the address ``name``. Errors quote it, and it may hold a password."""
    try:
        yield
    except Exception:
        raise ImproperlyConfigured(
            f"{name} cannot be read as an address. Write signs such as # / : in a password as %23 %2F %3A."
        ) from None


def var_dir(base_dir: Path) -> Path:
    """``VAR_DIR``, where everything is written at run time: database, secret key, media, mail, cache, static files."""
    path = Path(env.str("VAR_DIR", default="") or base_dir / "var")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"VAR_DIR cannot be used: {error}") from error
    return path


def base_url() -> SplitResult:
    """The public address of the site, from ``BASE_URL``; its scheme decides the HTTPS settings."""
    value = env.str("BASE_URL", default="").rstrip("/").lower()
    with _reading("BASE_URL"):
        url = urlsplit(value)
        is_address = url.hostname and url.port != 0  # reading the port refuses one that is not a number
    if url.scheme not in {"http", "https"} or not is_address or url.path or url.query or url.fragment or url.username:
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
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{var_dir / 'labo.sqlite3'}"
    if not url.startswith(("postgres://", "postgresql://", "sqlite://")):
        raise ImproperlyConfigured("DATABASE_URL must be like postgres://user:password@host/name or sqlite:////file.")
    with _reading("DATABASE_URL"):
        config = env.db_url_config(url)
    if not config["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL must end in the name of the database.")
    if url.startswith("sqlite"):
        # Opening the file and reading its schema anew takes half as long as a page.
        config["CONN_MAX_AGE"] = 600  # seconds
        config["OPTIONS"] = {
            # A write transaction waits for its lock at the start; deferred, half of the editors get an error.
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_TIMEOUT,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        # PostgreSQL itself lets a visitor wait for a lock for ever.
        config["OPTIONS"] = {"pool": True, "options": f"-c lock_timeout={LOCK_TIMEOUT}s"}
        # After a restart of PostgreSQL the pool would hand out dead connections.
        config["CONN_HEALTH_CHECKS"] = True
    return config


def cache(var_dir: Path) -> dict:
    """``CACHE_URL``: a cache that all processes share; files in ``var/`` when it is not set."""
    if not env.str("CACHE_URL", default=""):
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": var_dir / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    with _reading("CACHE_URL"):
        config = env.cache_url("CACHE_URL")
    if "locmem" in config["BACKEND"] or "dummy" in config["BACKEND"]:
        raise ImproperlyConfigured("CACHE_URL must name a cache that all processes share, like redis://host:6379/1.")
    return config


def days(name: str, default: int) -> int:
    """How many days something is kept, from the variable ``name``: at least one."""
    value = env.str(name, default="").strip() or str(default)
    if not re.fullmatch("0*[1-9][0-9]{0,3}", value):
        raise ImproperlyConfigured(f"{name} must be a number of days from 1 to 9999.")
    return int(value)


def email(var_dir: Path) -> dict:
    """``EMAIL_URL``: the mail server; ``.eml`` files in ``var/mail`` when it is not set."""
    if not env.str("EMAIL_URL", default=""):
        return {"EMAIL_BACKEND": "cms.mail.outbox.EmlFileBackend", "EMAIL_FILE_PATH": var_dir / "mail"}
    with _reading("EMAIL_URL"):
        config = env.email_url("EMAIL_URL")
    if "smtp" in config["EMAIL_BACKEND"] and not config["EMAIL_HOST"]:
        raise ImproperlyConfigured("EMAIL_URL must name the mail server, like smtp+tls://user:password@host:587.")
    return config
