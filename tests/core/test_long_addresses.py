"""An e-mail address longer than the databases keep is refused by every form that takes one."""

import pytest
from django.utils import timezone

from passeurs.accounts.forms import EmailForm
from passeurs.calls.models import Edition
from passeurs.contacts.forms import ContactForm, RecordForm
from passeurs.organisations.forms import MemberForm
from passeurs.organisations.models import Structure

LONG = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.fr"
NONE = Structure.objects.none()


DATA = {"email": LONG}
FORMS = [
    EmailForm(DATA),
    MemberForm(DATA),
    ContactForm(DATA, structures=NONE, has_selftest=False),
    RecordForm(DATA, editions=Edition.objects.none(), structures=NONE, now=timezone.now()),
]


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS, ids=lambda form: type(form).__name__)
def test_a_form_refuses_it_beside_its_field(form):
    assert "254" in str(form.errors["email"])
