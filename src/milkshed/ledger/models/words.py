"""Words of EPCIS as the numbers that stand for them in tables."""

from django.db import models


class EventType(models.IntegerChoices):
    """The five event types of EPCIS 2.0, and types that users define themselves."""

    OTHER = 0, "Event"
    OBJECT = 1, "ObjectEvent"
    AGGREGATION = 2, "AggregationEvent"
    TRANSACTION = 3, "TransactionEvent"
    TRANSFORMATION = 4, "TransformationEvent"
    ASSOCIATION = 5, "AssociationEvent"


class Action(models.IntegerChoices):
    """What an event does to the life of its objects."""

    OBSERVE = 1, "OBSERVE"
    ADD = 2, "ADD"
    DELETE = 3, "DELETE"


class Role(models.IntegerChoices):
    """The part a named thing plays in an event."""

    EPC = 1, "epcList"
    EPC_CLASS = 2, "quantityList"
    PARENT = 3, "parentID"
    CHILD_EPC = 4, "childEPCs"
    CHILD_CLASS = 5, "childQuantityList"
    INPUT_EPC = 6, "inputEPCList"
    INPUT_CLASS = 7, "inputQuantityList"
    OUTPUT_EPC = 8, "outputEPCList"
    OUTPUT_CLASS = 9, "outputQuantityList"
    TRANSACTION = 10, "bizTransactionList"
    SOURCE = 11, "sourceList"
    DESTINATION = 12, "destinationList"
    TRANSFORMATION = 13, "transformationID"
    PERSISTENT_SET = 14, "persistentDisposition.set"
    PERSISTENT_UNSET = 15, "persistentDisposition.unset"


class FieldPlace(models.IntegerChoices):
    """The part of an event in which a field stands."""

    EXTENSION = 1, "extension"
    ILMD = 2, "ilmd"
    ERROR_DECLARATION = 3, "errorDeclaration"
    SENSOR_ELEMENT = 4, "sensorElement"
    SENSOR_METADATA = 5, "sensorMetadata"
    SENSOR_REPORT = 6, "sensorReport"
    READ_POINT = 7, "readPoint"
    BIZ_LOCATION = 8, "bizLocation"


class Resource(models.IntegerChoices):
    """Top-level resources of the REST bindings whose members are few."""

    EVENT_TYPE = 1, "eventTypes"
    BIZ_STEP = 2, "bizSteps"
    BIZ_LOCATION = 3, "bizLocations"
    READ_POINT = 4, "readPoints"
    DISPOSITION = 5, "dispositions"


class Behaviour(models.TextChoices):
    """What a capture does when one of its events cannot be taken."""

    ROLLBACK = "rollback", "全部撤回"
    PROCEED = "proceed", "继续其余"
