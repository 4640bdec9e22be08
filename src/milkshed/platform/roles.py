"""The roles people hold in organisations, and how far each role sees."""

from dataclasses import dataclass
from enum import StrEnum

from milkshed.kernel.text import Text


class Reach(StrEnum):
    """How far a role sees: the region, the county of its organisation, or its own records."""

    REGION = "region"
    COUNTY = "county"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Role:
    """A job that people do in the dairy chain."""

    code: str
    title: Text
    reach: Reach


_ALL = (
    Role("region_officer", Text("自治区管理人员", "Region officer"), Reach.REGION),
    Role("county_officer", Text("县级管理人员", "County officer"), Reach.COUNTY),
    Role("member_unit_officer", Text("成员单位联络员", "Member unit officer"), Reach.OWN),
    Role("inspector", Text("执法检查员", "Inspector"), Reach.COUNTY),
    Role("sampler", Text("抽样员", "Sampler"), Reach.COUNTY),
    Role("lab_analyst", Text("检验员", "Laboratory analyst"), Reach.OWN),
    Role("lab_reviewer", Text("检验复核人", "Laboratory reviewer"), Reach.OWN),
    Role("dhi_technician", Text("测定中心技术员", "Milk-recording technician"), Reach.OWN),
    Role("dhi_reviewer", Text("测定中心审核人", "Milk-recording reviewer"), Reach.OWN),
    Role("breeding_officer", Text("育种中心技术员", "Breeding centre officer"), Reach.OWN),
    Role("breeding_approver", Text("育种中心审核人", "Breeding centre approver"), Reach.OWN),
    Role("farm_manager", Text("牧场场长", "Farm manager"), Reach.OWN),
    Role("farm_vet", Text("牧场兽医", "Farm vet"), Reach.OWN),
    Role("station_manager", Text("收购站站长", "Station manager"), Reach.OWN),
    Role("tanker_driver", Text("运输车驾驶员", "Tanker driver"), Reach.OWN),
    Role("tanker_escort", Text("押运员", "Tanker escort"), Reach.OWN),
    Role("plant_receiver", Text("乳企收奶员", "Plant receiver"), Reach.OWN),
    Role("plant_quality", Text("乳企质量员", "Plant quality officer"), Reach.OWN),
    Role("plant_buyer", Text("乳企奶源经理", "Milk buyer"), Reach.OWN),
    Role("association_secretary", Text("奶业协会秘书", "Association secretary"), Reach.REGION),
    Role("auditor", Text("审计员", "Auditor"), Reach.REGION),
    Role("administrator", Text("系统管理员", "System administrator"), Reach.REGION),
)

ROLES: dict[str, Role] = {role.code: role for role in _ALL}
