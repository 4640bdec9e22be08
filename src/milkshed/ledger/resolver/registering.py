"""Registering and withdrawing the links of an identifier."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.models import ResolverLink
from milkshed.ledger.resolver.link_types import ASSIGNED_BY_US, uri_of
from milkshed.ledger.scope import names_in_scope
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

EDIT_LINKS = "ledger.edit_links"

_TARGET = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f]+")
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9][-+.\w]*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_CONTEXT = re.compile(r"[^\s&=#?]{1,40}")
_TARGET_LENGTH = 2000
_TITLE_LENGTH = 120
_LIST_LENGTH = 20


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link to be registered; ``link_type`` as URI or short form (``gs1:pip``)."""

    link_type: str
    target: str
    title_zh: str
    title_en: str = ""
    media_type: str = ""
    languages: Sequence[str] = ()
    contexts: Sequence[str] = ()
    is_default: bool = False
    is_default_multi: bool = False
    forwards_query: bool = True


def register_link(person: Person, identifier: DigitalLink, draft: LinkDraft) -> ResolverLink:
    """Register a link for an identifier (its attributes name nothing and are left out).

    Raises :class:`Problem` when the person may not, a value is wrong, the same link is there
    already, or the identifier has another default link.
    """
    _require_reach(person, identifier)
    values = _checked(draft)
    try:
        with transaction.atomic():
            return ResolverLink.objects.create(
                anchor=identifier.path,
                registered_by=person,
                registered_at=timezone.now(),
                **values,
            )
    except IntegrityError as error:
        if "ledger_one_default_link_in_force" in str(error):
            raise Problem(
                CONFLICT,
                Text(
                    "该标识已有默认链接，请先撤回原来的",
                    "The identifier has a default link; withdraw that first",
                ),
            ) from None
        raise Problem(CONFLICT, Text("该链接已经登记", "This link is registered already")) from None


def withdraw_link(person: Person, link: ResolverLink, identifier: DigitalLink) -> None:
    """Withdraw a link; it stays on record. Withdrawing twice changes nothing."""
    _require_reach(person, identifier)
    ResolverLink.objects.filter(pk=link.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_by=person
    )


def may_edit_links(person: Person, identifier: DigitalLink) -> bool:
    """Whether the person may register and withdraw links of an identifier."""
    try:
        _require_reach(person, identifier)
    except Problem:
        return False
    return True


def _require_reach(person: Person, identifier: DigitalLink) -> None:
    require(person, EDIT_LINKS)
    names = names_in_scope(person)
    if names is not None and not _is_own(identifier.canonical, names):
        raise Problem(
            NOT_ALLOWED,
            Text(
                "只能编辑本单位的场所以及本单位所产批次与产品的链接",
                "Only links of your own places, and of lots and products that you alone make,"
                " can be edited",
            ),
        )


_MAKERS = """
SELECT DISTINCT split_part(place.uri, '/254/', 1)
FROM ledger_term thing
JOIN ledger_link l ON l.term_id = thing.id AND l.role IN (1, 2, 3, 8, 9)
JOIN ledger_event e ON e.seq = l.event_id
LEFT JOIN ledger_term place ON place.id = e.biz_location_id
WHERE (thing.uri = %(name)s OR thing.uri > %(name)s || '/' AND thing.uri < %(name)s || '0')
  AND (l.role IN (8, 9) OR e.action = 2)
LIMIT 100
"""
"""Where the thing, and everything finer, was made (roles as in :class:`Role`, action ADD); the
character after the slash ends the range of names below it."""


def _is_own(name: str, reach: Collection[str]) -> bool:
    """Whether a place in reach, part of one, or made nowhere but in places in reach."""
    if name.partition("/254/")[0] in reach:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_MAKERS, {"name": name})
        makers = [place for (place,) in cursor.fetchall()]
    return bool(makers) and all(place in reach for place in makers)


def _checked(draft: LinkDraft) -> dict[str, Any]:
    """The columns of a link, or a problem naming the field that is wrong."""
    link_type = uri_of(draft.link_type.strip())
    if link_type is None or link_type in ASSIGNED_BY_US:
        raise invalid(
            "link_type",
            draft.link_type,
            "link-type",
            "链接类型应为gs1:或milk:开头的名称，或http(s)地址（默认链接用选项标明）",
            "A link type is a name such as gs1:pip or milk:origin, or an http(s) URI"
            " (defaults are marked by the option)",
        )
    target = draft.target.strip()
    if not _TARGET.fullmatch(target) or len(target) > _TARGET_LENGTH:
        raise invalid(
            "target",
            draft.target,
            "http-url",
            f"目标应为http://或https://开头的地址，不超过{_TARGET_LENGTH}个字符",
            f"The target is an http:// or https:// address of at most {_TARGET_LENGTH} characters",
        )
    title_zh = draft.title_zh.strip()
    title_en = draft.title_en.strip() or title_zh
    for field, title in (("title_zh", title_zh), ("title_en", title_en)):
        if not 0 < len(title) <= _TITLE_LENGTH:
            raise invalid(
                field,
                title,
                "title",
                f"请填写名称，不超过{_TITLE_LENGTH}个字",
                f"Give a title of at most {_TITLE_LENGTH} characters",
            )
    media_type = draft.media_type.strip()
    if media_type and (len(media_type) > 100 or not _MEDIA_TYPE.fullmatch(media_type)):
        raise invalid(
            "media_type",
            media_type,
            "media-type",
            "媒体类型应如text/html、application/pdf（IANA登记的名称）",
            "A media type is a name registered at IANA such as text/html or application/pdf",
        )
    return {
        "link_type": link_type,
        "target": target,
        "title_zh": title_zh,
        "title_en": title_en,
        "media_type": media_type,
        "languages": _checked_list(
            "languages",
            draft.languages,
            _LANGUAGE,
            "语言应如zh、en、zh-CN",
            "A language is a tag such as zh, en or zh-CN",
        ),
        "contexts": _checked_list(
            "contexts",
            draft.contexts,
            _CONTEXT,
            "适用情形应为不含空格的短词，如CN",
            "A context is a short word without spaces such as CN",
        ),
        "is_default": draft.is_default,
        "is_default_multi": draft.is_default_multi,
        "forwards_query": draft.forwards_query,
    }


def _checked_list(
    field: str, values: Sequence[str], shape: re.Pattern[str], zh: str, en: str
) -> list[str]:
    wrong = next((value for value in values if not shape.fullmatch(value)), None)
    if wrong is not None or len(values) > _LIST_LENGTH:
        raise invalid(field, wrong if wrong is not None else len(values), "list-of-tags", zh, en)
    return list(dict.fromkeys(values))
