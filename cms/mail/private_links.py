"""Keeps secrets out of logs: links that open something without a login, and text typed into the forms behind them."""

import functools
import logging
import re

from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

#: A value signed by ``django.core.signing``, with or without its time, also with its colons escaped in an address.
SIGNED = re.compile(r"(?<![\w%.=-])[\w%.=-]+(?:(?::|%3A)[0-9A-Za-z]+)?(?::|%3A)[\w-]{43}(?![\w-])", re.IGNORECASE)
#: The same as two parts of an address: what it is of (a UUID), and the signature.
SIGNED_PATH = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?:/|%2F)[\w-]{43}(?![\w-])", re.IGNORECASE)
#: A signature by itself, such as the argument of a view in a report of an error.
SIGNATURE = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")

#: PostgreSQL repeats in its errors the row that it refused; up to the next error of a chain.
ROW = re.compile(r"\nDETAIL:.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)

#: Mail servers repeat the address that they refuse.
ADDRESS = re.compile(r"[^\s<>()\[\]{}:;,'\"]+@[^\s<>()\[\]{}:;,'\"]+")


def private_link(view):
    """Decorator of the view behind such a link: nobody keeps its pages, or passes its address on."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        # Other pages learn at most the name of the site. Not "no-referrer": browsers then say that a form comes from
        # "null", and the protection against forged forms refuses it.
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapper


def mask(text: str) -> str:
    return SIGNED.sub("***", SIGNED_PATH.sub("***", text))


def without_people(error: str) -> str:
    """The message of an error without what it repeats of somebody."""
    return ADDRESS.sub("***", ROW.sub("", error))


class MaskSignatures(logging.Filter):
    """Takes signed values out of log lines: whoever reads the log could use the link."""

    def filter(self, record) -> bool:
        message = record.getMessage()
        masked = mask(message)
        if masked != message:
            record.msg, record.args = masked, None
        return True


class MaskedFormatter(logging.Formatter):
    """Takes rows and addresses of people out of the errors in the log."""

    def formatException(self, ei):
        return mask(without_people(super().formatException(ei)))


class WithoutValues(SafeExceptionReporterFilter):
    """Leaves the names of fields and variables in a report, not their values: what people typed is in many of them."""

    def get_post_parameters(self, request):
        given = super().get_post_parameters(request)
        return dict.fromkeys(given, self.cleansed_substitute) if self.is_active(request) else given

    def get_traceback_frame_variables(self, request, tb_frame):
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


class MaskedReporter(ExceptionReporter):
    """Reports of errors, shown or mailed, hold the address and the arguments of the view."""

    def get_traceback_data(self):
        data = super().get_traceback_data()
        for part, name in [(data, "exception_value"), *((frame, "exc_cause") for frame in data["frames"])]:
            if part.get(name):
                part[name] = without_people(str(part[name]))
        # The text around a character that could not be written.
        data["unicode_hint"] = ""
        return data

    def get_traceback_html(self):
        return SIGNATURE.sub("***", mask(super().get_traceback_html()))

    def get_traceback_text(self):
        return SIGNATURE.sub("***", mask(super().get_traceback_text()))


def mask_access_log() -> None:
    """Masks Gunicorn's access log, if it is turned on; the handlers of Django's logging do not see it."""
    logging.getLogger("gunicorn.access").addFilter(MaskSignatures())
