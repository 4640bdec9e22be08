"""What is wrong with an input, in Chinese: pydantic's findings, and the names of fields."""

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


_FIELDS: Mapping[str, str] = {
    "amount": "数量或金额",
    "amount_unit": "金额单位",
    "as_of": "截至日期",
    "county": "县（市、区）",
    "day": "日期",
    "detail": "类型",
    "document": "文号或凭证号",
    "due_on": "完成时限",
    "entry": "登记编号",
    "evidence": "佐证",
    "evidence_kinds": "佐证类别",
    "file": "文件",
    "head": "头数",
    "identity": "证件号码",
    "indicator": "指标",
    "kind": "类别",
    "latitude": "纬度",
    "lead": "牵头单位",
    "left_out": "公开的部分",
    "licence": "使用许可",
    "longitude": "经度",
    "month": "月份",
    "name": "名称",
    "note": "说明",
    "number": "编号",
    "on": "日期",
    "opinion": "意见",
    "organisation": "任职单位",
    "part": "专栏项目",
    "percent": "完成比例",
    "period": "期间",
    "person": "办理人",
    "reason": "理由",
    "receiver": "收款单位",
    "since": "起始月份",
    "source": "来源",
    "stage": "阶段",
    "subject": "主体",
    "title": "名称",
    "town": "乡镇（街道）",
    "unit": "单位",
    "value": "数值",
    "words": "内容",
    "zone": "分区",
}


def field_wording(field: str) -> Text:
    """The name of a field as a form shows it; empty where its code says it best."""
    return Text(_FIELDS.get(field, ""), "")
