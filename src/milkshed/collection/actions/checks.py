"""Looking back over sheets for what a single sheet cannot show."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from milkshed.collection.actions.alarms import raise_for_sheet
from milkshed.collection.models import HandoverSheet
from milkshed.collection.science.findings import Finding
from milkshed.kernel.text import Text
from milkshed.ledger.models import Flow


def find_sheets_without_load(first: datetime, last: datetime) -> int:
    """Raise an alarm for each sheet whose load lot no ledger event made; answers how many.

    Looks at sheets loaded in the half-open interval. A sheet without a load fact is paper only:
    the milk it claims was never drawn from a station's tank.
    """
    made = Flow.objects.filter(target__uri=OuterRef("load_lot"))
    sheets = (
        HandoverSheet.objects.filter(loaded_at__gte=first, loaded_at__lt=last)
        .exclude(state__in=["draft", "replaced"])
        .filter(~Exists(made))
        .select_related("station__place__organisation", "tanker__carrier", "plant__organisation")
    )
    found = 0
    for sheet in sheets.iterator(chunk_size=500):
        raise_for_sheet(sheet, [_MISSING], sheet.loaded_at)
        found += 1
    return found


_MISSING = Finding(
    "sheet_without_load",
    "serious",
    Text("交接单没有对应的装车事实", "The sheet has no loading fact in the ledger"),
    "账本中无该装车批",
)
