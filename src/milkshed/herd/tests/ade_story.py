"""A story of three cows as another system tells it in ICAR ADE messages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from milkshed.herd.exchange.ade.shapes import MESSAGES
from milkshed.kernel.identifiers import build_ear_tag

TAGS = [build_ear_tag("640302", n) for n in range(1, 4)]
TODAY = timezone.localdate()
NOW = datetime.now(UTC).replace(microsecond=0)
"""The moment from which the story counts back: one, however long the telling takes."""


def ago(days: int, hours: int = 0) -> str:
    moment = NOW - timedelta(days=days, hours=hours)
    return moment.isoformat().replace("+00:00", "Z")


def told(message: str, days: int, *, tag: int = 0, source_id: str = "", **members: Any) -> Any:
    return {
        "resourceType": MESSAGES[message].name,
        "meta": {
            "source": "org.example.farm",
            "sourceId": source_id or f"{message}-{days}-{tag}",
            "modified": ago(days),
        },
        "animal": {"id": TAGS[tag], "scheme": "cn.ear-tag"},
        "eventDateTime": ago(days),
        **members,
    }


STORY: dict[str, list[Any]] = {
    "animal-set-joins": [
        told("animal-set-joins", 300, animalSetId="P1"),
        told("animal-set-joins", 70, animalSetId="P2"),
    ],
    "heats": [
        told(
            "heats",
            350,
            heatDetectionMethod="Pedometer",
            certainty="InHeat",
            visualDetection={"heatSigns": ["StandsUnder"], "heatIntensity": "Strong"},
        )
    ],
    "inseminations": [
        told(
            "inseminations",
            349,
            inseminationType="Insemination",
            sireIdentifiers=[{"id": "41119257", "scheme": "cn.bull"}],
            straw={
                "resourceType": "icarReproSemenStrawResource",
                "batch": "B7",
                "isSexedSemen": True,
            },
            responsible="王技术员",
        ),
        told(
            "inseminations",
            200,
            tag=1,
            inseminationType="Implantation",
            embryo={
                "resourceType": "icarReproEmbryoResource",
                "id": {"id": "E-12", "scheme": "cn.embryo"},
            },
        ),
    ],
    "pregnancy-checks": [
        told("pregnancy-checks", 315, method="Echography", result="Pregnant", foetalAge=34)
    ],
    "drying-offs": [told("drying-offs", 130)],
    "parturitions": [
        told(
            "parturitions",
            71,
            calvingEase="EasyAssisted",
            progenyDetails=[
                {
                    "resourceType": "icarProgenyDetailsResource",
                    "specie": "Cattle",
                    "gender": "Female",
                    "birthStatus": "Stillborn",
                    "birthWeight": {"measurement": 38.5, "units": "KGM"},
                }
            ],
        )
    ],
    "abortions": [told("abortions", 20, tag=1)],
    "do-not-breeds": [told("do-not-breeds", 10, tag=1, doNotBreed=True)],
    "diagnoses": [
        told(
            "diagnoses",
            9,
            diagnoses=[
                {
                    "name": "乳房炎",
                    "severity": "Moderate",
                    "diagnosisCode": {"id": "1.13.", "scheme": "icar.disease"},
                    "positions": [{"position": "UdderRearLeft"}],
                }
            ],
        )
    ],
    "treatments": [
        told(
            "treatments",
            8,
            medicine={"name": "头孢噻呋"},
            batches=[{"identifier": "L-1"}],
            dose={"doseQuantity": 10.0, "doseUnits": "MLT"},
            withdrawals=[
                {"productType": "Milk", "endDate": ago(4)},
                {"productType": "Meat", "endDate": ago(0)},
            ],
            responsible="李兽医",
            comment="乳房炎",
        )
    ],
    "weights": [told("weights", 7, weight={"measurement": 640, "units": "KGM", "method": "Girth"})],
    "test-day-results": [
        told(
            "test-day-results",
            6,
            milkWeight24Hours={"unitCode": "KGM", "value": 31.4},
            milkCharacteristics=[
                {"characteristic": "FAT", "value": "3.91"},
                {"characteristic": "SCC", "value": "182"},
            ],
        )
    ],
    "departures": [
        told(
            "departures",
            3,
            tag=2,
            departureKind="Sale",
            departureReason="Sale",
            consignment={"destinationAddress": "同心县", "transportReference": "6403000001"},
        )
    ],
    "deaths": [
        told(
            "deaths",
            2,
            tag=1,
            deathReason="Disease",
            explanation="酮病",
            disposalMethod="ApprovedService",
            disposalReference="WHH-1",
        )
    ],
    "animals": [
        {
            "resourceType": "icarAnimalCoreResource",
            "identifier": {"id": build_ear_tag("640302", 9), "scheme": "cn.ear-tag"},
            "specie": "Cattle",
            "gender": "Female",
            "birthDate": ago(100),
        }
    ],
    "births": [
        told(
            "births",
            5,
            location={"id": "6403020001", "scheme": "cn.farm-code"},
            animalDetail={
                "resourceType": "icarAnimalCoreResource",
                "identifier": {"id": build_ear_tag("640302", 10), "scheme": "cn.ear-tag"},
                "specie": "Cattle",
                "gender": "Male",
            },
        )
    ],
}
