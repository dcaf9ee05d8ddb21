"""Production. Safe defaults; everything that differs per place comes from the environment (see .env.example)."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms.settings import environment

BASE_DIR = Path(__file__).resolve().parents[2]
environment.env.read_env(BASE_DIR / ".env")

VAR_DIR = environment.var_dir(BASE_DIR)

DEBUG = False
#: Whether `make_practices` may fill the inventory, see cms/settings/bench.py.
MADE_UP_PRACTICES = False
SECRET_KEY = environment.secret_key(VAR_DIR)

_base = environment.base_url()
BASE_URL = _base.geturl()
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [_base.hostname, *environment.env.list("ALLOWED_HOSTS", default=[])]
if _base.hostname in LOOPBACK:
    ALLOWED_HOSTS = LOOPBACK
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Our own apps; one imports only those after it, and the pages of search all of them (docs/adr/0002).
OUR_APPS = ["home", "events", "practices", "cms", "search"]
INSTALLED_APPS = [
    *OUR_APPS,
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.web.health.health",
    "django.middleware.security.SecurityMiddleware",
    "cms.web.headers.same_origin_resources",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.web.compression.TextGZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    # Everything below is stored with a page, everything above is added to each answer.
    "cms.web.cache.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cms.web.sites.remember_site",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.web.redirects.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data
DATABASES = {"default": environment.database(VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": environment.cache(VAR_DIR),
    # Wagtail writes renditions back at every request. Keys hold the hash of the picture, so memory is never stale.
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
}
# Pages with many nested rows exceed Django's 1,000 form fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# People who log in
AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "cms.web.login.client_address"
AXES_LOCKOUT_TEMPLATE = "cms/locked_out.html"
AXES_RESET_ON_SUCCESS = True
# The page to go to after the login may be a personal link.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]
# The lockout page promises that trying again does not make it take longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.formats"]
TIME_ZONE = "Europe/Brussels"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.web.staticfiles.ModuleManifestStorage"},
}

# Mail: everything goes through the outbox; the worker hands it to the transport.
_email = environment.email(VAR_DIR)
OUTBOX_TRANSPORT = _email.pop("EMAIL_BACKEND")
EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
globals().update(_email)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.env.str("DEFAULT_FROM_EMAIL", default=f"Labo <labo@{_base.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# How long data of participants are kept; events/terms.py says why.
RETENTION_DAYS = environment.days("RETENTION_DAYS", default=90)
RETENTION_SENSITIVE_DAYS = environment.days("RETENTION_SENSITIVE_DAYS", default=14)
RETENTION_CANCELLED_DAYS = environment.days("RETENTION_CANCELLED_DAYS", default=30)

# Security. Behind HTTPS the proxy in front must set X-Forwarded-Proto.
HTTPS = _base.scheme == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
# Two years. No "preload": that binds the whole domain for good, for five points of a grade that is A+ without them
# (130 with the Observatory's scoring).
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Browsers accept a __Host- cookie only over HTTPS and from this very host.
_cookie_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}labo-session"
CSRF_COOKIE_NAME = f"{_cookie_prefix}labo-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.views.form_refused"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# Previews in the admin are frames of our own; on the preload list a municipality puts its domain itself.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: [] for feature in ["camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb"]
}

# Wagtail
WAGTAIL_SITE_NAME = "Labo lokale burgerparticipatie"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/beheer/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# One clock for all editors. Of the hundreds on offer otherwise, browsers do not know every one.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.web.login.LabelledLoginForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_MODEL = "cms.SiteImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024  # bytes
WAGTAILDOCS_DOCUMENT_MODEL = "cms.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# In the browser's own reader, where search leads to a page of it. The answer forbids it everything of the site.
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILEMBEDS_FINDERS = [{"class": "cms.embeds.PrivacyFinder"}]
_search = "sqlite" if "sqlite" in DATABASES["default"]["ENGINE"] else "postgres"
# No dictionary of PostgreSQL: our own stems do the Dutch, the same on both databases.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": f"search.engine.backends.{_search}", "SEARCH_CONFIG": "simple"}}
# No "embed": its rich-text template loads the provider before the visitor asks.
RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": RICH_TEXT_FEATURES},
    }
}
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "cms.mail.private_links.MaskedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"signatures": {"()": "cms.mail.private_links.MaskSignatures"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["signatures"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # One line per saved page is too many.
        **{name: {"level": "WARNING"} for name in ["axes", "django_tasks"]},
        # Their messages about requests also reach handlers of Django's own, such as the mails to ADMINS.
        **{name: {"filters": ["signatures"]} for name in ["django.request", "django.security.csrf", "django.server"]},
    },
}
DEFAULT_EXCEPTION_REPORTER = "cms.mail.private_links.MaskedReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "cms.mail.private_links.WithoutValues"
