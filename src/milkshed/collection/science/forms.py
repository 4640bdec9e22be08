"""The application forms as versioned data, and the check of what an application lacks."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from milkshed.kernel.text import Text

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``kind`` is text, phone or number (above zero)."""

    key: str
    title: Text
    article: str
    kind: str = "text"
    unit: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Material:
    """One paper that must be attached."""

    key: str
    title: Text
    article: str


@dataclass(frozen=True, slots=True)
class Form:
    """One version of the form of a kind and purpose, with its day, source and status."""

    key: str
    kind: str
    purpose: str
    valid_from: date
    source: str
    status: str
    fields: tuple[Field, ...]
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something an application lacks: where, what it is called, why, and the article behind it."""

    key: str
    title: Text
    reason: Text
    article: str


_ART20, _ART25 = "条例第二十条", "条例第二十五条"
_FACE = "许可证证面"
_SOURCE = "条例第二十条；证面据公开表样；材料目录据《生鲜乳生产收购管理办法》回忆整理"
_TANKER_SOURCE = "条例第二十五条；证面据公开表样；条件据《生鲜乳生产收购管理办法》回忆整理"
_FROM = date(2008, 10, 9)

_STATION_FIELDS = (
    Field("legal_representative", Text("法定代表人", "Legal representative"), _FACE),
    Field("legal_phone", Text("法定代表人电话", "Their phone"), _FACE, "phone"),
    Field("person_in_charge", Text("收购站负责人", "Person in charge"), _FACE),
    Field("manager_phone", Text("负责人电话", "Their phone"), _FACE, "phone"),
    Field("address", Text("地址", "Address"), _FACE),
    Field("milk_kind", Text("奶畜种类", "Milk kind"), _FACE),
    Field("purchase_area", Text("收购区域（牧场、村）", "Purchase area (farms, villages)"), _FACE),
    Field("processors", Text("供应的乳制品企业", "Processors supplied"), _FACE),
    Field("daily_intake_kg", Text("日收奶量", "Daily intake"), f"{_ART20}第三项", "number", "公斤"),
    Field("site_area_m2", Text("站区面积", "Site area"), f"{_ART20}第二项", "number", "平方米"),
    Field(
        "hall_area_m2",
        Text("挤奶（贮奶）厅面积", "Hall area"),
        f"{_ART20}第二项",
        "number",
        "平方米",
    ),
    Field(
        "laboratory_area_m2",
        Text("化验室面积", "Laboratory area"),
        f"{_ART20}第四项",
        "number",
        "平方米",
    ),
)
_STATION_MATERIALS = (
    Material(
        "site_plan",
        Text("站区平面图与周边示意图", "Site plan and sketch of the surroundings"),
        f"{_ART20}第一、二项",
    ),
    Material(
        "cooling",
        Text(
            "冷却、冷藏、保鲜设施与低温运输设备清单", "List of cooling, storage and cold transport"
        ),
        f"{_ART20}第三项",
    ),
    Material(
        "instruments",
        Text("化验、计量、检测仪器设备清单", "List of laboratory, metering and test instruments"),
        f"{_ART20}第四项",
    ),
    Material(
        "operator",
        Text(
            "开办单位执照与法定代表人身份证明", "Operator's licence, identity of the legal person"
        ),
        f"{_ART20}第一款",
    ),
    Material(
        "staff",
        Text("从业人员培训证明与健康证明", "Training and health certificates of staff"),
        f"{_ART20}第五项",
    ),
    Material(
        "rules",
        Text("卫生管理与质量安全保障制度", "Rules of hygiene and quality assurance"),
        f"{_ART20}第六项",
    ),
)
_TANKER_FIELDS = (
    Field("owner", Text("车辆所有人", "Vehicle owner"), _FACE),
    Field("owner_phone", Text("车主电话", "Their phone"), _FACE, "phone"),
    Field("driver", Text("驾驶员", "Driver"), _FACE),
    Field("driver_phone", Text("驾驶员电话", "Their phone"), _FACE, "phone"),
    Field("quality_person", Text("质量安全负责人", "Person in charge of quality"), _FACE),
    Field("rated_load_kg", Text("核定载重", "Rated load"), _FACE, "number", "公斤"),
    Field("daily_volume_kg", Text("日运输量", "Daily volume"), _FACE, "number", "公斤"),
    Field("max_haul_km", Text("最大运距", "Longest haul"), _FACE, "number", "公里"),
)
_TANKER_MATERIALS = (
    Material("vehicle", Text("行驶证与车辆照片", "Vehicle licence and photo"), _ART25),
    Material("tank", Text("奶罐材质与保温证明", "Proof of the tank's material"), _ART25),
    Material(
        "health",
        Text("驾驶员、押运员健康证明", "Health certificates of driver and escort"),
        _ART25,
    ),
    Material("rules", Text("清洗消毒与铅封制度", "Rules of cleaning and sealing"), _ART25),
)
_CHANGE_FIELD = Field(
    "change", Text("变更内容与理由", "What changes, and why"), "行政许可法第四十九条"
)
_CHANGE_PROOF = Material(
    "proof", Text("变更事项的证明", "Proof of the change"), "行政许可法第四十九条"
)


def _forms() -> Iterator[Form]:
    for kind, fields, materials, source in (
        ("station_licence", _STATION_FIELDS, _STATION_MATERIALS, _SOURCE),
        ("tanker_permit", _TANKER_FIELDS, _TANKER_MATERIALS, _TANKER_SOURCE),
    ):
        lasting = tuple(one for one in materials if one.key in ("staff", "health", "rules"))
        yield Form(f"{kind}-new-1", kind, "new", _FROM, source, "recalled", fields, materials)
        yield Form(f"{kind}-renewal-1", kind, "renewal", _FROM, source, "recalled", fields, lasting)
        yield Form(
            f"{kind}-change-1",
            kind,
            "change",
            _FROM,
            source,
            "recalled",
            (_CHANGE_FIELD, *fields),
            (_CHANGE_PROOF,),
        )


FORMS: Mapping[str, Form] = {form.key: form for form in _forms()}


def form_for(kind: str, purpose: str, day: date) -> Form:
    """The version of a form in force on a day; before the first, the first.

    Raises LookupError for an unknown kind or purpose.
    """
    versions = sorted(
        (one for one in FORMS.values() if (one.kind, one.purpose) == (kind, purpose)),
        key=lambda one: one.valid_from,
    )
    if not versions:
        raise LookupError(f"no form for {kind!r}, {purpose!r}")
    in_force = [one for one in versions if one.valid_from <= day]
    return in_force[-1] if in_force else versions[0]


def lacks(form: Form, content: Mapping[str, str], attached: Collection[str]) -> tuple[Lack, ...]:
    """Everything an application lacks, in the order of the form; empty when it is complete."""
    found = [
        Lack(field.key, field.title, reason, field.article)
        for field in form.fields
        if (reason := _fault(field, content.get(field.key, "").strip())) is not None
    ]
    found += [
        Lack(one.key, one.title, Text("未上传", "Not attached"), one.article)
        for one in form.materials
        if one.key not in attached
    ]
    return tuple(found)


def _fault(field: Field, value: str) -> Text | None:
    if not value:
        return Text("未填写", "Not filled in") if field.required else None
    if field.kind == "phone" and not _PHONE.fullmatch(value):
        return Text("不是有效的电话号码", "No valid phone number")
    if field.kind == "number" and not _is_positive(value):
        return Text("应为大于零的数字", "Must be a number above zero")
    return None


def _is_positive(value: str) -> bool:
    return re.fullmatch(r"\d{1,9}(\.\d{1,3})?", value) is not None and float(value) > 0
