"""What is found in a message: the place, the rule, how grave it is, and what it says to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from milkshed.kernel.text import Text

ERROR, WARNING, INFORMATION = "Error", "Warning", "Information"

RULES: Mapping[str, tuple[str, Text]] = MappingProxyType(
    {
        "json": (ERROR, Text("不是合法的JSON：{value}", "This is not JSON: {value}")),
        "no-messages": (
            ERROR,
            Text(
                "既不是报文，也不是含member的集合",
                "This is neither a message nor a collection with member",
            ),
        ),
        "unknown-type": (
            ERROR,
            Text("不认识的资源类型“{value}”", "The resource type “{value}” is not known"),
        ),
        "type-unclear": (
            ERROR,
            Text(
                "没有resourceType，也无法从其他成员看出是哪种报文",
                "There is no resourceType, and the other members do not tell which message it is",
            ),
        ),
        "other-type": (
            ERROR,
            Text(
                "此处应为{expected}，而不是“{value}”",
                "{expected} is expected here, not “{value}”",
            ),
        ),
        "required": (ERROR, Text("缺少必填成员{expected}", "The member {expected} is required")),
        "kind": (ERROR, Text("“{value}”应为{expected}", "“{value}” should be {expected}")),
        "choice": (
            ERROR,
            Text("“{value}”不在{expected}的取值内", "“{value}” is no value of {expected}"),
        ),
        "moment": (
            ERROR,
            Text("“{value}”不是RFC 3339日期时间", "“{value}” is no date and time as in RFC 3339"),
        ),
        "missing-resource-type": (
            WARNING,
            Text("没有resourceType，按{expected}读取", "No resourceType: read as {expected}"),
        ),
        "null-value": (
            WARNING,
            Text("此处不得为null，按未填读取", "null is not allowed here: read as absent"),
        ),
        "member-name": (
            WARNING,
            Text("成员名应写作{expected}，已照此读取", "The member is written {expected}: so read"),
        ),
        "number-as-text": (
            WARNING,
            Text("“{value}”应写成数字", "“{value}” should be written as a number"),
        ),
        "text-as-number": (
            WARNING,
            Text("{value}应写成文本", "{value} should be written as text"),
        ),
        "boolean-as-text": (
            WARNING,
            Text("“{value}”应写成true或false", "“{value}” should be written true or false"),
        ),
        "choice-case": (
            WARNING,
            Text("“{value}”应写作{expected}", "“{value}” should be written {expected}"),
        ),
        "no-zone": (
            WARNING,
            Text(
                "“{value}”没有时区，按北京时间读取",
                "“{value}” has no zone: read as China Standard Time",
            ),
        ),
        "date-only": (
            WARNING,
            Text(
                "“{value}”只有日期，按北京时间零点读取",
                "“{value}” is a date only: read as midnight China Standard Time",
            ),
        ),
        "one-for-many": (
            WARNING,
            Text("此处应为列表，按只有一项读取", "A list is expected: read as a list of one"),
        ),
        "bare-list": (
            INFORMATION,
            Text("报文没有集合外壳", "The messages come without their collection"),
        ),
        "unknown-member": (
            INFORMATION,
            Text("标准没有此成员，未读取", "The standard has no such member: it was not read"),
        ),
        "not-kept": (
            INFORMATION,
            Text("本平台不保存此成员", "This member is not kept here"),
        ),
        "schema": (ERROR, Text("不符合官方模式：{value}", "Breaks the official schema: {value}")),
        "unreachable": (ERROR, Text("无法读取：{value}", "Cannot be read: {value}")),
        "paging": (ERROR, Text("翻页有误：{value}", "Paging is wrong: {value}")),
        "status": (
            ERROR,
            Text("服务器以{value}应答", "The server answered {value}"),
        ),
        "not-offered": (
            INFORMATION,
            Text("服务器不提供此报文（{value}）", "The server does not offer this ({value})"),
        ),
    }
)
"""Severity and wording by rule. ``{value}`` is what was found, ``{expected}`` what should be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at a JSON pointer. Errors lose the message, warnings were read around."""

    path: str
    rule: str
    value: object = None
    expected: str = ""

    @property
    def severity(self) -> str:
        """``Error``, ``Warning`` or ``Information``."""
        return RULES[self.rule][0]

    @property
    def message(self) -> Text:
        """What it says, in both languages."""
        return RULES[self.rule][1].format(value=str(self.value)[:120], expected=self.expected)

    def as_document(self) -> dict[str, Any]:
        """The finding for JSON."""
        return {
            "path": self.path,
            "rule": self.rule,
            "severity": self.severity,
            "zh": self.message.zh,
            "en": self.message.en,
        }
