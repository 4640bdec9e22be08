"""How fast the register of papers answers at the region's size, beside the lightest page.

usage: python bench/registers.py [requests]

Stations, tankers and five years of their papers (three each, one after another) are written into
a database of the benchmark's own; the product's server runs with two workers, and one client asks
one page after another, signed in as an administrator who sees the whole region. The lightest page
of the same server and run is the limit.
"""

import sys
from datetime import date, timedelta
from decimal import Decimal

from own_database import own_database
from own_server import own_server, print_times

STATIONS, TANKERS, COUNTIES = 305, 700, 22
PAPERS_EACH, PAPER_DAYS = 3, 730
PAGES = (
    ("lightest page", "/sign-in"),
    ("register", "/collection/licences"),
    ("register, filtered", "/collection/licences?standing=valid&kind=tanker_permit&q=0"),
    ("coverage", "/collection/licences/coverage"),
    ("stations", "/collection/stations"),
    ("applications", "/collection/applications?state=all"),
)


def main() -> None:
    """Fill, serve, measure, print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with own_database():
        papers = fill()
        print(f"{STATIONS} stations, {TANKERS} tankers, {papers} papers, {requests} requests each")
        with own_server() as server:
            print_times(server, PAGES, requests)


def fill() -> int:
    """Write the region's register; answers how many papers it holds."""
    from milkshed.collection.models import Licence, Station, Tanker
    from milkshed.collection.rules import ROWS
    from milkshed.kernel.counties import COUNTIES as KNOWN
    from milkshed.platform.calendar.table import fill_holidays
    from milkshed.platform.models import Organisation, Place
    from milkshed.platform.rule_book import load_rules

    load_rules(ROWS)
    fill_holidays()
    counties = list(KNOWN)[:COUNTIES]
    offices = Organisation.objects.bulk_create(
        Organisation(kind="county_office", name_zh=f"{code}主管部门", county=code, synthetic=True)
        for code in counties
    )
    firms = Organisation.objects.bulk_create(
        Organisation(
            kind="farm" if n < STATIONS else "carrier",
            name_zh=f"测试单位{n:04d}",
            county=counties[n % len(counties)],
            synthetic=True,
        )
        for n in range(STATIONS + TANKERS)
    )
    places = Place.objects.bulk_create(
        Place(
            kind="station",
            name_zh=f"测试收购站{n:04d}",
            organisation=firms[n],
            county=firms[n].county,
            gln=f"{9520000000000 + n}",
        )
        for n in range(STATIONS)
    )
    stations = Station.objects.bulk_create(
        Station(place=place, kind="farm", daily_intake_kg=Decimal(20_000)) for place in places
    )
    tankers = Tanker.objects.bulk_create(
        Tanker(
            carrier=firms[STATIONS + n],
            plate=f"宁C{n:05d}",
            grai=f"0952000000000{n:05d}",
            capacity_kg=Decimal(25_000),
        )
        for n in range(TANKERS)
    )
    begin = date.today() - timedelta(days=PAPER_DAYS * PAPERS_EACH - 300)  # noqa: DTZ011
    papers = []
    for number, subject in enumerate([*stations, *tankers]):
        of_station = number < STATIONS
        for turn in range(PAPERS_EACH):
            first = begin + timedelta(days=PAPER_DAYS * turn + number % 250)
            papers.append(
                Licence(
                    kind="station_licence" if of_station else "tanker_permit",
                    number=f"宁{'收' if of_station else '运'}{number:04d}-{turn}",
                    holder=firms[number],
                    station=subject if of_station else None,
                    tanker=None if of_station else subject,
                    issuer=offices[number % len(offices)],
                    valid_from=first,
                    valid_to=first + timedelta(days=PAPER_DAYS - 1),
                )
            )
    return len(Licence.objects.bulk_create(papers))


if __name__ == "__main__":
    main()
