from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import Context, Template

from passeurs.core import samples
from passeurs.core.typography import NBSP

NOW = datetime(2023, 10, 12, 18, tzinfo=UTC)


def draw(source, **context):
    return Template("{% load ui fr shell %}" + source).render(Context(context))


class ContactForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme sur une affiche.")
    phone = forms.CharField(label="Téléphone", required=False)
    kind = forms.ChoiceField(
        label="Sorte", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="D’accord")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Tout est à revoir.")


def test_a_field_has_its_label_its_hint_and_no_error():
    html = draw("{% field form.name %}", form=ContactForm())
    assert '<label for="id_name">Nom</label>' in html
    assert 'aria-describedby="id_name-aide"' in html
    assert 'id="id_name-aide"' in html
    assert "aria-invalid" not in html
    assert "facultatif" not in html


def test_a_wrong_field_says_why_and_keeps_what_was_typed():
    html = draw("{% field form.name %}", form=ContactForm({"name": ""}))
    assert 'aria-describedby="id_name-aide id_name-erreur"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-erreur"' in html


def test_an_optional_field_says_so_unless_told_otherwise():
    assert "facultatif" in draw("{% field form.phone %}", form=ContactForm())
    assert "facultatif" not in draw("{% field form.phone optional=False %}", form=ContactForm())


def test_a_form_for_later_names_its_optional_fields():
    form = ContactForm()
    form.optional_fields = {"name"}
    assert "facultatif" in draw("{% field form.name %}", form=form)
    assert "facultatif" not in draw("{% field form.phone %}", form=form)


def test_choices_are_a_group_with_its_legend():
    html = draw("{% field form.kind all=True %}", form=ContactForm({}))
    assert html.count('type="radio"') == 2
    assert "<legend>Sorte</legend>" in html
    assert '<fieldset class="field all"' in html
    assert 'aria-describedby="id_kind-erreur"' in html


def test_a_hidden_field_is_only_its_control():
    assert draw("{% field form.secret %}", form=ContactForm()).strip().startswith("<input")


def test_the_class_of_a_widget_is_kept():
    html = draw("{% field form.amount %}", form=samples.SampleForm())
    assert 'class="input money"' in html


def test_the_summary_leads_to_each_control():
    html = draw("{% errors form %}", form=ContactForm({"name": ""}))
    assert f"Il reste 4{NBSP}points à corriger" in html
    for target in ("#id_name", "#id_kind_0", "#id_agreed"):
        assert f'href="{target}"' in html
    assert "Tout est à revoir." in html
    assert 'role="alert"' in html


def test_the_summary_is_silent_when_all_is_well():
    assert draw("{% errors form other %}", form=ContactForm(), other=None).strip() == ""


def test_the_summary_reads_formsets_too():
    rows = forms.formset_factory(ContactForm, min_num=1, validate_min=True)
    bound = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""})
    assert 'href="#id_form-0-name"' in draw("{% errors rows %}", rows=bound)


def test_what_a_person_types_never_becomes_markup():
    form = ContactForm({"name": "<script>alert(1)</script>"})
    assert "<script>" not in draw("{% field form.name %}", form=form)


def test_the_panel_folds_what_is_settled():
    html = draw("{% verdict_panel v links url='/panneau/' %}", v=samples.verdicts(), links={})
    opened, _, folded = html.partition("<details")
    assert opened.count('class="verdict"') == 3
    assert folded.count('class="verdict"') == 3
    assert 'data-panel-url="/panneau/"' in html


def test_the_panel_says_when_nothing_is_left():
    html = draw("{% verdict_panel v %}", v=[{"state": "met", "title": "Bien"}])
    assert "Tout est en ordre" in html


def test_advice_says_that_it_never_blocks():
    verdict = {"state": "not_met", "title": "Un avis", "blocking": False}
    assert "sans empêcher de déposer" in draw("{% verdict v %}", v=verdict)
    assert "sans empêcher" not in draw("{% verdict v %}", v=verdict | {"blocking": True})


@pytest.mark.parametrize(
    ("left", "word"),
    [(timedelta(days=19), "jours"), (timedelta(hours=3), "heures"), (-timedelta(1), "Clos")],
)
def test_a_ticket_counts_down(left, word):
    html = draw("{% ticket deadline now %}", deadline=NOW + left, now=NOW)
    assert word in html
    assert "heure de Paris" in html


def test_a_ticket_speaks_the_hour_of_its_coordination():
    html = draw("{% ticket now now zone='Indian/Reunion' %}", now=NOW)
    assert f"22{NBSP}h{NBSP}00" in html
    assert "La Réunion" in html


def test_a_bar_says_in_words_what_it_shows():
    html = draw('{% bar parts "Qui apporte" %}', parts=samples.funders())
    assert 'role="img"' in html
    assert html.count("<li>") == 6
    assert 'id="qui-apporte-a"' in html


def test_a_gauge_says_which_bound_binds():
    html = draw("{% gauge 5400 5000 5688 share=60 %}")
    assert "c’est la limite qui s’applique" in html
    assert "de trop" in html


def test_steps_mark_where_one_is():
    html = draw('{% steps sections "actions" %}', sections=samples.sections())
    assert html.count('aria-current="step"') == 1


def test_crumbs_end_on_the_page_itself():
    html = draw('{% crumbs "Accueil" "/" "Ici" %}')
    assert '<a href="/">Accueil</a>' in html
    assert '<li aria-current="page">Ici</li>' in html


def test_pages_keep_the_other_parameters():
    request = HttpRequest()
    request.GET = QueryDict("q=lot&page=4")
    page = Paginator(range(90), 10).page(4)
    html = draw("{% pages page %}", page=page, request=request)
    assert 'href="?q=lot&amp;page=5"' in html
    assert 'href="?page=5"' in draw("{% pages page %}", page=page)


def test_one_page_needs_no_links():
    assert draw("{% pages page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_a_sign_alone_has_a_name():
    assert 'aria-hidden="true"' in draw('{% icon "met" %}')
    assert 'aria-label="Satisfait"' in draw('{% icon "met" "Satisfait" %}')


def test_filters_write_french():
    html = draw("{{ n|euros }}|{{ n|percent:0 }}|{{ n|number:2 }}|{{ None|number }}", n=Decimal(60))
    assert html == f"60{NBSP}€|60{NBSP}%|60,00|"
    assert draw("{{ d|datefr }}|{{ d|clock }}|{{ d|instant }}", d=NOW).startswith("12")
    assert draw("{{ d|datefr:'weekday short' }}", d=NOW) == f"jeudi 12{NBSP}octobre"
    assert draw("{{ None|clock }}{{ 2|plural:'cheval,chevaux' }}") == f"2{NBSP}chevaux"
    assert draw("{{ 'Bien !'|nbsp }}") == "Bien\u202f!"


def test_the_theme_is_a_persons_choice_or_the_systems():
    request = HttpRequest()
    assert draw("<html{% theme %}>", request=request) == "<html>"
    request.COOKIES["theme"] = "dark"
    assert draw("<html{% theme %}>", request=request) == '<html data-theme="dark">'
    request.COOKIES["theme"] = '"><script>'
    assert draw("<html{% theme %}>", request=request) == "<html>"
    assert draw("<html{% theme %}>") == "<html>"


def test_the_banner_belongs_to_the_demonstration(settings):
    settings.DEMONSTRATION = True
    assert "Démonstration" in draw("{% demonstration_banner %}")
    settings.DEMONSTRATION = False
    assert draw("{% demonstration_banner %}").strip() == ""
