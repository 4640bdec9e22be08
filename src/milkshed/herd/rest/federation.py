"""Typed routes of the federation: hand a package over, see who told what."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from milkshed.herd.federation import overview
from milkshed.herd.federation.receiving import take_package
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.web.schemas import problems

router = Router()


class PackageIn(Schema):
    """A package file as it was written: the signed header, and the content in base64."""

    header: str
    body: str


class PackageOut(Schema):
    """A package that is held; ``is_repeated`` when it was held before."""

    platform: str
    sequence: int
    first_day: date
    last_day: date
    digest: str
    is_repeated: bool


class PlatformOut(Schema):
    """A platform with its last package; ``head`` counts every animal once."""

    name: str
    title: str
    key: str
    is_own: bool
    is_silent: bool
    sequence: int | None
    last_day: date | None
    digest: str | None
    farms: int
    head: int


@router.post(
    "/federation/packages",
    response={200: PackageOut, **problems(409, 413)},
    summary="接收联合数据包 · Take a package in",
)
def take(request: HttpRequest, package: PackageIn) -> PackageOut:
    """Take in a platform's next package; the same one again changes nothing."""
    require(request.user, "herd.manage_federation")
    assert isinstance(request.user, Person)
    taken = take_package(package.model_dump_json().encode(), person=request.user)
    held = taken.package
    return PackageOut(
        platform=held.member.name,
        sequence=held.sequence,
        first_day=held.first_day,
        last_day=held.last_day,
        digest=held.digest,
        is_repeated=taken.is_repeated,
    )


@router.get(
    "/federation/platforms",
    response={200: list[PlatformOut], **problems()},
    summary="联合平台 · Platforms",
)
def platforms(request: HttpRequest) -> list[PlatformOut]:
    """All platforms with the state of what they told."""
    require(request.user, "herd.see_federation")
    return [
        PlatformOut(
            name=line.member.name,
            title=line.member.title_zh,
            key=line.member.key,
            is_own=line.member.is_own,
            is_silent=line.is_silent,
            sequence=line.last.sequence if line.last else None,
            last_day=line.last.last_day if line.last else None,
            digest=line.last.digest if line.last else None,
            farms=line.farms,
            head=line.head,
        )
        for line in overview.members(timezone.localdate())
    ]
