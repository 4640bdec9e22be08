"""The 19 principles for benchmarks (IOSCO 2013) and how this room stands to each.

The titles are those of the principles; what is asked is put in our own words.
"""

from dataclasses import dataclass
from enum import StrEnum

from milkshed.kernel.text import Text


class Standing(StrEnum):
    """How a principle is met."""

    MET = "met"
    PARTLY = "partly"
    ORGANISATION = "organisation"

    @property
    def words(self) -> Text:
        """The standing in words."""
        return {
            "met": Text("平台内落实", "Met by the platform"),
            "partly": Text("部分落实", "Met in part"),
            "organisation": Text("属组织事项", "Up to the organisation"),
        }[self.value]

    @property
    def tag(self) -> str:
        """The colour of its meaning."""
        return {"met": "ok", "partly": "warn", "organisation": "none"}[self.value]


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle: what it asks, how it is met and where; ``limits`` is what is not."""

    number: int
    group: Text
    title: Text
    how: Text
    where: str
    standing: Standing
    limits: Text | None = None


_GOVERNANCE = Text("治理", "Governance")
_QUALITY = Text("基准质量", "Quality of the benchmark")
_METHOD = Text("方法质量", "Quality of the methodology")
_ACCOUNT = Text("问责", "Accountability")
_MET, _PARTLY, _ORG = Standing.MET, Standing.PARTLY, Standing.ORGANISATION

PRINCIPLES: tuple[Principle, ...] = (
    Principle(
        1,
        _GOVERNANCE,
        Text("管理人总体责任", "Overall responsibility of the administrator"),
        Text(
            "发布须由主管部门签发，签发人、起草人、计票人逐版记录",
            "The region's office signs; signer, drafter and counter stand with every version",
        ),
        "price",
        _PARTLY,
        Text("委托协会承办的分工须另有文件", "The mandate of the association needs its own paper"),
    ),
    Principle(
        2,
        _GOVERNANCE,
        Text("对第三方的监督", "Oversight of third parties"),
        Text(
            "填报、审核、测算、计票、签发由不同岗位办理并留痕",
            "Entry, review, computing, counting and signing are different posts, all on record",
        ),
        "price-method",
        _PARTLY,
        Text(
            "对外包测算机构的合同监督不在平台内", "Contracts with outside firms are not kept here"
        ),
    ),
    Principle(
        3,
        _GOVERNANCE,
        Text("管理人的利益冲突", "Conflicts of interest"),
        Text(
            "委员申报利益关系并公开，回避者不能表决，也不计入法定人数",
            "Interests are declared and public; who is recused neither votes nor counts",
        ),
        "price-committee",
        _MET,
    ),
    Principle(
        4,
        _GOVERNANCE,
        Text("控制框架", "Control framework"),
        Text(
            "双人办理：测算或计票的人不能签发；判断总额有上限；未达法定人数不能计票",
            "Four eyes, a limit on judgement, no count without a quorum",
        ),
        "price-method",
        _MET,
    ),
    Principle(
        5,
        _GOVERNANCE,
        Text("内部监督", "Internal oversight"),
        Text(
            "年度审查由未参与测算的审计员办理，平台给出审查数据",
            "A yearly review by an auditor who ran no round, with figures from the platform",
        ),
        "price-principles",
        _PARTLY,
        Text(
            "监督委员会的人选与议事由主管部门决定", "Who oversees is for the authority to appoint"
        ),
    ),
    Principle(
        6,
        _QUALITY,
        Text("基准设计", "Benchmark design"),
        Text(
            "说明参考价适用的奶质、期间、地域；分层抽样；按成本、进口、市场多种公式对照",
            "States milk, period and region; stratified sample; several formulas side by side",
        ),
        "price-method",
        _MET,
    ),
    Principle(
        7,
        _QUALITY,
        Text("数据充分", "Data sufficiency"),
        Text(
            "最少牧场数、独立控制人数、奶量占比；不足则逐级降级直至不予测算",
            "Least farms, owners and share of milk; below them tiers go down to no determination",
        ),
        "price-method",
        _MET,
    ),
    Principle(
        8,
        _QUALITY,
        Text("数据层级", "Hierarchy of data inputs"),
        Text(
            "每次测算标明所用层级及未用更高层级的原因",
            "Every determination says its tier and what stood against a better one",
        ),
        "price-method",
        _MET,
    ),
    Principle(
        9,
        _QUALITY,
        Text("每次测算的透明度", "Transparency of determinations"),
        Text(
            "公布牧场数、奶量、加权均值与离散度、各公式输入与敏感度、判断、票数、预警",
            "Farms, milk, mean and spread, inputs and sensitivity, judgement, votes and warnings",
        ),
        "price",
        _MET,
    ),
    Principle(
        10,
        _QUALITY,
        Text("定期审查", "Periodic review"),
        Text(
            "按规则间隔审查，逾期在本页标出", "Reviewed at the interval of the rule; overdue shows"
        ),
        "price-principles",
        _MET,
    ),
    Principle(
        11,
        _METHOD,
        Text("方法内容", "Content of the methodology"),
        Text(
            "公式、规则、取整、层级全部公开，规则逐条有来源与核实状态",
            "Formulas, rules, rounding and tiers are public, every rule with source and standing",
        ),
        "price-method",
        _MET,
    ),
    Principle(
        12,
        _METHOD,
        Text("方法变更", "Changes to the methodology"),
        Text(
            "规则带生效日期，旧条目保留；审查记录修改建议",
            "Rules are dated and old rows stay; reviews record what should change",
        ),
        "price-method",
        _PARTLY,
        Text("向各方征求意见的程序在平台外进行", "Consulting the parties happens elsewhere"),
    ),
    Principle(
        13,
        _METHOD,
        Text("过渡与终止", "Transition and cessation"),
        Text(
            "暂停发布须写明理由并公开，上期价格不自动沿用",
            "A suspension says why; the last price is not carried on silently",
        ),
        "price",
        _PARTLY,
        Text(
            "合同在参考价终止后如何作价，由示范合同条款约定",
            "What contracts do after an end is for the model contract",
        ),
    ),
    Principle(
        14,
        _METHOD,
        Text("填报人守则", "Submitter code of conduct"),
        Text(
            "填报口径、范围、更正办法写在调查表上，每份留摘要，不能改写",
            "Definitions and ranges stand on the form; sheets are digested and fixed",
        ),
        "price-method",
        _PARTLY,
        Text("守则的签署与培训由协会组织", "Signing and training is up to the association"),
    ),
    Principle(
        15,
        _METHOD,
        Text("数据采集的内部控制", "Controls over data collection"),
        Text(
            "按公开种子抽样；范围、合计、环比检查；离群值由人决定并写理由",
            "Sample by a public seed; range, sum and change checks; a person decides on outliers",
        ),
        "price-method",
        _MET,
    ),
    Principle(
        16,
        _ACCOUNT,
        Text("投诉程序", "Complaints procedure"),
        Text(
            "在线投诉，受理与答复有工作日期限，由未参与测算的人办结",
            "Online, with clocks in working days, closed by somebody who did not compute",
        ),
        "price",
        _MET,
    ),
    Principle(
        17,
        _ACCOUNT,
        Text("审计", "Audits"),
        Text(
            "任何人可核对存档摘要；平台可从存档输入复算出同一结果",
            "Digests can be checked, and stored inputs give the same result again",
        ),
        "price",
        _PARTLY,
        Text("外部审计由主管部门委托", "An outside audit is for the authority to order"),
    ),
    Principle(
        18,
        _ACCOUNT,
        Text("审计线索", "Audit trail"),
        Text(
            "输入、测算、判断、表决、发布、更正只追加不删改，公开可查",
            "Inputs, determinations, judgement, votes and versions are only added, and public",
        ),
        "price",
        _MET,
    ),
    Principle(
        19,
        _ACCOUNT,
        Text("与监管机构合作", "Cooperation with authorities"),
        Text(
            "审计员与主管部门可查全部记录，数据可导出", "Auditors see everything; data can be taken"
        ),
        "price",
        _ORG,
        Text("依法配合调查是组织义务", "Cooperation itself is a duty of the organisation"),
    ),
)
