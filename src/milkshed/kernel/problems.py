"""What went wrong, told so that a person can mend it (RFC 9457 problem details).

A :class:`Fault` names one field, the value found there and the rule it breaks. A
:class:`Problem` is the exception that carries a problem type, an HTTP status and any number
of faults. Nothing here knows HTTP libraries: the site turns a problem into a response.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule at one place of the input.

    ``field`` is a dotted path or JSON pointer, ``value`` the offending value as read,
    ``rule`` a stable machine-readable slug such as ``check-digit`` and ``row`` the row
    number of a batch (1-based) where there is one.
    """

    field: str
    value: object
    rule: str
    message: Text
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: a stable slug, its HTTP status and a title.

    A slug with a prefix (``epcisException:ValidationException``) belongs to a published standard
    and is the type's name as it stands.
    """

    slug: str
    status: int
    title: Text

    @property
    def uri(self) -> str:
        """The ``type`` member of problem documents."""
        return self.slug if ":" in self.slug else f"/problems/{self.slug}"


INVALID = ProblemType("invalid", 422, Text("内容不符合要求", "The content breaks a rule"))
MALFORMED = ProblemType("malformed", 400, Text("格式无法识别", "The content cannot be read"))
NOT_FOUND = ProblemType("not-found", 404, Text("未找到", "Not found"))
NOT_ALLOWED = ProblemType("not-allowed", 403, Text("没有权限", "Not allowed"))
NOT_SIGNED_IN = ProblemType("not-signed-in", 401, Text("请先登录", "Please sign in"))
CONFLICT = ProblemType("conflict", 409, Text("与现有记录冲突", "Conflicts with what is stored"))
TOO_LARGE = ProblemType("too-large", 413, Text("内容过大", "Too large"))
UNSUPPORTED_MEDIA = ProblemType(
    "unsupported-media-type", 415, Text("不支持的内容类型", "Unsupported media type")
)
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed", 405, Text("此地址不支持该操作", "This address does not take that method")
)
ADDRESS_TOO_LONG = ProblemType("address-too-long", 414, Text("地址过长", "The address is too long"))
TOO_MANY_TRIES = ProblemType("too-many-tries", 429, Text("尝试次数过多", "Too many tries"))
INTERNAL = ProblemType("internal", 500, Text("系统出错", "Something broke on our side"))


class Problem(Exception):
    """An input or a request that cannot be accepted.

    Raise it with the type, a sentence for people and, where known, the faults that name
    field, value and rule. ``type`` in the wire form is the type's slug as a relative URI.
    """

    def __init__(
        self, kind: ProblemType, detail: Text | None = None, faults: Iterable[Fault] = ()
    ) -> None:
        self.kind = kind
        self.detail = detail or kind.title
        self.faults = tuple(faults)
        super().__init__(f"{kind.slug}: {self.detail.en}")

    def as_document(self, language: str) -> dict[str, object]:
        """Return the RFC 9457 members in one language, faults under ``errors``."""
        return {
            "type": self.kind.uri,
            "title": self.kind.title.in_language(language),
            "status": self.kind.status,
            "detail": self.detail.in_language(language),
            "errors": [
                {
                    "field": fault.field,
                    "value": _as_json_value(fault.value),
                    "rule": fault.rule,
                    "message": fault.message.in_language(language),
                    **({"row": fault.row} if fault.row is not None else {}),
                }
                for fault in self.faults
            ],
        }


def _as_json_value(value: object) -> object:
    """Keep plain JSON scalars, show everything else as text cut to a readable length."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and isfinite(value):  # JSON has no word for the others
        return value
    return str(value)[:200]


def invalid(field: str, value: object, rule: str, zh: str, en: str) -> Problem:
    """Build the commonest problem: one field with a value that breaks one rule."""
    message = Text(zh, en)
    return Problem(INVALID, message, [Fault(field, value, rule, message)])


def require_reason(
    reason: str,
    zh: str = "请填写理由",
    en: str = "A reason is required",
    *,
    field: str = "reason",
) -> None:
    """Raise a problem where a step that must be justified comes without a word of why."""
    if not reason.strip():
        raise invalid(field, reason, "required", zh, en)
