"""Pay grids: draft, edit, publish, agree, retire."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.signing import signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.models.records import RuleStatus
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions.standing import require_in
from milkshed.trade.flow import GRID_FLOW
from milkshed.trade.models import GridAgreement, PayGrid
from milkshed.trade.science.pricing.checks import check_grid
from milkshed.trade.science.pricing.grid import as_document, digest_of, read_grid

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{1,38}")


@dataclass(frozen=True, slots=True)
class GridHead:
    """What stands over a grid: code, names, days in force, where its figures come from."""

    code: str
    title_zh: str
    valid_from: date
    valid_to: date | None = None
    title_en: str = ""
    source: str = "双方协商"
    status: str = RuleStatus.ASSUMED.value


def draft_grid(
    person: Person,
    owner: Organisation,
    head: GridHead,
    document: Mapping[str, Any],
    sellers: Iterable[Organisation] = (),
) -> PayGrid:
    """Write a new draft; a code that its owner used before gets a new version.

    Raises Problem with every fault of the grid (gap, overlap, unit, direction …).
    """
    require_in(person, "trade.draft_grid", owner)
    content = _checked(head, document)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=owner.pk)
        before = PayGrid.objects.filter(code=head.code)
        if before.exclude(owner=owner).exists():
            raise invalid(
                "code", head.code, "once",
                f"代码“{head.code}”已由其他单位使用", f"The code {head.code!r} is taken",
            )  # fmt: skip
        version = (before.aggregate(top=Max("version"))["top"] or 0) + 1
        try:
            with transaction.atomic():
                grid = PayGrid.objects.create(
                    owner=owner, version=version, document=content, digest=digest_of(content),
                    drafted_by=person, **_head_values(head),
                )  # fmt: skip
        except IntegrityError:
            raise Problem(
                CONFLICT, Text("该代码刚被占用", "The code has just been taken")
            ) from None
        grid.sellers.set(sellers)
        _note(grid, person, "起草")
    return grid


def edit_grid(
    person: Person,
    grid: PayGrid,
    head: GridHead,
    document: Mapping[str, Any],
    *,
    revision: int,
    sellers: Iterable[Organisation] | None = None,
) -> PayGrid:
    """Change a draft. ``revision`` is the one that was read: another edit since is a conflict."""
    with transaction.atomic():
        locked = _locked(person, grid)
        require_in(person, "trade.draft_grid", locked.owner)
        if locked.state != "draft":
            raise Problem(
                CONFLICT,
                Text(
                    "已发布的计价表不能改，请另起新版", "A published grid is fixed: draft a version"
                ),
            )
        if locked.revision != revision:
            raise Problem(
                CONFLICT,
                Text(
                    f"有人已改到第{locked.revision}稿，您看到的是第{revision}稿，请重新打开",
                    f"It is at revision {locked.revision}, you read {revision}: open it anew",
                ),
            )
        if head.code != locked.code:
            raise invalid("code", head.code, "fixed", "代码不能改", "The code cannot be changed")
        content = _checked(head, document)
        for name, value in _head_values(head).items():
            setattr(locked, name, value)
        locked.document, locked.digest = content, digest_of(content)
        locked.revision += 1
        locked.save()
        if sellers is not None:
            locked.sellers.set(sellers)
        _note(locked, person, f"改为第{locked.revision}稿")
    return locked


def publish_grid(person: Person, grid: PayGrid) -> PayGrid:
    """Publish a draft: another person than any of its drafters. The version before it ends."""
    with transaction.atomic():
        locked = _locked(person, grid)
        require_in(person, "trade.publish_grid", locked.owner)
        GRID_FLOW.check(locked, "trade.publish_grid", person)
        check_grid(read_grid(locked.document))
        for other in PayGrid.objects.select_for_update().filter(
            code=locked.code, state="published"
        ):
            if other.valid_from >= locked.valid_from:
                raise invalid(
                    "valid_from", locked.valid_from, "overlap",
                    f"第{other.version}版自 {other.valid_from} 起有效，新版须晚于该日生效",
                    f"Version {other.version} is in force from {other.valid_from}: begin later",
                )  # fmt: skip
            if other.valid_to is None or other.valid_to >= locked.valid_from:
                other.valid_to = locked.valid_from - timedelta(days=1)
                other.save(update_fields=["valid_to"])
        locked.published_at = timezone.now()
        locked.save(update_fields=["published_at"])
        GRID_FLOW.perform(locked, "trade.publish_grid", person)
    return locked


def retire_grid(person: Person, grid: PayGrid, *, last_day: date) -> PayGrid:
    """End a published grid; periods up to its last day are still settled by it."""
    with transaction.atomic():
        locked = _locked(person, grid)
        require_in(person, "trade.retire_grid", locked.owner)
        if last_day < locked.valid_from:
            raise invalid(
                "last_day", last_day, "order",
                "停用日期早于生效日期", "It would end before it begins",
            )  # fmt: skip
        GRID_FLOW.perform(locked, "trade.retire_grid", person)
        locked.valid_to = last_day
        locked.save(update_fields=["valid_to"])
    return locked


def agree_grid(
    person: Person, grid: PayGrid, seller: Organisation, *, agreed_at: datetime | None = None
) -> GridAgreement:
    """The seller agrees to a published version; its digest binds text, signer and instant."""
    with transaction.atomic():
        locked = _locked(person, grid)
        require_in(person, "trade.agree_grid", seller)
        if locked.state != "published":
            raise Problem(CONFLICT, Text("计价表未发布或已停用", "It is not published"))
        if not locked.sellers.filter(pk=seller.pk).exists():
            raise invalid(
                "seller", seller.name_zh, "offered",
                f"该计价表未提供给“{seller.name_zh}”", "The grid was not offered to this seller",
            )  # fmt: skip
        if locked.agreements.filter(organisation=seller).exists():
            raise Problem(CONFLICT, Text("贵方已同意该计价表", "You have agreed to it already"))
        at = agreed_at or timezone.now()
        return GridAgreement.objects.create(
            grid=locked, organisation=seller, person=person, agreed_at=at,
            digest=signature_digest(covered(locked), "seller", person.username, at),
        )  # fmt: skip


def covered(grid: PayGrid) -> bytes:
    """What an agreement covers: code, version, first day and the content's digest."""
    return json.dumps([grid.code, grid.version, grid.valid_from.isoformat(), grid.digest]).encode()


def _checked(head: GridHead, document: Mapping[str, Any]) -> dict[str, Any]:
    if not _CODE.fullmatch(head.code):
        raise invalid(
            "code", head.code, "shape",
            "代码为2至39个字母、数字、点或短横",
            "A code has 2 to 39 letters, digits, dots or dashes",
        )  # fmt: skip
    if not head.title_zh.strip():
        raise invalid("title_zh", "", "required", "请填写名称", "A name is required")
    if head.valid_to is not None and head.valid_to < head.valid_from:
        raise invalid(
            "valid_to", head.valid_to, "order",
            "失效日期早于生效日期", "It would end before it begins",
        )  # fmt: skip
    grid = read_grid(document)
    check_grid(grid)
    return as_document(grid)


def _head_values(head: GridHead) -> dict[str, Any]:
    return {
        "code": head.code,
        "title_zh": head.title_zh.strip()[:80],
        "title_en": head.title_en.strip()[:100],
        "valid_from": head.valid_from,
        "valid_to": head.valid_to,
        "source": head.source.strip()[:200] or "双方协商",
        "status": head.status if head.status in RuleStatus.values else RuleStatus.ASSUMED,
    }


def _locked(person: Person, grid: PayGrid) -> PayGrid:
    seen = get_visible(PayGrid.objects.all(), scope_of(person), pk=grid.pk)
    return PayGrid.objects.select_for_update(of=("self",)).select_related("owner").get(pk=seen.pk)


def _note(grid: PayGrid, person: Person, opinion: str) -> None:
    Transition.objects.create(
        subject=GRID_FLOW.subject,
        subject_id=grid.pk,
        verb="trade.draft_grid",
        source="draft",
        target="draft",
        person=person,
        opinion=opinion,
    )
