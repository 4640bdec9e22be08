"""What pydantic finds wrong with an input, in Chinese; its own words are English."""

from collections.abc import Mapping
from typing import Any

from milkshed.kernel.text import Text

_WORDS: Mapping[str, str] = {
    "missing": "缺少此项",
    "string_type": "应为文字",
    "string_too_short": "文字至少{min_length}个字符",
    "string_too_long": "文字至多{max_length}个字符",
    "string_pattern_mismatch": "写法不符合规定（{pattern}）",
    "string_unicode": "含有残缺的字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "decimal_max_digits": "数字至多{max_digits}位",
    "bool_type": "应为是或否（true/false）",
    "bool_parsing": "应为是或否（true/false）",
    "greater_than": "应大于{gt}",
    "greater_than_equal": "应不小于{ge}",
    "less_than": "应小于{lt}",
    "less_than_equal": "应不大于{le}",
    "date_type": "应为日期，如 2026-01-31",
    "date_parsing": "应为日期，如 2026-01-31",
    "date_from_datetime_parsing": "应为日期，如 2026-01-31",
    "date_from_datetime_inexact": "应为日期，不带时刻",
    "datetime_type": "应为时间，如 2026-01-31T08:30:00+08:00",
    "datetime_parsing": "应为时间，如 2026-01-31T08:30:00+08:00",
    "datetime_from_date_parsing": "应为时间，如 2026-01-31T08:30:00+08:00",
    "timezone_aware": "时间应带时区，如 +08:00",
    "uuid_type": "应为 UUID",
    "uuid_parsing": "应为 UUID",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "too_short": "至少{min_length}项",
    "too_long": "至多{max_length}项",
    "extra_forbidden": "没有此项",
}


def rule_wording(rule: str, message: str, context: Mapping[str, Any]) -> Text:
    """The message of a broken rule in both languages; pydantic's own where none is known here."""
    try:
        chinese = _WORDS[rule].format_map(context)
    except KeyError:
        chinese = f"不符合要求：{message}"
    return Text(chinese, message)
