"""Files that prove something: stored once by the hash of their content."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings

from milkshed.kernel.problems import TOO_LARGE, UNSUPPORTED_MEDIA, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person

MAX_BYTES = 20 * 1024 * 1024
# What a browser may show or save without running anything.
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def store_attachment(
    content: IO[bytes], name: str, organisation: Organisation, person: Person
) -> Attachment:
    """Keep a file as evidence of an organisation.

    Raises a problem when the ending is not one of :data:`MEDIA_TYPES` or the file is larger
    than :data:`MAX_BYTES`. The same content is stored on disk only once.
    """
    ending = Path(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        message = Text(
            f"不支持的文件类型 {ending}；可用：{'、'.join(MEDIA_TYPES)}",
            f"Files of type {ending} are not accepted; use {', '.join(MEDIA_TYPES)}",
        )
        raise Problem(UNSUPPORTED_MEDIA, message, [Fault("file", name, "media-type", message)])
    data = content.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        message = Text("文件超过 20 MB", "The file is larger than 20 MB")
        raise Problem(TOO_LARGE, message, [Fault("file", name, "max-bytes", message)])
    digest = hashlib.sha256(data).hexdigest()
    _write_once(path_of(digest), data)
    return Attachment.objects.create(
        name=Path(name).name[:200],
        media_type=MEDIA_TYPES[ending],
        size=len(data),
        sha256=digest,
        organisation=organisation,
        uploaded_by=person,
    )


def path_of(digest: str) -> Path:
    """Where content of a hash lies."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _write_once(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(unfinished).replace(path)
