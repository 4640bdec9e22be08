"""The shapes of ICAR ADE 1.3 messages that the herd speaks, as tables of our own.

Names of members, which of them are required and the words of each list are those of the standard
(ICAR Animal Data Exchange, release 1.3.2, Apache-2.0); members that the herd does not keep are
here too, so that a message is judged as a whole.
"""

from collections.abc import Mapping
from types import MappingProxyType

from milkshed.herd.exchange.ade.kinds import Choice, Many, Plain, Shape, shape

TEXT, INTEGER, NUMBER = Plain.TEXT, Plain.INTEGER, Plain.NUMBER
BOOLEAN, MOMENT, OBJECT = Plain.BOOLEAN, Plain.MOMENT, Plain.OBJECT


def _choice(name: str, words: str) -> Choice:
    return Choice(name, tuple(words.split()))


GENDER = _choice(
    "icarAnimalGenderType", "Female FemaleNeuter Male MaleCryptorchid MaleNeuter Unknown"
)
SPECIE = _choice("icarAnimalSpecieType", "Buffalo Cattle Deer Elk Goat Horse Pig Sheep")
PURPOSE = _choice("icarProductionPurposeType", "Meat Milk Wool")
STATUS = _choice("icarAnimalStatusType", "Alive Dead OffFarm Unknown")
REPRODUCTION_STATUS = _choice(
    "icarAnimalReproductionStatusType",
    "Open Inseminated Pregnant NotPregnant Birthed DoNotBreed PregnantMultipleFoetus",
)
LACTATION_STATUS = _choice("icarAnimalLactationStatusType", "Dry Lead Fresh Early Lactating")
HEALTH_STATUS = _choice(
    "icarAnimalHealthStatusType", "Healthy Suspicious Ill InTreatment ToBeCulled"
)
RELATION = _choice("icarAnimalRelationType", "Genetic Recipient Adoptive")
REGISTRATION = _choice("icarRegistrationReasonType", "Born Registered")
ARRIVAL_REASON = _choice(
    "icarArrivalReasonType",
    "Purchase InternalTransfer Imported StudService StudServiceReturn Slaughter Agistment"
    " AgistmentReturn Show ShowReturn Sale SaleReturn Other",
)
DEPARTURE_KIND = _choice(
    "icarDepartureKindType",
    "InternalTransfer Export Slaughter Newborn StudService StudServiceReturn Agistment"
    " AgistmentReturn Show ShowReturn Sale SaleReturn Other",
)
DEPARTURE_REASON = _choice(
    "icarDepartureReasonType",
    "Age Superfluous Slaughter Sale Newborn LegOrClaw Nutrition Parturition Mastitis Fertility"
    " Health Production MilkingAbility BadType Behaviour Other Unknown",
)
DEATH_REASON = _choice(
    "icarDeathReasonType",
    "Missing Parturition Disease Accident Consumption Culled Other Unknown Age Mastitis"
    " Production LegOrClaw MilkingAbility Nutrition Fertility",
)
DEATH_METHOD = _choice("icarDeathMethodType", "Perished Slaughter Culled Theft Lost Accident Other")
DISPOSAL = _choice("icarDeathDisposalMethodType", "ApprovedService Consumption OnPremise Other")
PREGNANCY_METHOD = _choice(
    "icarReproPregnancyMethodType", "Echography Palpation Blood Milk Visual Other"
)
PREGNANCY_RESULT = _choice("icarReproPregnancyResultType", "Empty Pregnant Multiple Unknown")
HEAT_METHOD = _choice("icarReproHeatDetectionMethodType", "Chemical Visual Pedometer Other")
HEAT_CERTAINTY = _choice("icarReproHeatCertaintyType", "InHeat Suspect")
HEAT_SIGN = _choice(
    "icarReproHeatSignType", "Slime ClearSlime InterestedInOtherAnimals Bawling Blood StandsUnder"
)
HEAT_INTENSITY = _choice("icarReproHeatIntensityType", "VeryWeak Weak Normal Strong VeryStrong")
INSEMINATION = _choice(
    "icarReproInseminationType", "NaturalService RunWithBull Insemination Implantation"
)
PRESERVATION = _choice("icarReproSemenPreservationType", "Liquid Frozen")
CALVING_EASE = _choice(
    "icarReproCalvingEaseType",
    "EasyUnassisted EasyAssisted DifficultExtraAssistance DifficultVeterinaryCare"
    " CaesareanOrSurgery",
)
BIRTH_STATUS = _choice(
    "icarParturitionBirthStatusType",
    "Alive Stillborn Aborted DiedBeforeTaggingDate DiedAfterTaggingDate SlaughteredAtBirth"
    " EuthanisedAtBirth",
)
BIRTH_SIZE = _choice("icarParturitionBirthSizeType", "ExtraSmall Small Average Large ExtraLarge")
TEST_DAY_CODE = _choice("icarTestDayCodeType", "Dry SamplingImpossible Sick")
PRODUCT = _choice("icarWithdrawalProductType", "Meat Milk Eggs Honey Velvet Fibre Other")
DIAGNOSIS_STAGE = _choice(
    "icarDiagnosisStageType", "Early Acute SubAcute Chronic AcuteOnChronic EndStage Other"
)
SEVERITY = _choice("icarDiagnosisSeverityType", "Light Moderate Severe")
POSITION = _choice(
    "icarPositionOnAnimalType",
    "LegsFrontLeft LegsFrontRight LegsRearLeft LegsRearRight UdderFrontLeft UdderFrontRight"
    " UdderRearLeft UdderRearRight OvariesLeft OvariesRight OvariesUnknown Neck Head Mouth Back"
    " Testes Other",
)
MASS_UNIT = _choice("uncefactMassUnitsType", "KGM GRM LBR TNE MC MGM ONZ PN")
DOSE_UNIT = _choice(
    "uncefactDoseUnitsType", "MLT LTR MGM GRM XTU XVI XAR XCQ GJ GL GRN L19 NA SYR WW"
)
WEIGHT_METHOD = _choice(
    "icarWeightMethodType",
    "LoadCell Girth Assessed WalkOver Predicted Imaged FrontEndCorrelated GroupAverage",
)
SET_PURPOSE = _choice(
    "icarSetPurposeType",
    "Enclosure Feeding Finishing Growing Health Lactation Movement Rearing Reproduction Session"
    " Other",
)

IDENTIFIER = shape("icarIdentifierType", required="id scheme", id=TEXT, scheme=TEXT)
META = shape(
    "icarMetaDataType",
    required="source modified",
    nullable="created validFrom validTo",
    source=TEXT,
    sourceId=TEXT,
    isDeleted=BOOLEAN,
    modified=MOMENT,
    created=MOMENT,
    creator=TEXT,
    validFrom=MOMENT,
    validTo=MOMENT,
)
MASS = shape(
    "icarMassMeasureType",
    measurement=NUMBER,
    units=MASS_UNIT,
    method=WEIGHT_METHOD,
    resolution=NUMBER,
)
MILK_WEIGHT = shape(
    "icarMilkingMilkWeightType",
    required="unitCode value",
    unitCode=Choice("unitCode", ("KGM",)),
    value=NUMBER,
)
CHARACTERISTIC = shape(
    "icarMilkCharacteristicsType",
    required="characteristic value",
    characteristic=TEXT,
    value=TEXT,
    unit=TEXT,
    measuringDevice=TEXT,
)
PLACE_ON_ANIMAL = shape("icarPositionType", position=POSITION)
CONSIGNMENT = shape(
    "icarConsignmentType",
    id=IDENTIFIER,
    originLocation=IDENTIFIER,
    originAddress=TEXT,
    originPostalAddress=OBJECT,
    destinationLocation=IDENTIFIER,
    destinationAddress=TEXT,
    destinationPostalAddress=OBJECT,
    loadingDateTime=MOMENT,
    unloadingDateTime=MOMENT,
    expectedDuration=NUMBER,
    transportOperator=TEXT,
    vehicle=TEXT,
    transportReference=TEXT,
    isolationFacilityUsed=BOOLEAN,
    farmAssuranceReference=IDENTIFIER,
)

RESOURCE = shape(
    "icarResource",
    required="resourceType",
    resourceType=TEXT,
    marked={"@self": TEXT},
    meta=META,
    location=IDENTIFIER,
)
EVENT = shape(
    "icarEventCoreResource",
    RESOURCE,
    id=TEXT,
    eventDateTime=MOMENT,
    traitLabel=IDENTIFIER,
    responsible=TEXT,
    contemporaryGroup=TEXT,
    remark=TEXT,
)
ANIMAL_EVENT = shape("icarAnimalEventCoreResource", EVENT, required="animal", animal=IDENTIFIER)

PARENTAGE = shape(
    "icarParentageType",
    required="parentOf gender identifier",
    parentOf=IDENTIFIER,
    gender=GENDER,
    relation=RELATION,
    identifier=IDENTIFIER,
    officialName=TEXT,
)
ANIMAL = shape(
    "icarAnimalCoreResource",
    RESOURCE,
    required="identifier specie gender",
    identifier=IDENTIFIER,
    alternativeIdentifiers=Many(IDENTIFIER),
    specie=SPECIE,
    gender=GENDER,
    birthDate=MOMENT,
    primaryBreed=IDENTIFIER,
    breedFractions=OBJECT,
    coatColor=TEXT,
    coatColorIdentifier=IDENTIFIER,
    managementTag=TEXT,
    name=TEXT,
    officialName=TEXT,
    productionPurpose=PURPOSE,
    status=STATUS,
    reproductionStatus=REPRODUCTION_STATUS,
    lactationStatus=LACTATION_STATUS,
    parentage=Many(PARENTAGE),
    healthStatus=HEALTH_STATUS,
)
PROGENY = shape(
    "icarProgenyDetailsResource",
    RESOURCE,
    required="specie gender",
    nullable="managementTag",
    identifier=IDENTIFIER,
    alternativeIdentifiers=Many(IDENTIFIER),
    specie=SPECIE,
    gender=GENDER,
    managementTag=TEXT,
    name=TEXT,
    officialName=TEXT,
    taggingDate=MOMENT,
    birthStatus=BIRTH_STATUS,
    birthSize=BIRTH_SIZE,
    birthWeight=MASS,
)
STRAW = shape(
    "icarReproSemenStrawResource",
    RESOURCE,
    id=IDENTIFIER,
    batch=TEXT,
    collectionCentre=TEXT,
    dateCollected=MOMENT,
    sireIdentifiers=Many(IDENTIFIER),
    sireOfficialName=TEXT,
    sireURI=TEXT,
    preservationType=PRESERVATION,
    isSexedSemen=BOOLEAN,
    sexedGender=GENDER,
    sexedPercentage=INTEGER,
)
EMBRYO = shape(
    "icarReproEmbryoResource",
    RESOURCE,
    id=IDENTIFIER,
    collectionCentre=TEXT,
    dateCollected=MOMENT,
    donorIdentifiers=Many(IDENTIFIER),
    donorURI=TEXT,
    sireIdentifiers=Many(IDENTIFIER),
    sireOfficialName=TEXT,
    sireURI=TEXT,
)
BIRTH = shape(
    "icarMovementBirthEventResource",
    ANIMAL_EVENT,
    required="location",
    registrationReason=REGISTRATION,
    animalDetail=ANIMAL,
)
DEATH = shape(
    "icarMovementDeathEventResource",
    ANIMAL_EVENT,
    deathReason=DEATH_REASON,
    explanation=TEXT,
    disposalMethod=DISPOSAL,
    disposalOperator=TEXT,
    disposalReference=TEXT,
    consignment=CONSIGNMENT,
    deathMethod=DEATH_METHOD,
)
ARRIVAL = shape(
    "icarMovementArrivalEventResource",
    ANIMAL_EVENT,
    arrivalReason=ARRIVAL_REASON,
    animalDetail=ANIMAL,
    consignment=CONSIGNMENT,
)
DEPARTURE = shape(
    "icarMovementDepartureEventResource",
    ANIMAL_EVENT,
    departureKind=DEPARTURE_KIND,
    departureReason=DEPARTURE_REASON,
    consignment=CONSIGNMENT,
)
PREGNANCY_CHECK = shape(
    "icarReproPregnancyCheckEventResource",
    ANIMAL_EVENT,
    method=PREGNANCY_METHOD,
    result=PREGNANCY_RESULT,
    foetalAge=INTEGER,
    foetusCount=INTEGER,
    foetusCountMale=INTEGER,
    foetusCountFemale=INTEGER,
    exceptions=Many(TEXT),
)
HEAT = shape(
    "icarReproHeatEventResource",
    ANIMAL_EVENT,
    heatDetectionMethod=HEAT_METHOD,
    certainty=HEAT_CERTAINTY,
    expirationDateTime=MOMENT,
    visualDetection=shape(
        "visualDetection", heatSigns=Many(HEAT_SIGN), heatIntensity=HEAT_INTENSITY
    ),
    heatReportScrSenseTime=OBJECT,
    heatReportNedapCowControl=OBJECT,
    device=OBJECT,
)
SERVICE = shape(
    "icarReproInseminationEventResource",
    ANIMAL_EVENT,
    required="inseminationType",
    rank=INTEGER,
    inseminationType=INSEMINATION,
    sireIdentifiers=Many(IDENTIFIER),
    sireOfficialName=TEXT,
    sireURI=TEXT,
    straw=STRAW,
    eventEndDateTime=MOMENT,
    semenFromFarmStocks=BOOLEAN,
    farmContainer=TEXT,
    embryo=EMBRYO,
)
DRYING_OFF = shape("icarMilkingDryOffEventResource", ANIMAL_EVENT)
ABORTION = shape("icarReproAbortionEventResource", ANIMAL_EVENT)
DO_NOT_BREED = shape(
    "icarReproDoNotBreedEventResource", ANIMAL_EVENT, nullable="doNotBreed", doNotBreed=BOOLEAN
)
PARTURITION = shape(
    "icarReproParturitionEventResource",
    ANIMAL_EVENT,
    isEmbryoImplant=BOOLEAN,
    damParity=INTEGER,
    liveProgeny=INTEGER,
    totalProgeny=INTEGER,
    calvingEase=CALVING_EASE,
    progenyDetails=Many(PROGENY),
    progeny=Many(ANIMAL),
)
TEST_DAY = shape(
    "icarTestDayResource",
    RESOURCE,
    required="id beginDate endDate",
    id=TEXT,
    beginDate=MOMENT,
    endDate=MOMENT,
)
TEST_DAY_RESULT = shape(
    "icarTestDayResultEventResource",
    ANIMAL_EVENT,
    milkWeight24Hours=MILK_WEIGHT,
    testDayCode=TEST_DAY_CODE,
    milkCharacteristics=Many(CHARACTERISTIC),
)
WITHDRAWAL = shape(
    "icarWithdrawalEventResource",
    ANIMAL_EVENT,
    required="eventDateTime productType",
    endDateTime=MOMENT,
    productType=PRODUCT,
)
DIAGNOSIS = shape(
    "icarDiagnosisEventResource",
    ANIMAL_EVENT,
    diagnoses=Many(
        shape(
            "icarDiagnosisType",
            id=TEXT,
            name=TEXT,
            description=TEXT,
            diagnosisCode=IDENTIFIER,
            site=TEXT,
            stage=DIAGNOSIS_STAGE,
            severity=SEVERITY,
            severityScore=NUMBER,
            positions=Many(PLACE_ON_ANIMAL),
        )
    ),
)
TREATMENT = shape(
    "icarTreatmentEventResource",
    ANIMAL_EVENT,
    medicine=shape(
        "icarMedicineReferenceType",
        identifier=IDENTIFIER,
        reltype=TEXT,
        href=TEXT,
        name=TEXT,
        approved=TEXT,
        registeredIdentifier=IDENTIFIER,
        marked={"@context": TEXT, "@id": TEXT, "@type": TEXT},
    ),
    procedure=TEXT,
    batches=Many(shape("icarMedicineBatchType", identifier=TEXT, expiryDate=MOMENT)),
    withdrawals=Many(
        shape("icarMedicineWithdrawalType", productType=PRODUCT, endDate=MOMENT, market=TEXT)
    ),
    dose=shape("icarMedicineDoseType", doseQuantity=NUMBER, doseUnits=DOSE_UNIT),
    site=TEXT,
    positions=Many(PLACE_ON_ANIMAL),
    comment=TEXT,
)
WEIGHT = shape(
    "icarWeightEventResource", ANIMAL_EVENT, weight=MASS, device=OBJECT, timeOffFeed=NUMBER
)
ANIMAL_SET = shape(
    "icarAnimalSetResource",
    RESOURCE,
    required="id member",
    id=TEXT,
    name=TEXT,
    purpose=SET_PURPOSE,
    member=Many(IDENTIFIER),
)
SET_JOIN = shape(
    "icarAnimalSetJoinEventResource",
    ANIMAL_EVENT,
    required="eventDateTime animalSetId",
    animalSetId=TEXT,
)
SET_LEAVE = shape(
    "icarAnimalSetLeaveEventResource",
    ANIMAL_EVENT,
    required="eventDateTime animalSetId",
    animalSetId=TEXT,
)
VIEW = shape(
    "view",
    totalItems=INTEGER,
    totalPages=INTEGER,
    pageSize=INTEGER,
    currentPage=INTEGER,
    first=TEXT,
    next=TEXT,
    prev=TEXT,
    last=TEXT,
)

MESSAGES: Mapping[str, Shape] = MappingProxyType(
    {
        "animals": ANIMAL,
        "births": BIRTH,
        "deaths": DEATH,
        "arrivals": ARRIVAL,
        "departures": DEPARTURE,
        "pregnancy-checks": PREGNANCY_CHECK,
        "heats": HEAT,
        "inseminations": SERVICE,
        "drying-offs": DRYING_OFF,
        "abortions": ABORTION,
        "do-not-breeds": DO_NOT_BREED,
        "parturitions": PARTURITION,
        "test-days": TEST_DAY,
        "test-day-results": TEST_DAY_RESULT,
        "milking-withdrawals": WITHDRAWAL,
        "diagnoses": DIAGNOSIS,
        "treatments": TREATMENT,
        "weights": WEIGHT,
        "animal-sets": ANIMAL_SET,
        "animal-set-joins": SET_JOIN,
        "animal-set-leaves": SET_LEAVE,
    }
)
"""Shapes by the last part of a message's address."""
BY_RESOURCE_TYPE: Mapping[str, Shape] = MappingProxyType(
    {one.name: one for one in MESSAGES.values()}
)
