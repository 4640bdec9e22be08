"""What people read for the codes of mating and extension, in both languages."""

from milkshed.breeding.models import EmbryoMethod
from milkshed.breeding.science.mating.scores import Term
from milkshed.kernel.text import Text

MATING_KINDS: dict[str, str] = {
    "draft": "warn", "accepted": "ok", "replaced": "none", "withdrawn": "none"
}  # fmt: skip
ALLOCATION_KINDS: dict[str, str] = {
    "proposed": "warn", "approved": "info", "received": "ok", "declined": "bad",
    "cancelled": "none",
}  # fmt: skip
CLAIM_KINDS: dict[str, str] = {
    "submitted": "warn", "verified": "info", "returned": "bad", "settled": "ok"
}  # fmt: skip
STATEMENT_KINDS: dict[str, str] = {
    "draft": "warn", "reviewed": "warn", "approved": "ok", "cancelled": "none"
}  # fmt: skip
TERM_WORDS: dict[Term, Text] = {
    "calf": Text("犊牛", "calf"),
    "merit": Text("指数", "index"),
    "inbreeding": Text("近交", "inbreeding"),
    "recessives": Text("隐性风险", "recessives"),
    "calving": Text("难产", "calving"),
    "price": Text("冻精价", "price"),
}
METHODS: dict[str, Text] = {
    EmbryoMethod.FLUSHED: Text("体内（超排冲胚）", "In vivo, flushed"),
    EmbryoMethod.IN_VITRO: Text("体外（活体采卵）", "In vitro (ovum pick-up)"),
}
