import io
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from milkshed.kernel.problems import Problem
from milkshed.platform.attachments import MAX_BYTES, path_of, store_attachment
from milkshed.platform.models import Attachment
from tests.cast import Cast


@pytest.fixture
def stored(cast: Cast, settings: Settings, tmp_path: Path) -> Attachment:
    settings.MEDIA_ROOT = tmp_path
    return store_attachment(
        io.BytesIO(b"%PDF-1.7"), "验收.pdf", cast.organisations["farm"], cast.people["farm_manager"]
    )


def test_the_owner_and_the_county_may_fetch_it(
    stored: Attachment, cast: Cast, client: Client
) -> None:
    for role in ("farm_manager", "county_officer", "region_officer"):
        client.force_login(cast.people[role])
        answer = client.get(f"/platform/files/{stored.pk}")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]


def test_others_do_not_learn_that_it_exists(stored: Attachment, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["plant_receiver"])
    assert client.get(f"/platform/files/{stored.pk}").status_code == 404
    client.logout()
    assert client.get(f"/platform/files/{stored.pk}").status_code == 401


def test_the_same_content_is_kept_once(stored: Attachment, cast: Cast) -> None:
    again = store_attachment(
        io.BytesIO(b"%PDF-1.7"), "复印.pdf", cast.organisations["farm"], cast.people["farm_vet"]
    )
    assert path_of(again.sha256) == path_of(stored.sha256)
    assert len(list(path_of(stored.sha256).parent.iterdir())) == 1


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"x", "run.exe", 415), (b"x" * (MAX_BYTES + 1), "big.pdf", 413)],
)
def test_unfit_files_are_refused(cast: Cast, content: bytes, name: str, status: int) -> None:
    with pytest.raises(Problem) as caught:
        store_attachment(
            io.BytesIO(content), name, cast.organisations["farm"], cast.people["farm_vet"]
        )
    assert caught.value.kind.status == status
    assert not Attachment.objects.exists()
