# Not tried out yet: it was written on a machine without a container engine.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.base VAR_DIR=/var/lib/labo HOST=0.0.0.0 PORT=8000

WORKDIR /srv/labo
COPY requirements.txt .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY . .
RUN python -m cms.catalogue

RUN useradd --system labo && mkdir /var/lib/labo && chown labo /var/lib/labo
USER labo
VOLUME /var/lib/labo
EXPOSE 8000

# BASE_URL has no default: the site refuses to start without its own address.
CMD ["sh", "-c", "python manage.py prepare && python manage.py collectstatic --noinput --clear --verbosity 0 && exec python -m cms.serve"]
