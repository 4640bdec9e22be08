"""What each kind of event says in its ``details``: one frozen dataclass for each, checked on entry.

Keys are those of the fields; units stand as suffixes. ``note`` may go with every kind, and keys
that begin with ``x_`` hold what another system said beyond this vocabulary. Events recorded
before a key existed stay readable: only what comes in is checked.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields

from milkshed.herd.models import EventKind
from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

LONGEST_TEXT = 200
_MOST_EXTRAS = 20
_MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """How one value is read: its type, the codes or the range it must keep."""

    type: type
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    step: float | None = None


def _text(*codes: str) -> dict[str, Entry]:
    return {"entry": Entry(str, codes)}


def _number(low: float, high: float, step: float | None = None) -> dict[str, Entry]:
    return {"entry": Entry(float, (), low, high, step)}


def _count(low: int, high: int) -> dict[str, Entry]:
    return {"entry": Entry(int, (), low, high)}


_YES_NO = {"entry": Entry(bool)}
_WORDS = {"entry": Entry(list)}

SEXES = ("F", "M")
DRY_OFF_REASONS = ("normal", "low_yield", "ill", "abortion", "other")
PREGNANCY_RESULTS = ("pregnant", "open", "doubtful")
PREGNANCY_METHODS = ("palpation", "ultrasound", "blood", "milk")
OBSERVERS = ("visual", "chalk", "pedometer", "collar")
BREEDING_METHODS = ("ai", "natural", "timed_ai")
DOSE_UNITS = ("mL", "mg", "g", "IU", "dose")
ROUTES = ("im", "iv", "sc", "po", "intramammary", "intrauterine", "topical")
QUARTERS = ("LF", "RF", "LR", "RR")
LIMBS = ("LF", "RF", "LH", "RH")
DEPARTURE_REASONS = ("sold", "culled")
DISPOSALS = ("rendering", "incineration", "burial", "fermentation", "other")
WEIGHT_METHODS = ("scale", "tape", "camera", "estimate")


@dataclass(frozen=True, slots=True)
class Calf:
    """A calf of a calving; a live one with a number is registered with it."""

    sex: str = field(metadata=_text(*SEXES))
    number: str = field(default="", metadata=_text())
    weight_kg: float | None = field(default=None, metadata=_number(10, 100))
    stillborn: bool = field(default=False, metadata=_YES_NO)


@dataclass(frozen=True, slots=True)
class Calving:
    """``ease`` 1–5: ICAR ADE's classes from unassisted to surgery. Twins are two calves."""

    ease: int | None = field(default=None, metadata=_count(1, 5))
    calves: tuple[Calf, ...] = field(default=(), metadata={"entry": Entry(Calf)})

    @property
    def twins(self) -> bool:
        """Whether more than one calf was born."""
        return len(self.calves) > 1


@dataclass(frozen=True, slots=True)
class Birth:
    """An animal's own birth, written when its dam's calving reports it."""

    dam_number: str = field(default="", metadata=_text())
    sire_number: str = field(default="", metadata=_text())
    weight_kg: float | None = field(default=None, metadata=_number(10, 100))
    twin: bool = field(default=False, metadata=_YES_NO)


@dataclass(frozen=True, slots=True)
class Heat:
    """``certainty`` 0–1 where a device says how sure it is."""

    observed_by: str = field(default="visual", metadata=_text(*OBSERVERS))
    certainty: float | None = field(default=None, metadata=_number(0, 1))


@dataclass(frozen=True, slots=True)
class Insemination:
    """``protocol_step`` names the enrolment and the step that this service carries out."""

    method: str = field(default="ai", metadata=_text(*BREEDING_METHODS))
    bull_number: str = field(default="", metadata=_text())
    straw_batch: str = field(default="", metadata=_text())
    straw_sexed: bool = field(default=False, metadata=_YES_NO)
    technician: str = field(default="", metadata=_text())
    protocol_step: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class EmbryoTransfer:
    """An embryo carried over; dam and sire are those of the embryo."""

    embryo_number: str = field(metadata=_text())
    dam_number: str = field(default="", metadata=_text())
    sire_number: str = field(default="", metadata=_text())
    technician: str = field(default="", metadata=_text())
    protocol_step: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class PregnancyCheck:
    """``result`` may be left out where a due date says it."""

    result: str = field(default="", metadata=_text(*PREGNANCY_RESULTS))
    method: str = field(default="", metadata=_text(*PREGNANCY_METHODS))
    days_pregnant: int | None = field(default=None, metadata=_count(14, 302))


@dataclass(frozen=True, slots=True)
class DryOff:
    """Why a cow was dried off, and with what."""

    reason: str = field(default="normal", metadata=_text(*DRY_OFF_REASONS))
    therapy: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class Abortion:
    """A pregnancy lost."""

    days_pregnant: int | None = field(default=None, metadata=_count(20, 302))


@dataclass(frozen=True, slots=True)
class DoNotBreed:
    """Not to be served again in this lactation, and why."""

    reason: str = field(metadata=_text())


@dataclass(frozen=True, slots=True)
class Treatment:
    """A drug given. Withdrawals are those of the label, milk in hours, meat in days."""

    diagnosis: str = field(default="", metadata=_text())
    product: str = field(default="", metadata=_text())
    dose: float | None = field(default=None, metadata=_number(0, 100_000))
    dose_unit: str = field(default="", metadata=_text(*DOSE_UNITS))
    route: str = field(default="", metadata=_text(*ROUTES))
    course_days: int | None = field(default=None, metadata=_count(1, 60))
    veterinarian: str = field(default="", metadata=_text())
    batch: str = field(default="", metadata=_text())
    withdrawal_milk_hours: float | None = field(default=None, metadata=_number(0, 10_000))
    withdrawal_meat_days: float | None = field(default=None, metadata=_number(0, 365))
    protocol_step: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class Health:
    """Something seen; ``diagnosis`` is a code of ``diagnoses.py`` or plain words."""

    diagnosis: str = field(default="", metadata=_text())
    severity: int | None = field(default=None, metadata=_count(1, 3))
    quarter: str = field(default="", metadata=_text(*QUARTERS))


@dataclass(frozen=True, slots=True)
class Vaccination:
    """A vaccine given."""

    disease: str = field(metadata=_text())
    product: str = field(metadata=_text())
    batch: str = field(default="", metadata=_text())
    dose: float | None = field(default=None, metadata=_number(0, 1000))


@dataclass(frozen=True, slots=True)
class BodyCondition:
    """Score 1–5 in quarters."""

    score: float = field(metadata=_number(1, 5, 0.25))


@dataclass(frozen=True, slots=True)
class Weight:
    """Live weight, kilograms."""

    weight_kg: float = field(metadata=_number(15, 1500))
    method: str = field(default="", metadata=_text(*WEIGHT_METHODS))


@dataclass(frozen=True, slots=True)
class HoofCare:
    """What was found at trimming."""

    findings: tuple[str, ...] = field(default=(), metadata=_WORDS)
    limb: str = field(default="", metadata=_text(*LIMBS))


@dataclass(frozen=True, slots=True)
class PenMove:
    """``pen`` is the code of a pen of the farm."""

    pen: str = field(metadata=_text())


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where from, and the animal quarantine certificate it came with."""

    from_farm: str = field(default="", metadata=_text())
    quarantine_certificate: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class Departure:
    """``reason`` sold or culled, ``cause`` why; ``to`` the buyer or slaughterhouse."""

    reason: str = field(metadata=_text(*DEPARTURE_REASONS))
    cause: str = field(default="", metadata=_text())
    to: str = field(default="", metadata=_text())
    quarantine_certificate: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class Disposal:
    """How a dead animal was disposed of without harm (无害化处理)."""

    method: str = field(metadata=_text(*DISPOSALS))
    place: str = field(default="", metadata=_text())
    receipt: str = field(default="", metadata=_text())


@dataclass(frozen=True, slots=True)
class Death:
    """Cause and disposal; the receipt may follow in a correction."""

    cause: str = field(default="", metadata=_text())
    disposal: Disposal | None = field(default=None, metadata={"entry": Entry(Disposal)})


@dataclass(frozen=True, slots=True)
class Retraction:
    """Takes another event back; says nothing of its own."""


KINDS: dict[str, type] = {
    EventKind.CALVING: Calving,
    EventKind.BIRTH: Birth,
    EventKind.HEAT: Heat,
    EventKind.INSEMINATION: Insemination,
    EventKind.EMBRYO_TRANSFER: EmbryoTransfer,
    EventKind.PREGNANCY_CHECK: PregnancyCheck,
    EventKind.DRY_OFF: DryOff,
    EventKind.ABORTION: Abortion,
    EventKind.DO_NOT_BREED: DoNotBreed,
    EventKind.TREATMENT: Treatment,
    EventKind.HEALTH: Health,
    EventKind.VACCINATION: Vaccination,
    EventKind.BODY_CONDITION: BodyCondition,
    EventKind.WEIGHT: Weight,
    EventKind.HOOF_CARE: HoofCare,
    EventKind.PEN_MOVE: PenMove,
    EventKind.ARRIVAL: Arrival,
    EventKind.DEPARTURE: Departure,
    EventKind.DEATH: Death,
    EventKind.RETRACTION: Retraction,
}

_NAMES = {kind: frozenset(f.name for f in fields(shape)) for kind, shape in KINDS.items()}

Refuse = Callable[[str, object, str, Text], None]

_REQUIRED = Text("不能为空", "Required")
_UNKNOWN = Text("该类事件没有此项内容", "This kind of event has no such detail")
_NOT_TEXT = Text(f"应为不超过{LONGEST_TEXT}字的文字", f"A text of at most {LONGEST_TEXT}")
_NOT_NUMBER = Text("应为数字", "A number is expected")
_NOT_WHOLE = Text("应为整数", "A whole number is expected")
_NOT_BOOL = Text("应为是或否", "True or false is expected")
_NOT_LIST = Text(f"应为不超过{_MOST_ITEMS}项的列表", f"A list of at most {_MOST_ITEMS}")
_NOT_OBJECT = Text("应为一组内容", "An object is expected")
_CONTROL = Text("不能含控制字符", "Control characters are not allowed")


def checked_details(
    kind: str, details: Mapping[str, object], row: int | None = None
) -> tuple[dict[str, object], list[Fault]]:
    """The details of an event in the form they are stored in, and everything wrong with them.

    Numbers and truth values may come as text. Empty values are left out. Unknown kinds are not
    judged here.
    """
    faults: list[Fault] = []

    def refuse(name: str, value: object, rule: str, message: Text) -> None:
        faults.append(Fault(f"details.{name}", value, rule, message, row))

    shape = KINDS.get(kind)
    if shape is None:
        return {}, faults
    own = _NAMES[kind]
    kept = _read(shape, {k: v for k, v in details.items() if k in own}, "", refuse)
    extras = 0
    for name, value in details.items():
        if name in own or value in (None, ""):
            continue
        extras += 1
        if name != "note" and not name.startswith("x_"):
            refuse(name, value, "known", _UNKNOWN)
        elif extras > _MOST_EXTRAS or not isinstance(value, str | int | float | bool):
            refuse(name, value, "text", _NOT_TEXT)
        else:
            kept[name] = _one(Entry(str), str(value), name, refuse)
    return kept, faults


def _read(
    shape: type, given: Mapping[str, object], prefix: str, refuse: Refuse
) -> dict[str, object]:
    kept: dict[str, object] = {}
    for item in fields(shape):
        value, name = given.get(item.name), f"{prefix}{item.name}"
        if value is None or value == "" or value == [] or value == {}:
            if item.default is MISSING and item.default_factory is MISSING:
                refuse(name, value, "required", _REQUIRED)
            elif item.default not in (None, "", (), False):
                kept[item.name] = item.default
            continue
        read = _one(item.metadata["entry"], value, name, refuse)
        if read is not None and read != "" and read is not False:
            kept[item.name] = read
    return kept


def _one(entry: Entry, value: object, name: str, refuse: Refuse) -> object:
    if entry.type is Calf:
        return _calves(value, name, refuse)
    if entry.type is Disposal:
        if not isinstance(value, Mapping):
            refuse(name, value, "object", _NOT_OBJECT)
            return None
        return _part(Disposal, value, f"{name}.", refuse)
    if entry.type is list:
        return _words(value, name, refuse)
    if entry.type is bool:
        return _truth(value, name, refuse)
    if entry.type is str:
        return _word(entry, value, name, refuse)
    return _measure(entry, value, name, refuse)


def _part(
    shape: type, given: Mapping[object, object], prefix: str, refuse: Refuse
) -> dict[str, object]:
    own = {f.name for f in fields(shape)}
    for unknown in [key for key in given if key not in own]:
        refuse(f"{prefix}{unknown}", given[unknown], "known", _UNKNOWN)
    return _read(shape, {str(k): v for k, v in given.items() if k in own}, prefix, refuse)


def _calves(value: object, name: str, refuse: Refuse) -> list[dict[str, object]] | None:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > 4:
        refuse(name, value, "list", Text("应为1至4头犊牛", "One to four calves"))
        return None
    read = []
    for index, calf in enumerate(value):
        if isinstance(calf, Mapping):
            read.append(_part(Calf, calf, f"{name}[{index}].", refuse))
        else:
            refuse(f"{name}[{index}]", calf, "object", _NOT_OBJECT)
    return read


def _words(value: object, name: str, refuse: Refuse) -> list[object] | None:
    if isinstance(value, str):
        value = [part.strip() for part in value.replace("，", ",").split(",") if part.strip()]
    if not isinstance(value, Sequence) or len(value) > _MOST_ITEMS:
        refuse(name, value, "list", _NOT_LIST)
        return None
    return [_word(Entry(str), one, f"{name}[{n}]", refuse) for n, one in enumerate(value)]


def _truth(value: object, name: str, refuse: Refuse) -> bool | None:
    if isinstance(value, bool):
        return value
    told = {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
    if told is None:
        refuse(name, value, "boolean", _NOT_BOOL)
    return told


def _word(entry: Entry, value: object, name: str, refuse: Refuse) -> str | None:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        refuse(name, value, "text", _NOT_TEXT)
        return None
    word = str(value).strip()
    if len(word) > LONGEST_TEXT:
        refuse(name, value, "length", _NOT_TEXT)
    elif any(ord(char) < 32 for char in word):
        refuse(name, value, "printable", _CONTROL)
    elif entry.codes and word not in entry.codes:
        listed = "、".join(entry.codes)
        message = Text(f"应为以下之一：{listed}", f"One of {', '.join(entry.codes)}")
        refuse(name, value, "choice", message)
    else:
        return word
    return None


def _measure(entry: Entry, value: object, name: str, refuse: Refuse) -> float | int | None:
    try:
        number = float(value) if isinstance(value, int | float | str) else math.nan
    except ValueError:
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        refuse(name, value, "number", _NOT_NUMBER)
    elif entry.type is int and number != int(number):
        refuse(name, value, "whole", _NOT_WHOLE)
    elif entry.low is not None and entry.high is not None and not entry.low <= number <= entry.high:
        message = Text(
            f"应在{entry.low:g}与{entry.high:g}之间", f"Between {entry.low:g} and {entry.high:g}"
        )
        refuse(name, value, "range", message)
    elif entry.step is not None and (number / entry.step) % 1:
        message = Text(f"应为{entry.step:g}的倍数", f"A multiple of {entry.step:g}")
        refuse(name, value, "step", message)
    else:
        return int(number) if number == int(number) else number
    return None
