"""The public check of a printed sheet: true codes are answered, forged ones refused and noted."""

from django.db import connection
from django.utils import timezone

from milkshed.collection.codes import is_code_of
from milkshed.collection.models import HandoverSheet
from milkshed.kernel.problems import CONFLICT, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm

_NOTE = """
INSERT INTO collection_codecheck (number, day, outcome, times) VALUES (%s, %s, %s, 1)
ON CONFLICT (number, day, outcome) DO UPDATE SET times = collection_codecheck.times + 1
"""


def checked_sheet(number: str, code: str) -> HandoverSheet:
    """The sheet of a printed code, for anyone who holds it.

    Raises a problem for a number nobody drew up, for a code that is not the sheet's own (a copy
    put on another sheet, or made up), and for a sheet that a correction has replaced. Every check
    is counted; a forged code of a real sheet raises an alarm once a day.
    """
    sheet = (
        HandoverSheet.objects.filter(number=number)
        .select_related("station__place__organisation", "plant__organisation")
        .first()
    )
    if sheet is None:
        _note("", "unknown")
        message = Text(
            "系统中没有这张交接单，所持可能是伪造的", "There is no such sheet: it may be forged"
        )
        raise Problem(NOT_FOUND, message, [Fault("number", number[:20], "unknown", message)])
    if not is_code_of(sheet.gdti, code):
        _note(sheet.number, "forged")
        _alarm(sheet)
        message = Text(
            f"二维码与交接单{sheet.number}不符：可能是伪造，或取自另一张单",
            f"The code is not that of sheet {sheet.number}: it is forged, or taken from another",
        )
        raise Problem(CONFLICT, message, [Fault("code", code[:40], "forged", message)])
    if sheet.state == "replaced":
        _note(sheet.number, "replaced")
        message = Text(
            f"交接单{sheet.number}已被更正，不再有效；请查验新版",
            f"Sheet {sheet.number} was replaced by a correction and is not in force",
        )
        raise Problem(CONFLICT, message, [Fault("number", sheet.number, "replaced", message)])
    _note(sheet.number, "true")
    return sheet


def _note(number: str, outcome: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [number, timezone.localdate(), outcome])


def _alarm(sheet: HandoverSheet) -> None:
    today = timezone.localdate()
    raise_alarm(
        f"collection.forged_code:{sheet.gdti}:{today}",
        kind="collection.forged_code",
        severity="serious",
        title=Text(
            f"有人用不符的二维码查验交接单{sheet.number}",
            f"A code that is not its own was checked for sheet {sheet.number}",
        ),
        happened_at=timezone.now(),
        place=sheet.station.place,
        organisations=(sheet.station.place.organisation, sheet.plant.organisation),
        facts=[
            {
                "title_zh": "交接单",
                "title_en": "Handover sheet",
                "value": sheet.number,
                "url": f"/collection/sheets/{sheet.number}",
            }
        ],
    )
