"""What the public may read of a bulletin: no secret is left in words, tables, data or notes."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.science.redaction import WITHHELD, Secrets, redacted
from milkshed.plan.science.wording import keys_in, plain_text

FIELDS = {
    "K1.value": ("22.01万头", "奶牛存栏（本期）", "K1"),
    "K1.change": ("0.37万头", "奶牛存栏（变动）", "K1"),
    "K1.target": ("85万头", "奶牛存栏（目标）", "K1"),
    "K1.part.640302": ("0.31万头", "利通区", "K1"),
    "K1.part.rest": ("0.06万头", "其余", "K1"),
    "T5.1.value": ("1.13万吨/日", "加工能力（本期）", "T5.1"),
    "lights.total": ("58项", "指标总数", "lights"),
}


def content() -> dict[str, Any]:
    return {
        "fields": {
            key: {"text": text, "label": label, "note": note}
            for key, (text, label, note) in FIELDS.items()
        },
        "notes": {
            "K1": "K1 奶牛存栏（万头）；截至2026年9月30日；依据：在群奶牛（头）220137",
            "T5.1": "T5.1 加工能力（万吨/日）；依据：在产加工厂2",
            "lights": "红绿灯：逐项判定",
        },
        "tables": {
            "indicators": {
                "caption": "指标一览",
                "header": ["指标", "单位", "本期", "变动", "目标", "红绿灯"],
                "rows": [
                    [
                        {"text": "K1 奶牛存栏", "note": ""},
                        {"text": "万头", "note": ""},
                        {"text": "22.0137", "note": "K1"},
                        {"text": "+0.3711", "note": "K1"},
                        {"text": "85", "note": "K1"},
                        {"text": "黄灯", "note": ""},
                    ]
                ],
            }
        },
        "readings": {"K1": {"value": "22.0137"}},
        "as_of": "2026-09-30",
        "template": "month-1",
    }


WORDING = [
    {
        "code": "summary",
        "heading": "总体情况",
        "paragraphs": ["共{58项|lights.total}。各地要核实原因。"],
        "tables": [],
    },
    {
        "code": "indicators",
        "heading": "主要指标",
        "paragraphs": [
            "奶牛存栏{22.01万头|K1.value}，2027年目标{85万头|K1.target}。",
            "加工能力{1.13万吨/日|T5.1.value}。",
        ],
        "tables": ["indicators"],
    },
    {
        "code": "movement",
        "heading": "变动说明",
        "paragraphs": [
            "奶牛存栏增加{0.37万头|K1.change}。"
            "其中：利通区增加{0.31万头|K1.part.640302}，其余增加{0.06万头|K1.part.rest}。"
            "没有其他原因。"
        ],
        "tables": [],
    },
]


def secrets(*figures: str, splits: tuple[str, ...] = ()) -> Secrets:
    return Secrets(frozenset(figures), frozenset(splits), 3)


def test_without_secrets_nothing_is_taken_out() -> None:
    public = redacted(content(), WORDING, secrets())
    assert not public.is_extract
    assert public.wording == WORDING
    assert public.content["fields"] == content()["fields"]
    assert "readings" not in public.content


def test_a_secret_figure_leaves_words_tables_data_and_note() -> None:
    public = redacted(content(), WORDING, secrets("K1"))
    assert public.is_extract
    told = json.dumps([public.content, public.wording], ensure_ascii=False)
    for number in ("22.01", "220137", "0.37", "0.31", "0.06"):
        assert number not in told, number
    assert public.wording[1]["paragraphs"][0] == "奶牛存栏涉及主体不足3家，数值不公布。"
    assert "1.13万吨/日" in public.wording[1]["paragraphs"][1]
    assert [cell["text"] for cell in public.content["tables"]["indicators"]["rows"][0]] == [
        "K1 奶牛存栏", "万头", WITHHELD, WITHHELD, "85", "黄灯",
    ]  # fmt: skip
    assert public.content["notes"]["K1"] == (
        "K1 奶牛存栏（万头）；涉及主体不足3家，数值和依据不公布"
    )


def test_a_secret_county_takes_the_sentence_of_all_parts() -> None:
    public = redacted(content(), WORDING, secrets(splits=("K1",)))
    assert plain_text(public.wording[2]["paragraphs"][0]) == (
        "奶牛存栏增加0.37万头。分县变动涉及主体不足3家，不公布。没有其他原因。"
    )
    assert not [key for key in public.content["fields"] if ".part." in key]
    assert "220137" in public.content["notes"]["K1"]


def test_sections_left_out_take_their_data_along() -> None:
    public = redacted(content(), WORDING, secrets(), left_out=("indicators", "movement"))
    assert public.is_extract
    assert [one["code"] for one in public.wording] == ["summary"]
    assert (set(public.content["fields"]), public.content["tables"]) == ({"lights.total"}, {})
    assert set(public.content["notes"]) == {"lights"}


def test_a_correction_does_not_tell_by_its_table() -> None:
    before = {"K1.value": {"text": "21.9万头", "label": "奶牛存栏（本期）", "note": "K1"}}
    held = content()
    held["tables"]["correction"] = {
        "caption": "更正前后对照",
        "header": ["项目", "原数", "更正后"],
        "rows": [
            [
                {"text": "奶牛存栏（本期）", "note": ""},
                {"text": "21.9万头", "note": "correction"},
                {"text": "22.01万头", "note": "K1"},
            ]
        ],
    }
    held["notes"]["correction"] = "更正：逐字段比较"
    wording = [
        {"code": "correction", "heading": "更正说明", "paragraphs": [], "tables": ["correction"]}
    ]
    public = redacted(held, wording, secrets("K1"), before=before)
    row = public.content["tables"]["correction"]["rows"][0]
    assert [cell["text"] for cell in row] == ["奶牛存栏（本期）", WITHHELD, WITHHELD]


@given(
    st.lists(st.sampled_from([*FIELDS, "，", "。", "按县看"]), max_size=12),
    st.sets(st.sampled_from(["K1", "T5.1"])),
    st.sets(st.sampled_from(["K1", "T5.1"])),
)
def test_however_it_is_worded_no_secret_is_told(
    parts: list[str], figures: set[str], splits: set[str]
) -> None:
    text = "".join(f"{{{FIELDS[one][0]}|{one}}}" if one in FIELDS else one for one in parts)
    wording = [{"code": "summary", "heading": "总体", "paragraphs": [text], "tables": []}]
    hidden = secrets(*figures, splits=tuple(splits))
    public = redacted(content(), wording, hidden)
    told = keys_in(public.wording[0]["paragraphs"])
    assert not [key for key in told if hidden.hides(key, FIELDS[key][2])]
    assert set(public.content["fields"]) == set(told)
    if not figures and not splits:
        assert public.wording[0]["paragraphs"] == [text]
