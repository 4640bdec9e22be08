"""A synthetic region of herds in a benchmark's own database: 327 farms, 920,000 animals."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

FARMS, ANIMALS = 327, 920_000
_ADULT_SHARE = 0.48
_CHUNK = 20_000

# Each adult cow's last year: a pen, two services, a check, a drying off and, for some, a calving.
_EVENTS = """
INSERT INTO herd_animalevent (event_key, animal_id, farm_id, kind, happened_at, details,
  recorded_at, source, device)
SELECT gen_random_uuid(), a.id, a.farm_id, t.kind,
  (a.last_calving_date + t.days) + time '01:00', t.details::jsonb, now(), 'play', ''
FROM herd_animal a
CROSS JOIN (VALUES
  ('pen_move', 1, '{"pen": "L1"}'),
  ('insemination', 70, '{"bull_number": "11119001"}'),
  ('insemination', 91, '{"bull_number": "11119002"}'),
  ('pregnancy_check', 125, '{"result": "pregnant"}'),
  ('dry_off', 310, '{"reason": "normal"}'),
  ('pen_move', 310, '{"pen": "D1"}'),
  ('calving', 370, '{"ease": 1}')
) AS t (kind, days, details)
WHERE a.parity > 0 AND a.last_calving_date + t.days < current_date
"""


def fill_herds(animals: int = ANIMALS) -> int:
    """Write farms, pens, animals and events, and derive all states; answers the events."""
    from django.db import connection, transaction

    from milkshed.herd.actions.animals import register_animals_columns
    from milkshed.herd.actions.state import refresh_animals
    from milkshed.herd.models import Animal, Farm, Pen
    from milkshed.herd.rules import ROWS
    from milkshed.kernel.counties import COUNTIES
    from milkshed.kernel.identifiers import build_gln
    from milkshed.platform.models import Organisation, Place
    from milkshed.platform.rule_book import load_rules

    load_rules(ROWS)
    counties = list(COUNTIES)
    county = [counties[n % len(counties)] for n in range(FARMS)]
    firms = Organisation.objects.bulk_create(
        Organisation(kind="farm", name_zh=f"测试牧场{n:03d}", county=county[n], synthetic=True)
        for n in range(FARMS)
    )
    places = Place.objects.bulk_create(
        Place(
            kind="farm",
            name_zh=f"测试牧场{n:03d}",
            organisation=firms[n],
            county=county[n],
            gln=build_gln("9521321", 10_000 + n),
        )
        for n in range(FARMS)
    )
    farms = Farm.objects.bulk_create(
        Farm(
            place=places[n],
            organisation=firms[n],
            code=f"{county[n]}{n + 1:04d}",
            declared_head=animals // FARMS,
            filed_on=date(2015, 1, 1),
            synthetic=True,
        )
        for n in range(FARMS)
    )
    Pen.objects.bulk_create(
        Pen(farm=farm, code=code, name=code, purpose=purpose)
        for farm in farms
        for code, purpose in (("L1", "lactating"), ("D1", "dry"))
    )
    register_animals_columns(_animals(animals, [farm.code for farm in farms]))
    with connection.cursor() as cursor:
        # what is written here refers to what stands: nobody needs to look row by row, or keep it
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_EVENTS)
        events = int(cursor.rowcount)
        cursor.execute("ANALYZE herd_animal, herd_animalevent")
    keys = list(Animal.objects.filter(parity__gt=0).values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        with transaction.atomic():
            refresh_animals(keys[start : start + _CHUNK])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE herd_animal, herd_animalspell")
    return events


def _animals(count: int, codes: list[str]) -> pa.Table:
    generator = np.random.default_rng(1)
    adult = generator.random(count) < _ADULT_SHARE
    today = (date.today() - date(1970, 1, 1)) // timedelta(days=1)  # noqa: DTZ011
    parity = np.where(adult, generator.integers(1, 6, count), 0).astype(np.int16)
    calved = today - generator.integers(1, 400, count)
    born = np.where(adult, calved - 730 - 400 * (parity - 1), today - generator.integers(0, 700))
    farm = np.arange(count) % len(codes)
    return pa.table(
        {
            "farm_code": pa.array([codes[n] for n in farm.tolist()]),
            "sex": pa.array(["F"] * count),
            "birth_date": pa.array(born.astype(np.int32)).cast(pa.date32()),
            "ear_tag": pa.array([f"2640302{n:08d}" for n in range(count)]),
            "on_farm": pa.array([f"{n // len(codes):05d}" for n in range(count)]),
            "parity": pa.array(parity),
            "last_calving_date": pa.array(calved.astype(np.int32), pa.int32(), mask=~adult).cast(
                pa.date32()
            ),
            "synthetic": pa.array(np.ones(count, np.bool_)),
        }
    )
