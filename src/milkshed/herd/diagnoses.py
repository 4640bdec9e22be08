"""Our own short list of diagnoses, and where a code of the ICAR central health key may stand.

The key itself may not be shipped: ``icar`` is empty until an association that holds it enters its
code. Plain words are accepted beside the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from milkshed.kernel.text import Text

ICAR_SCHEME = "icar.disease"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis of the list; ``notifiable`` ones are reported at once by law."""

    code: str
    title: Text
    icar: str = ""
    notifiable: bool = False


def _listed(*rows: Diagnosis) -> Mapping[str, Diagnosis]:
    return {row.code: row for row in rows}


DIAGNOSES: Mapping[str, Diagnosis] = _listed(
    Diagnosis("mastitis", Text("乳房炎", "Mastitis")),
    Diagnosis("ketosis", Text("酮病", "Ketosis")),
    Diagnosis("milk_fever", Text("产后瘫痪", "Milk fever")),
    Diagnosis("retained_placenta", Text("胎衣不下", "Retained placenta")),
    Diagnosis("metritis", Text("子宫炎", "Metritis")),
    Diagnosis("displaced_abomasum", Text("真胃移位", "Displaced abomasum")),
    Diagnosis("lameness", Text("跛行", "Lameness")),
    Diagnosis("digital_dermatitis", Text("蹄皮炎", "Digital dermatitis")),
    Diagnosis("sole_ulcer", Text("蹄底溃疡", "Sole ulcer")),
    Diagnosis("foot_rot", Text("腐蹄病", "Foot rot")),
    Diagnosis("cystic_ovary", Text("卵巢囊肿", "Cystic ovary")),
    Diagnosis("respiratory", Text("呼吸道病", "Respiratory disease")),
    Diagnosis("diarrhoea", Text("腹泻", "Diarrhoea")),
    Diagnosis("injury", Text("外伤", "Injury")),
    Diagnosis("fmd_suspicion", Text("疑似口蹄疫", "Suspicion of FMD"), notifiable=True),
    Diagnosis(
        "brucellosis_suspicion", Text("疑似布鲁氏菌病", "Suspicion of brucellosis"), notifiable=True
    ),
    Diagnosis("tb_suspicion", Text("疑似结核病", "Suspicion of tuberculosis"), notifiable=True),
    Diagnosis("healthy", Text("未见异常", "Nothing found")),
)
