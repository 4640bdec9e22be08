"""What a broken schema rule means, in words for people.

Turns one error of the compiled validator into faults: a JSON pointer to the field at fault, the
value found there, a stable rule slug and a sentence in both languages.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import jsonschema_rs

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.schema import (
    CONDITIONS,
    FIRST_YEAR,
    LAST_YEAR,
    MAXIMUM_QUANTITY,
)
from milkshed.ledger.epcis.vocabulary import ACTIONS, EVENT_FIELDS, EVENT_TYPES

_LOCAL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?")
_FIELDS_OF_EVENTS = frozenset(field.name for fields in EVENT_FIELDS.values() for field in fields)

_UNKNOWN_WORDS = {
    "bizStep": ("unknown-biz-step", "业务步骤", "business step"),
    "disposition": ("unknown-disposition", "状态", "disposition"),
    "bizTransactionType": (
        "unknown-biz-transaction-type",
        "业务单据类型",
        "business transaction type",
    ),
    "sourceDestinationType": (
        "unknown-source-or-destination-type",
        "来源或去向类型",
        "source or destination type",
    ),
    "errorReason": ("unknown-error-reason", "更正原因", "error reason"),
    "measurementType": ("unknown-measurement-type", "测量类型", "measurement type"),
    "sensorAlert": ("unknown-sensor-alert", "传感器报警类型", "sensor alert"),
    "component": ("unknown-component", "测量分量", "component"),
}

_CONDITIONS = {
    "what-is-missing": Text(
        "没有说明涉及的对象：需要epcList、非空的quantityList，"
        "或（对象事件）读取点连同sensorElementList",
        "What the event is about is missing: an epcList, a filled quantityList or, for an object"
        " event, a readPoint with a sensorElementList is needed",
    ),
    "ilmd-only-when-added": Text(
        "只有action为ADD的事件才能带有ilmd", "Only an event whose action is ADD may carry ilmd"
    ),
    "children-are-missing": Text(
        "需要非空的childEPCs或childQuantityList（action为DELETE时除外）",
        "A filled childEPCs or childQuantityList is needed unless the action is DELETE",
    ),
    "parent-is-missing": Text(
        "action为ADD或DELETE的聚合事件必须有parentID",
        "An aggregation that is added or deleted must name its parentID",
    ),
    "inputs-or-outputs-are-missing": Text(
        "转化事件需要投入和产出；有transformationID时至少要有其中之一",
        "A transformation needs inputs and outputs; with a transformationID at least one of them",
    ),
}

_PATTERNS = {
    "time": (
        "year-out-of-range",
        Text(
            f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间",
            f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}",
        ),
    ),
    "eventTimeZoneOffset": (
        "time-zone-offset",
        Text("时区偏移应写作+08:00的形式", "The offset must be written like +08:00"),
    ),
    "uom": (
        "unit-code",
        Text(
            "计量单位应为UN/ECE第20号建议书代码，如KGM",
            "The unit must be a code of UN/ECE Recommendation 20 such as KGM",
        ),
    ),
    "hexBinaryValue": (
        "hexadecimal",
        Text("应为十六进制数字", "Hexadecimal digits are expected"),
    ),
    "schemaVersion": (
        "schema-version",
        Text("版本号应写作2.0的形式", "The version must be written like 2.0"),
    ),
}

_TYPES = {
    "number": Text("应为数字", "A number is expected"),
    "string": Text("应为文本", "Text is expected"),
    "array": Text("应为列表", "A list is expected"),
    "object": Text("应为对象", "An object is expected"),
    "boolean": Text("应为true或false", "True or false is expected"),
}


def pointer_to(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path of names and indexes."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _at(content: Any, path: Iterable[str | int]) -> object:
    for step in path:
        content = content[step]
    return content


def fault_of(
    error: jsonschema_rs.ValidationError, content: dict[str, Any], pointer: str
) -> list[Fault]:
    """Return the faults of one error, mostly a single one.

    ``content`` is what was validated and ``pointer`` the place of it in the whole document.
    """
    path = list(error.instance_path)
    where = pointer + pointer_to(path)
    value = _at(content, path)
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    rule_path = [str(step) for step in error.schema_path]
    condition = _condition(rule_path)
    if condition == "ilmd-only-when-added":
        ilmd = where.removesuffix("/action") + "/ilmd"
        return [Fault(ilmd, None, condition, _CONDITIONS[condition])]
    if condition:
        return [Fault(where, _scalar(value), condition, _CONDITIONS[condition])]
    kind = error.kind.name
    structure = _structure(rule_path)
    match kind:
        case "required":
            missing = str(error.kind.as_dict().get("property", ""))
            return [_missing(where, missing)]
        case "additionalProperties":
            unexpected = error.kind.as_dict().get("unexpected", [])
            return [_unexpected(where, str(key), value, rule_path) for key in unexpected]
        case "format" if name == "type" and _is_event(_at(content, path[:-1])):
            rule, message = _event_type_fault(value)
        case "format":
            rule, message = _format_fault(str(error.kind.as_dict().get("format")), value)
        case "enum":
            rule, message = _enum_fault(structure, value, error.kind.as_dict())
        case "pattern":
            rule, message = _pattern_fault(structure, name)
        case "not":
            rule = "standard-word-as-uri"
            message = Text(
                "标准词汇须只写词本身（如shipping），不写成URI",
                "A standard word must be written bare (such as shipping), not as a URI",
            )
        case _:
            rule, message = _plain_fault(kind, error, value)
    return [Fault(where, _scalar(value), rule, message)]


def _condition(rule_path: list[str]) -> str | None:
    for index, step in enumerate(rule_path[:-2]):
        if step in CONDITIONS and rule_path[index + 1] == "allOf":
            return CONDITIONS[step][int(rule_path[index + 2])][0]
    return None


def _structure(rule_path: list[str]) -> str:
    """Return the innermost definition that a rule stands in."""
    found = ""
    for index, step in enumerate(rule_path[:-1]):
        if step == "definitions":
            found = rule_path[index + 1]
    return found


def _scalar(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | str) else None


def _missing(where: str, name: str) -> Fault:
    return Fault(
        f"{where}{pointer_to([name])}",
        None,
        "required",
        Text(f"缺少必填字段“{name}”", f"The field “{name}” is required"),
    )


def _unexpected(where: str, name: str, value: Any, rule_path: list[str]) -> Fault:
    found = _scalar(value.get(name)) if isinstance(value, dict) else None
    field = f"{where}{pointer_to([name])}"
    if "ilmd" in rule_path or "patternProperties" in rule_path:
        message = Text(
            f"“{name}”没有命名空间前缀（应写作prefix:name）",
            f"“{name}” has no namespace prefix (write prefix:name)",
        )
        return Fault(field, found, "extension-without-prefix", message)
    if name in _FIELDS_OF_EVENTS and any(step in EVENT_FIELDS for step in rule_path):
        message = Text(f"这类事件不能带有“{name}”", f"An event of this type may not carry “{name}”")
        return Fault(field, found, "field-not-of-this-event", message)
    message = Text(
        f"未知字段“{name}”；扩展字段须带命名空间前缀",
        f"The field “{name}” is unknown; an extension needs a namespace prefix",
    )
    return Fault(field, found, "unknown-field", message)


def _format_fault(wanted: str, value: object) -> tuple[str, Text]:
    if wanted == "date-time":
        if isinstance(value, str) and _LOCAL_TIME.fullmatch(value):
            return "time-without-zone", Text(
                "时间缺少时区（应写作2026-01-05T08:30:00+08:00）",
                "The time lacks its zone (write 2026-01-05T08:30:00+08:00)",
            )
        return "not-a-time", Text(
            "不是有效的时间（应写作2026-01-05T08:30:00+08:00）",
            "This is not a time (write 2026-01-05T08:30:00+08:00)",
        )
    return "not-a-uri", Text("不是有效的URI", "This is not a URI")


def _is_event(found: object) -> bool:
    return isinstance(found, dict) and "eventTime" in found


def _suggested(value: object, words: Iterable[str]) -> Text:
    """Return a hint at the most similar word, empty when none is similar."""
    found = get_close_matches(str(value), list(words), n=1, cutoff=0.75)
    return (
        Text(f"（是否指“{found[0]}”？）", f" (did you mean “{found[0]}”?)")
        if found
        else Text("", "")
    )


def _event_type_fault(value: object) -> tuple[str, Text]:
    hint = _suggested(value, EVENT_TYPES)
    return "unknown-event-type", Text(
        f"没有事件类型“{value}”{hint.zh}；自有类型须写成URI",
        f"There is no event type “{value}”{hint.en}; an own type must be a URI",
    )


def _enum_fault(structure: str, value: object, kind: dict[str, Any]) -> tuple[str, Text]:
    options = kind.get("options")
    words = [str(word) for word in options] if isinstance(options, list) else []
    if structure in _UNKNOWN_WORDS:
        rule, zh, en = _UNKNOWN_WORDS[structure]
        hint = _suggested(value, words)
        return rule, Text(
            f"CBV 2.0没有{zh}“{value}”{hint.zh}；自有词汇须写成URI",
            f"CBV 2.0 has no {en} “{value}”{hint.en}; an own word must be a URI",
        )
    return "unknown-action", unknown_action(value)


def unknown_action(value: object) -> Text:
    """Return what is told about an action that is none."""
    hint = _suggested(value, ACTIONS)
    return Text(
        f"action只能是ADD、OBSERVE或DELETE，不能是“{value}”{hint.zh}",
        f"The action must be ADD, OBSERVE or DELETE, not “{value}”{hint.en}",
    )


def _pattern_fault(structure: str, name: str) -> tuple[str, Text]:
    found = _PATTERNS.get(structure) or _PATTERNS.get(name)
    return found or ("form", Text("格式不对", "The form is wrong"))


def _plain_fault(
    kind: str, error: jsonschema_rs.ValidationError, value: object
) -> tuple[str, Text]:
    match kind:
        case "type":
            wanted = error.kind.as_dict().get("types") or [error.kind.as_dict().get("type")]
            return f"not-a-{'-or-'.join(map(str, wanted))}", _joined(wanted)
        case "minimum":
            return "negative-quantity", Text("数量不能为负", "A quantity may not be negative")
        case "maximum":
            return "absurd-quantity", Text(
                f"数量不能大于{MAXIMUM_QUANTITY:,}",
                f"A quantity may not exceed {MAXIMUM_QUANTITY:,}",
            )
        case "minItems":
            return "empty-list", Text("列表不能为空", "The list may not be empty")
        case "minProperties":
            return "empty-object", Text("至少要有set或unset", "Set or unset is needed")
        case "uniqueItems":
            return "repeated-entry", Text("列表中有重复项", "An entry is repeated in the list")
        case _:
            return kind, Text(f"“{value}”不符合规则", f"“{value}” breaks a rule")


def _joined(wanted: Iterable[object]) -> Text:
    texts = [_TYPES[str(kind)] for kind in wanted if str(kind) in _TYPES]
    if not texts:
        return Text("类型不对", "The type is wrong")
    return Text("，或".join(text.zh for text in texts), ", or ".join(text.en for text in texts))
