"""The records of the platform, importable from one place."""

from milkshed.platform.models.people import (
    AccessToken,
    Membership,
    Organisation,
    OrganisationKind,
    Person,
)
from milkshed.platform.models.places import Identifier, MapLayer, Place, PlaceKind
from milkshed.platform.models.records import (
    Alarm,
    Attachment,
    Edition,
    Holiday,
    Job,
    LakeFile,
    Rule,
    RuleStatus,
    Severity,
    Transition,
)
from milkshed.platform.models.sign_in import SignInFailure

__all__ = [
    "AccessToken",
    "Alarm",
    "Attachment",
    "Edition",
    "Holiday",
    "Identifier",
    "Job",
    "LakeFile",
    "MapLayer",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Place",
    "PlaceKind",
    "Rule",
    "RuleStatus",
    "Severity",
    "SignInFailure",
    "Transition",
]
