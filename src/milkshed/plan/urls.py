"""Addresses of the plan's pages."""

from django.urls import path

from milkshed.plan.pages import board, document, items, letters, lists

app_name = "plan"

urlpatterns = [
    path("", board.board, name="board"),
    path("board.xlsx", board.board_excel, name="board-excel"),
    path("compute", board.compute, name="compute"),
    path("outline", board.plan_outline, name="outline"),
    path("contradictions", board.contradictions, name="contradictions"),
    path("reports", board.reports, name="reports"),
    path("reports/<int:pk>/review", board.review, name="review"),
    path("indicators/<str:code>", board.indicator, name="indicator"),
    path("indicators/<str:code>/reports", board.report, name="report"),
    path("indicators/<str:code>/split", lists.split, name="split"),
    path("indicators/<str:code>/milestones", lists.milestone, name="milestone"),
    path("document", document.document, name="document"),
    path("versions", document.versions, name="versions"),
    path("versions/load", document.load, name="load-version"),
    path("versions/<str:code>/adopt", document.adopt, name="adopt-version"),
    path("versions/<str:code>/set.toml", document.version_toml, name="version-toml"),
    path("versions/<str:before>/to/<str:after>", document.compare, name="compare"),
    path("lists", lists.lists, name="lists"),
    path("lists/duties", lists.duty, name="set-duty"),
    path("items", items.items, name="items"),
    path("items.xlsx", items.items_excel, name="items-excel"),
    path("items/add", items.add_item, name="add-item"),
    path("items/periods", items.close_month, name="close-period"),
    path("items/<int:pk>", items.item, name="item"),
    path("items/<int:pk>/progress", items.progress, name="progress"),
    path("items/<int:pk>/letters", letters.draft, name="draft-letter"),
    path("items/<int:pk>/<str:step>", items.item_step, name="item-step"),
    path("progress/<int:pk>/review", items.review, name="review-progress"),
    path("deliveries/<int:pk>/receive", items.receive, name="receive"),
    path("meetings", items.meetings, name="meetings"),
    path("meetings/add", items.add_meeting, name="add-meeting"),
    path("meetings/<int:pk>", items.meeting, name="meeting"),
    path("letters", letters.letters, name="letters"),
    path("letters/<int:pk>", letters.letter, name="letter"),
    path("letters/<int:pk>/letter.docx", letters.letter_paper, name="letter-paper"),
    path("letters/<int:pk>/<str:step>", letters.letter_step, name="letter-step"),
]
