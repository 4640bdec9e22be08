"""The notice of a published price as an official paper."""

from milkshed.kernel.clock import day_in_chinese, shanghai_day
from milkshed.platform.documents.word import Block, Body, Grid, Heading, Paper
from milkshed.trade.models import PricePublication
from milkshed.trade.queries.price_trail import tally_words
from milkshed.trade.science.reference_price.determination import TIERS
from milkshed.trade.science.reference_price.formulas import FORMULAS


def notice_paper(one: PricePublication) -> Paper:
    """The paper: price, what milk it is for, how it came about, how to object."""
    document = one.document
    period = f"{day_in_chinese(one.effective_from)}至{day_in_chinese(one.effective_to)}"
    correction: list[Block] = []
    if one.correction:
        old = document["corrects"]
        correction = [
            Heading(1, "更正说明"),
            Body(f"本通知更正{old['number']}。{old['text']}。{old['decision']}。"),
            Body(f"原中准价{old['central']}元/公斤，原通知保留备查，自本通知施行之日起停止执行。"),
        ]
    return Paper(
        title=f"关于{'更正' if one.correction else '发布'}{one.round.title.zh}"
        "生鲜乳交易参考价的通知",
        issuer=one.issuer.name_zh,
        number=one.number,
        addressee="各有关单位",
        blocks=[
            Body(
                "依据《乳品质量安全监督管理条例》第二十三条，经生鲜乳价格协调委员会协商表决，"
                f"现将{one.round.title.zh}生鲜乳交易参考价通知如下。"
            ),
            *correction,
            Heading(1, "参考价"),
            Grid(
                ("项目", "元/公斤"),
                [
                    ("中准价", f"{one.central}"),
                    ("下限", f"{one.floor}"),
                    ("上限", f"{one.cap}"),
                ],
                "生鲜乳交易参考价",
            ),
            Body(f"适用期间：{period}。"),
            Body(
                f"质量基准：乳脂肪{one.quality['fat']}%、乳蛋白{one.quality['protein']}%、"
                f"菌落总数不高于{int(one.quality['total_count']):,} CFU/mL。"
                "高于或低于基准的，由合同约定加价或减价。"
            ),
            Heading(1, "形成过程"),
            *_how(one),
            Heading(1, "说明"),
            Body("本价格供签订和履行购销合同时参考，不是政府定价，不替代双方协商。"),
            Body("测算方法、公开数据和全过程记录可在平台“交易参考价”栏目查阅。"),
            Body("对本次结果有异议的，可通过平台提出投诉，按规则期限受理和答复。"),
        ],
        signed_by=one.issuer.name_zh,
        signed_on=shanghai_day(one.published_at),
        copies_to=("各县（市、区）农业农村局", "奶业协会"),
        printed_by=one.issuer.name_zh,
    )


def _how(one: PricePublication) -> list[Block]:
    document = one.document
    survey = document.get("survey")
    found: list[Block] = [Body(f"数据层级：{TIERS[document['tier']].zh}。")]
    if survey:
        found.append(
            Body(
                f"采用{survey['farms']}家牧场（{survey['groups']}个独立控制人）的成本调查表，"
                f"占调查总体奶量的{float(survey['coverage']):.1%}；加权平均成本"
                f"{float(survey['mean']):.4f}元/公斤，标准差{float(survey['deviation']):.4f}，"
                f"中位数{float(survey['median']):.4f}；剔除{len(document['excluded'])}家，"
                "均写明理由。"
            )
        )
    moved = float(document["judgement_yuan"])
    found.append(
        Body(
            f"采用公式“{FORMULAS[document['formula']].title.zh}”，公式值"
            f"{float(document['formula_value']):.4f}元/公斤；"
            + (f"专家判断调整{moved:+.4f}元/公斤。" if moved else "未作专家判断调整。")
        )
    )
    for proposal in document["proposals"]:
        side = "养殖方" if proposal["side"] == "farm" else "加工方"
        found.append(Body(f"{side}提案{proposal['central']}元/公斤。"))
    found.append(Body(f"表决：{tally_words(document['tally']).zh}。"))
    if document["warnings"]:
        found.append(Body(f"集中度与影响预警{len(document['warnings'])}项，详见公开数据。"))
    return found
