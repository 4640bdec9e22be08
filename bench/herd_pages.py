"""How fast a herd's pages answer at the region's size, beside the lightest page.

usage: python bench/herd_pages.py [animals] [requests]

The region of bench/herd_region.py is written into a database of the benchmark's own; the
product's server runs with two workers, and one client asks page after page, signed in as an
administrator who sees the whole region: the list of a farm's animals at its start and deep inside,
a search, a stage, the day's worklists, the herd of a past day. The lightest page of the same
server and run is the limit.
"""

import os
import sys
from datetime import date, timedelta

from herd_region import ANIMALS, fill_herds
from own_database import own_database
from own_server import own_server, print_times


def main() -> None:
    """Fill, serve, measure, print."""
    animals = int(sys.argv[1]) if len(sys.argv) > 1 else ANIMALS
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    with own_database():
        fill_herds(animals)
        from milkshed.herd.models import Animal, Farm

        farm = Farm.objects.order_by("pk")[7]
        herd = Animal.objects.filter(farm=farm, status="alive").order_by("birth_date", "pk")
        middle = herd[herd.count() * 3 // 4]
        base = f"/herd/farms/{farm.code}"
        past = date.today() - timedelta(days=120)  # noqa: DTZ011
        pages = (
            ("lightest page", "/sign-in"),
            ("animals", f"{base}/animals"),
            ("animals, deep inside", f"{base}/animals?after={middle.birth_date}_{middle.pk}"),
            ("animals, searched", f"{base}/animals?q=0012"),
            ("animals, in withdrawal", f"{base}/animals?stage=withdrawal"),
            ("worklists", f"{base}/worklists"),
            ("herd of a past day", f"{base}/herd-on-day?day={past}"),
            ("farms", "/herd/farms?county="),
        )
        print(f"{animals} animals, {requests} requests each; load {os.getloadavg()[0]:.1f}")
        with own_server() as server:
            print_times(server, pages, requests)


if __name__ == "__main__":
    main()
