"""What tests of the admin do on its screens."""

from django.urls import reverse


def text(response):
    return response.content.decode()


def open_screen(client, name, pk):
    return text(client.get(reverse(name, args=[pk])))


def push(client, button, pk, **data):
    """Opens the form, as a person does, and sends it with the hidden fields that it carries."""
    url = reverse(button, args=[pk])
    form = client.get(url).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    hidden = {key: value() if callable(value) else value for key, value in hidden.items()}
    return client.post(url, {**hidden, **data}, follow=True)


def state_of(registration):
    registration.refresh_from_db()
    return registration.state
