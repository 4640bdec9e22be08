"""Words and fields of EPCIS 2.0 and of its Core Business Vocabulary (CBV) 2.0.

Everything that names, orders or restricts a field of an event stands here once. The JSON schema
(:mod:`.schema`), the XML reader (:mod:`.xml`) and the index (:mod:`.fields`) are driven by these
tables. Sources: GS1 EPCIS 2.0 section 7.3 and 9, GS1 CBV 2.0 section 7 and 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

CONTEXT_URL = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
"""The JSON-LD context that gives EPCIS 2.0 terms their meaning."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ACTIONS = ("OBSERVE", "ADD", "DELETE")

BIZ_STEPS = _words(
    "accepting arriving assembling collecting commissioning consigning creating_class_instance"
    " cycle_counting decommissioning departing destroying disassembling dispensing encoding"
    " entering_exiting holding inspecting installing killing loading other packing picking"
    " receiving removing repackaging repairing replacing reserving retail_selling sampling"
    " sensor_reporting shipping staging_outbound stock_taking stocking storing transporting"
    " unloading unpacking void_shipping"
)

DISPOSITIONS = _words(
    "active available completeness_inferred completeness_verified conformant container_closed"
    " container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit"
    " inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement"
    " no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved"
    " retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown"
)

BIZ_TRANSACTION_TYPES = _words(
    "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"
)

SOURCE_DESTINATION_TYPES = _words("owning_party possessing_party location")

ERROR_REASONS = _words("did_not_occur incorrect_data")

MEASUREMENT_TYPES = _words(
    "AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance"
    " AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity"
    " Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent"
    " DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity"
    " ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance"
    " KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity"
    " MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass MassConcentration"
    " MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass"
    " MolarVolume Power Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity"
    " Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension"
    " Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux"
    " Wavenumber"
)

SENSOR_ALERTS = _words("ALARM_CONDITION ERROR_CONDITION")

COMPONENTS = _words(
    "x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting"
    " northing latitude longitude altitude"
)


class Vocabulary(Enum):
    """A standard vocabulary: its bare words and the two URI forms CBV 2.0 gives each word.

    ``urn`` and ``web`` are what stands before the bare word in the other two notations.
    """

    BIZ_STEP = ("biz_step", BIZ_STEPS, "urn:epcglobal:cbv:bizstep:", "cbv/BizStep-")
    DISPOSITION = ("disposition", DISPOSITIONS, "urn:epcglobal:cbv:disp:", "cbv/Disp-")
    BIZ_TRANSACTION = (
        "biz_transaction",
        BIZ_TRANSACTION_TYPES,
        "urn:epcglobal:cbv:btt:",
        "cbv/BTT-",
    )
    SOURCE_DESTINATION = (
        "source_destination",
        SOURCE_DESTINATION_TYPES,
        "urn:epcglobal:cbv:sdt:",
        "cbv/SDT-",
    )
    ERROR_REASON = ("error_reason", ERROR_REASONS, "urn:epcglobal:cbv:er:", "cbv/ER-")
    MEASUREMENT = ("measurement", MEASUREMENT_TYPES, "gs1:", "voc/")
    SENSOR_ALERT = ("sensor_alert", SENSOR_ALERTS, "gs1:", "voc/")
    COMPONENT = ("component", COMPONENTS, "cbv:Comp-", "cbv/Comp-")

    def __init__(self, key: str, words: tuple[str, ...], urn: str, web: str) -> None:
        self.key = key
        self.words = words
        self.urn = urn
        self.web = f"https://ref.gs1.org/{web}"

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Return everything that may stand before a bare word, CURIE included."""
        curie = self.web.replace("https://ref.gs1.org/cbv/", "cbv:").replace(
            "https://ref.gs1.org/voc/", "gs1:"
        )
        return (self.urn, self.web, curie)


def _by_every_name(vocabulary: Vocabulary) -> dict[str, str]:
    return {
        prefix + word: word for prefix in ("", *vocabulary.prefixes) for word in vocabulary.words
    }


BARE_WORDS: Mapping[Vocabulary, Mapping[str, str]] = MappingProxyType(
    {vocabulary: MappingProxyType(_by_every_name(vocabulary)) for vocabulary in Vocabulary}
)
"""Every notation of a standard word to the bare word, per vocabulary."""


def bare_word(vocabulary: Vocabulary, value: str) -> str:
    """Return the bare word when the value is any notation of a standard word, else the value."""
    return BARE_WORDS[vocabulary].get(value, value)


class Kind(Enum):
    """What a field of an event holds."""

    TIME = "time"
    OFFSET = "offset"
    URI = "uri"
    URIS = "uris"
    CERTIFICATION = "certification"
    ERROR_DECLARATION = "error_declaration"
    EPCS = "epcs"
    QUANTITIES = "quantities"
    ACTION = "action"
    BIZ_STEP = "biz_step"
    DISPOSITION = "disposition"
    PERSISTENT_DISPOSITION = "persistent_disposition"
    PLACE = "place"
    BIZ_TRANSACTIONS = "biz_transactions"
    SOURCES = "sources"
    DESTINATIONS = "destinations"
    SENSORS = "sensors"
    ILMD = "ilmd"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an event type.

    ``unique`` lists refuse repeated entries; ``xml_only`` fields stand in the XML binding but
    not in the JSON binding of the standard.
    """

    name: str
    kind: Kind
    required: bool = False
    unique: bool = False
    xml_only: bool = False


COMMON_FIELDS: tuple[Field, ...] = (
    Field("eventTime", Kind.TIME, required=True),
    Field("recordTime", Kind.TIME),
    Field("eventTimeZoneOffset", Kind.OFFSET, required=True),
    Field("eventID", Kind.URI),
    Field("errorDeclaration", Kind.ERROR_DECLARATION),
    Field("certificationInfo", Kind.CERTIFICATION),
)
"""Fields of every event, in the order the XML binding demands."""

_ACTION = Field("action", Kind.ACTION, required=True)
_WHY_WHERE = (
    Field("bizStep", Kind.BIZ_STEP),
    Field("disposition", Kind.DISPOSITION),
    Field("readPoint", Kind.PLACE),
    Field("bizLocation", Kind.PLACE),
)
_TRANSACTIONS = Field("bizTransactionList", Kind.BIZ_TRANSACTIONS)
_PARTIES = (Field("sourceList", Kind.SOURCES), Field("destinationList", Kind.DESTINATIONS))
_SENSORS = Field("sensorElementList", Kind.SENSORS)
_PERSISTENT = Field("persistentDisposition", Kind.PERSISTENT_DISPOSITION)
_PERSISTENT_XML = Field("persistentDisposition", Kind.PERSISTENT_DISPOSITION, xml_only=True)
_ILMD = Field("ilmd", Kind.ILMD)

EVENT_FIELDS: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {
        "ObjectEvent": (
            Field("epcList", Kind.EPCS, unique=True),
            _ACTION,
            *_WHY_WHERE,
            _TRANSACTIONS,
            Field("quantityList", Kind.QUANTITIES),
            *_PARTIES,
            _SENSORS,
            _PERSISTENT,
            _ILMD,
        ),
        "AggregationEvent": (
            Field("parentID", Kind.URI),
            Field("childEPCs", Kind.EPCS),
            _ACTION,
            *_WHY_WHERE,
            _TRANSACTIONS,
            Field("childQuantityList", Kind.QUANTITIES),
            *_PARTIES,
            _SENSORS,
            _PERSISTENT_XML,
        ),
        "TransactionEvent": (
            Field("bizTransactionList", Kind.BIZ_TRANSACTIONS, required=True),
            Field("parentID", Kind.URI),
            Field("epcList", Kind.EPCS),
            _ACTION,
            *_WHY_WHERE,
            Field("quantityList", Kind.QUANTITIES),
            *_PARTIES,
            _SENSORS,
            _PERSISTENT_XML,
        ),
        "TransformationEvent": (
            Field("inputEPCList", Kind.EPCS, unique=True),
            Field("inputQuantityList", Kind.QUANTITIES),
            Field("outputEPCList", Kind.EPCS, unique=True),
            Field("outputQuantityList", Kind.QUANTITIES),
            Field("transformationID", Kind.URI),
            *_WHY_WHERE,
            _TRANSACTIONS,
            *_PARTIES,
            _SENSORS,
            _PERSISTENT,
            _ILMD,
        ),
        "AssociationEvent": (
            Field("parentID", Kind.URI, required=True),
            Field("childEPCs", Kind.EPCS),
            Field("childQuantityList", Kind.QUANTITIES),
            _ACTION,
            *_WHY_WHERE,
            _TRANSACTIONS,
            *_PARTIES,
            _SENSORS,
            _PERSISTENT_XML,
        ),
    }
)
"""Own fields of the five event types, in the order the XML binding demands."""

EVENT_TYPES = tuple(EVENT_FIELDS)


class Value(Enum):
    """What one sensor attribute holds."""

    TIME = "time"
    URI = "uri"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    HEX = "hex"
    MEASUREMENT = "measurement"
    SENSOR_ALERT = "sensor_alert"
    COMPONENT = "component"


SENSOR_METADATA: Mapping[str, Value] = MappingProxyType(
    {
        "time": Value.TIME,
        "startTime": Value.TIME,
        "endTime": Value.TIME,
        "deviceID": Value.URI,
        "deviceMetadata": Value.URI,
        "rawData": Value.URI,
        "dataProcessingMethod": Value.URI,
        "bizRules": Value.URI,
    }
)

SENSOR_REPORT: Mapping[str, Value] = MappingProxyType(
    {
        "type": Value.MEASUREMENT,
        "exception": Value.SENSOR_ALERT,
        "deviceID": Value.URI,
        "deviceMetadata": Value.URI,
        "rawData": Value.URI,
        "dataProcessingMethod": Value.URI,
        "bizRules": Value.URI,
        "time": Value.TIME,
        "microorganism": Value.URI,
        "chemicalSubstance": Value.URI,
        "coordinateReferenceSystem": Value.URI,
        "component": Value.COMPONENT,
        "value": Value.NUMBER,
        "stringValue": Value.TEXT,
        "booleanValue": Value.BOOLEAN,
        "hexBinaryValue": Value.HEX,
        "uriValue": Value.URI,
        "minValue": Value.NUMBER,
        "maxValue": Value.NUMBER,
        "meanValue": Value.NUMBER,
        "sDev": Value.NUMBER,
        "percRank": Value.NUMBER,
        "percValue": Value.NUMBER,
        "uom": Value.TEXT,
    }
)
