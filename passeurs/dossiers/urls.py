from django.urls import path

from .enums import SectionCode
from .views import (
    budget,
    budget_file,
    carrying,
    choosing,
    comparing,
    corrections,
    documents,
    entry,
    filing,
    history,
    invitations,
    invited,
    messages,
    network,
    partner,
    places,
    presence,
    proposals,
    recusals,
    requests,
    results,
    rows,
    sections,
    selftest,
    sending,
    starting,
    team,
    typing,
)

app_name = "dossiers"
ONE = "dossiers/<uuid:dossier_id>/"
PARTNER = "partenaire/<str:token>/"


def _section(slug, code):
    return path(f"{ONE}{slug}/", sections.section, {"code": code}, name=slug)


def _verb(verb):
    return path(f"{ONE}{verb}/", filing.change, {"verb": verb}, name=verb)


urlpatterns = [
    path("appels/<slug:slug>/resultats/", results.index, name="results"),
    path("dossiers/", entry.index, name="index"),
    path("dossiers/invitations/<uuid:pk>/", invited.invited, name="invited"),
    path("dossiers/invitations/<str:token>/", invited.link, name="invitation"),
    path("dossiers/debuts/<uuid:pk>/", starting.invited, name="start_invited"),
    path("dossiers/debuts/<str:token>/", starting.link, name="start_invitation"),
    path("appels/<slug:slug>/dossier/", entry.start, name="start"),
    path("appels/<slug:slug>/dossier/reprendre/<uuid:pk>/", carrying.start, name="carry"),
    path(f"{ONE}repris/", carrying.report, name="carried"),
    path(f"{ONE}repris/montants/", carrying.confirm, name="carried_amounts"),
    path("appels/<slug:slug>/eligibilite/", selftest.questions, name="selftest"),
    path("appels/<slug:slug>/eligibilite/<str:token>/", selftest.result, name="selftest_result"),
    _section("structure", SectionCode.STRUCTURE),
    _section("projet", SectionCode.PROJECT),
    _section("publics", SectionCode.AUDIENCE),
    _section("engagements", SectionCode.COMMITMENTS),
    path(f"{ONE}partenaires/", rows.page, {"code": SectionCode.PARTNERS}, name="partenaires"),
    path(f"{ONE}actions/", rows.page, {"code": SectionCode.ACTIONS}, name="actions"),
    path(f"{ONE}decision/<int:number>/", filing.award_file, name="award_file"),
    path(f"{ONE}recevabilite/<int:pk>/", filing.admission_file, name="admission_file"),
    path(f"{ONE}budget/", budget.page, name="budget"),
    path(f"{ONE}budget/chiffres/", budget.figures, name="figures"),
    path(f"{ONE}budget/modele/<slug:code>/", budget_file.model, name="budget_model"),
    path(f"{ONE}budget/fichier/", budget_file.page, name="budget_file"),
    path(f"{ONE}budget/fichier/confirmer/", budget_file.confirm, name="budget_confirm"),
    path(f"{ONE}budget/fichier/renoncer/", budget_file.give_up, name="budget_give_up"),
    path(f"{ONE}pieces/", documents.page, name="pieces"),
    path(f"{ONE}pieces/joindre/", documents.upload, name="upload"),
    path(f"{ONE}pieces/envois/", sending.announce, name="upload_begin"),
    path(f"{ONE}pieces/envois/<uuid:upload_id>/joindre/", sending.end, name="upload_end"),
    path(f"{ONE}pieces/envois/<uuid:upload_id>/abandonner/", sending.stop, name="upload_stop"),
    path(f"{ONE}pieces/<int:pk>/", documents.download, name="file"),
    path(f"{ONE}pieces/<int:pk>/apercu/", documents.preview, name="file_preview"),
    path(f"{ONE}pieces/<int:pk>/retirer/", documents.remove, name="file_remove"),
    path(f"{ONE}lignes/<slug:family>/", rows.add, name="row_add"),
    path(f"{ONE}lignes/<slug:family>/<int:pk>/", rows.row, name="row"),
    path(f"{ONE}lignes/<slug:family>/<int:pk>/<slug:verb>/", rows.change, name="row_change"),
    path(f"{ONE}historique/", history.page, name="history"),
    path(f"{ONE}historique/<int:pk>/<slug:side>/", history.put_back, name="put_back"),
    path(f"{ONE}saisir-pour/", typing.type_for, name="type_for"),
    path(f"{ONE}saisir-pour/fin/", typing.end, name="type_for_end"),
    path(f"{ONE}saisies/", typing.typings, name="typings"),
    path(f"{ONE}saisies/confirmer/", typing.confirm, name="typing_confirm"),
    path(f"{ONE}saisies/<int:pk>/papier/", typing.paper, name="typing_paper"),
    path(f"{ONE}comparer/", comparing.page, name="compare"),
    path(f"{ONE}presence/", presence.beat, name="presence"),
    path(f"{ONE}textes/<int:pk>/", choosing.settle, name="settle"),
    path(f"{ONE}equipe/", team.team, name="team"),
    path(f"{ONE}equipe/inviter/", team.invite, name="team_invite"),
    path(f"{ONE}equipe/partir/", team.leave, name="team_leave"),
    path(f"{ONE}equipe/<int:user_id>/role/", team.place, name="team_place"),
    path(f"{ONE}equipe/<int:user_id>/retrait/", team.remove, name="team_remove"),
    path(f"{ONE}equipe/<int:user_id>/prevenir/", team.ready, name="team_ready"),
    path(f"{ONE}equipe/invitations/<uuid:pk>/renvoi/", team.renew, name="team_renew"),
    path(f"{ONE}equipe/invitations/<uuid:pk>/annulation/", team.cancel, name="team_cancel"),
    *(
        path(
            f"{ONE}partenaires/<int:pk>/{verb}/",
            invitations.act,
            {"verb": verb},
            name=f"partner_{name}",
        )
        for verb, name in invitations.VERBS.items()
    ),
    path(f"{ONE}actions/<int:pk>/lieu/", places.place, name="place"),
    path(f"{ONE}actions/<int:pk>/salles/", network.venues, name="venues"),
    path(f"{ONE}actions/<int:pk>/salles/choisir/", network.choose, name="venue_choose"),
    path(f"{ONE}actions/<int:pk>/intervenants/", proposals.practitioners, name="practitioners"),
    path(
        f"{ONE}actions/<int:pk>/intervenants/choisir/",
        proposals.choose,
        name="practitioner_choose",
    ),
    path(f"{ONE}deport/", recusals.declare, name="recusal"),
    path(f"{ONE}propositions/<int:pk>/<slug:verb>/", proposals.answer, name="proposal"),
    path(f"{ONE}intervenants/", network.people, name="people"),
    path(f"{ONE}intervenants/choisir/", network.pick, name="people_pick"),
    path(f"{ONE}intervenants/reprendre/", network.take, name="people_take"),
    path(f"{ONE}intervenants/<int:pk>/garder/", network.keep, name="people_keep"),
    path(f"{ONE}echanges/", messages.page, name="messages"),
    path(f"{ONE}echanges/ecrire/", messages.write, name="message_write"),
    path(f"{ONE}echanges/fichiers/<int:pk>/", messages.download, name="message_file"),
    path(f"{ONE}pieces-demandees/", requests.page, name="requests"),
    path(f"{ONE}pieces-demandees/demander/", requests.ask, name="request_ask"),
    path(f"{ONE}pieces-demandees/<int:pk>/envoyer/", requests.answer, name="request_answer"),
    path(f"{ONE}pieces-demandees/fichiers/<int:pk>/", requests.download, name="request_file"),
    *(
        path(
            f"{ONE}pieces-demandees/<int:pk>/{verb}/",
            requests.settle,
            {"verb": verb},
            name=f"request_{name}",
        )
        for verb, name in requests.NAMES.items()
    ),
    path(f"{ONE}corrections/", corrections.page, name="corrections"),
    path(f"{ONE}corrections/champs/<int:pk>/", corrections.answer, name="correction_answer"),
    path(f"{ONE}corrections/<int:pk>/renvoyer/", corrections.send_back, name="correction_return"),
    *(
        path(
            f"{ONE}corrections/<int:pk>/{verb}/",
            corrections.settle,
            {"verb": verb},
            name=f"correction_{name}",
        )
        for verb, name in corrections.NAMES.items()
    ),
    path(PARTNER, partner.page, name="partner"),
    path(f"{PARTNER}ouverte/", partner.opened, name="partner_opened"),
    path(f"{PARTNER}corriger/", partner.correct, name="partner_correct"),
    path(f"{PARTNER}confirmer/", partner.confirm, name="partner_confirm"),
    path(f"{PARTNER}decliner/", partner.decline, name="partner_decline"),
    path(f"{PARTNER}reprendre/", partner.take_back, name="partner_take_back"),
    path(f"{PARTNER}joindre/", partner.attach, name="partner_attach"),
    path(f"{PARTNER}nouveau-lien/", partner.renew, name="partner_renew"),
    path(f"{ONE}relecture/", filing.review, name="review"),
    path(f"{ONE}deposer/", filing.submit, name="submit"),
    path(f"{ONE}recepisse/<int:number>/", filing.receipt, name="receipt"),
    path(f"{ONE}recepisse/<int:number>/pdf/", filing.receipt_file, name="receipt_file"),
    path(f"{ONE}imprimer/", filing.print_file, name="print"),
    *(_verb(verb) for verb in filing.VERBS),
    path(f"{ONE}questions/<slug:code>/", sections.questions, name="questions"),
    path(f"{ONE}regles/<slug:code>/", sections.panel_fragment, name="panel"),
]
