"""Addresses of the platform itself."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_GET

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.platform.attachments import path_of
from milkshed.platform.models import Attachment
from milkshed.platform.scope import get_visible, scope_of

app_name = "platform"


@require_GET
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send an evidence file to people in whose scope it lies."""
    if not request.user.is_authenticated:
        raise Problem(NOT_SIGNED_IN)
    found = get_visible(Attachment.objects.all(), scope_of(request.user), pk=pk)
    return FileResponse(
        path_of(found.sha256).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.media_type,
    )


urlpatterns = [path("files/<int:pk>", attachment, name="attachment")]
