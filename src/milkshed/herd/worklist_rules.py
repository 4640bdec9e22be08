"""Dated rows of the worklists: days, ages and limits, and the programmes of synchronisation."""

from dataclasses import dataclass
from datetime import date

from milkshed.herd.rule_rows import row
from milkshed.kernel.text import Text

_PRACTICE = "规模牧场生产惯例"

WORKLIST_ROWS = (
    row(
        "fresh.days",
        "新产牛每日检查的天数",
        "Days of daily checks after calving",
        "天",
        _PRACTICE,
        "assumed",
        value="10",
    ),
    row(
        "heat.return",
        "返情观察期（距上次发情或配种）",
        "Days after heat or service at which a return is watched for",
        "天",
        "奶牛发情周期平均21天（18–24天）",
        "recalled",
        low="18",
        high="24",
    ),
    row(
        "first_service.age",
        "青年牛初配日龄",
        "Age of heifers at first service",
        "天",
        "全国平均初配13.8月龄（2019年）",
        "recalled",
        value="420",
    ),
    row(
        "pregnancy_check.after",
        "配种后首次孕检的天数",
        "Days from service to the first pregnancy check",
        "天",
        "B超孕检28天以上，直肠检查35天以上（生产惯例）",
        "recalled",
        value="30",
    ),
    row(
        "pregnancy_check.again",
        "孕检复检的孕龄",
        "Days pregnant at which a pregnancy is confirmed again",
        "天",
        _PRACTICE,
        "assumed",
        low="60",
        high="90",
    ),
    row(
        "close_up.before_due",
        "转入围产群的预产期前天数",
        "Days before calving at which cows go to the close-up pen",
        "天",
        "围产前期21天（生产惯例）",
        "recalled",
        value="21",
    ),
    row(
        "look.services",
        "屡配不孕的配次",
        "Services of a repeat breeder",
        "次",
        "配种3次及以上未孕（生产惯例）",
        "recalled",
        value="3",
    ),
    row(
        "look.open_days",
        "空怀过长的产后天数",
        "Days open that are too many",
        "天",
        _PRACTICE,
        "assumed",
        value="150",
    ),
    row(
        "look.scc_per_ml",
        "体细胞数偏高",
        "Somatic cells that are high",
        "个/毫升",
        "连续两次测定超过20万个/毫升为慢性（DHI惯例）",
        "recalled",
        high="200000",
    ),
    row(
        "look.body_condition_loss",
        "产后体况损失过多",
        "Loss of body condition after calving that is too much",
        "分",
        "产后体况损失0.75分及以上（生产惯例）",
        "recalled",
        value="0.75",
    ),
    row(
        "look.weight_loss",
        "体重损失过多",
        "Loss of weight that is too much",
        "%",
        _PRACTICE,
        "assumed",
        value="8",
    ),
    row(
        "vaccination.fmd",
        "口蹄疫免疫间隔",
        "Interval of foot-and-mouth vaccination",
        "天",
        "国家强制免疫计划；间隔按每年2–3次（待核实）",
        "recalled",
        value="180",
        low="90",
        note="low 为首次免疫日龄",
    ),
)

DISEASES: dict[str, Text] = {"fmd": Text("口蹄疫", "Foot-and-mouth disease")}
"""Diseases that ``herd.vaccination.*`` rows speak of."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a programme: day and hour from its first day, and what is done."""

    day: int
    hour: int
    kind: str
    product: str
    title: Text


@dataclass(frozen=True, slots=True)
class Programme:
    """A protocol as data, with the day from which this edition holds."""

    code: str
    title: Text
    source: str
    status: str
    valid_from: date
    steps: tuple[Step, ...]


def _gnrh(day: int, hour: int = 8) -> Step:
    return Step(day, hour, "treatment", "GnRH（促性腺激素释放激素）", Text("注射GnRH", "GnRH"))


def _pgf(day: int, hour: int = 8) -> Step:
    return Step(day, hour, "treatment", "PGF2α（氯前列醇）", Text("注射PGF2α", "PGF2α"))


def _service(day: int) -> Step:
    return Step(day, 8, "insemination", "", Text("定时输精", "Timed insemination"))


_SINCE = date(2000, 1, 1)

PROGRAMMES: tuple[Programme, ...] = (
    Programme(
        "ovsynch",
        Text("同期排卵定时输精（Ovsynch-56）", "Ovsynch-56"),
        "Pursley et al. 1995；第二次GnRH在PGF后56小时，16小时后输精",
        "recalled",
        _SINCE,
        (_gnrh(0), _pgf(7), _gnrh(9, 16), _service(10)),
    ),
    Programme(
        "presynch-ovsynch",
        Text("预同期+同期排卵（Presynch-12 Ovsynch）", "Presynch-12 Ovsynch"),
        "Moreira et al. 2001；两次PGF间隔14天，12天后开始Ovsynch",
        "recalled",
        _SINCE,
        (_pgf(0), _pgf(14), _gnrh(26), _pgf(33), _gnrh(35, 16), _service(36)),
    ),
    Programme(
        "double-ovsynch",
        Text("双同期排卵（Double-Ovsynch）", "Double-Ovsynch"),
        "Souza et al. 2008",
        "recalled",
        _SINCE,
        (
            _gnrh(0),
            _pgf(7),
            _gnrh(10),
            _gnrh(17),
            _pgf(24),
            _gnrh(26, 16),
            _service(27),
        ),
    ),
)
