"""Calendar data every installation starts with: holidays of 2026 and 2027, and the usual open windows.

Seeded after migrating, once a year of holidays and once a season; what people edit or delete later stays so.
"""

from datetime import date, time

from .models import Holiday, OpenWindow

# SKB 3 Menteri 1497/2025, 2/2025, 5/2025.
SOURCE_2026 = "SKB 3 Menteri Nomor 1497/2025, 2/2025, 5/2025"
# Announced 15 September 2026; the numbers of two of the three decrees are not known yet.
SOURCE_2027 = "SKB 3 Menteri, MenPANRB Nomor 2/2026"

NATIONAL = {
    2026: {
        "01-01": "Tahun Baru 2026 Masehi",
        "01-16": "Isra Mikraj Nabi Muhammad saw.",
        "02-17": "Tahun Baru Imlek 2577 Kongzili",
        "03-19": "Hari Suci Nyepi (Tahun Baru Saka 1948)",
        "03-21": "Idulfitri 1447 Hijriah",
        "03-22": "Idulfitri 1447 Hijriah",
        "04-03": "Wafat Yesus Kristus",
        "04-05": "Kebangkitan Yesus Kristus (Paskah)",
        "05-01": "Hari Buruh Internasional",
        "05-14": "Kenaikan Yesus Kristus",
        "05-27": "Iduladha 1447 Hijriah",
        "05-31": "Hari Raya Waisak 2570 BE",
        "06-01": "Hari Lahir Pancasila",
        "06-16": "1 Muharam Tahun Baru Islam 1448 Hijriah",
        "08-17": "Proklamasi Kemerdekaan",
        "08-25": "Maulid Nabi Muhammad saw.",
        "12-25": "Kelahiran Yesus Kristus (Natal)",
    },
    2027: {
        "01-01": "Tahun Baru 2027 Masehi",
        "01-05": "Isra Mikraj Nabi Muhammad saw. 1448 Hijriah",
        "02-06": "Tahun Baru Imlek 2578 Kongzili",
        "03-08": "Hari Suci Nyepi (Tahun Baru Saka 1949)",
        "03-10": "Idulfitri 1448 Hijriah",
        "03-11": "Idulfitri 1448 Hijriah",
        "03-26": "Wafat Yesus Kristus",
        "03-28": "Kebangkitan Yesus Kristus (Paskah)",
        "05-01": "Hari Buruh Internasional",
        "05-06": "Kenaikan Yesus Kristus",
        "05-17": "Iduladha 1448 Hijriah",
        "05-20": "Hari Raya Waisak 2571 BE",
        "06-01": "Hari Lahir Pancasila",
        "06-06": "1 Muharam Tahun Baru Islam 1449 Hijriah",
        "08-15": "Maulid Nabi Muhammad saw.",
        "08-17": "Proklamasi Kemerdekaan",
        "12-25": "Kelahiran Yesus Kristus (Natal)",
        "12-26": "Isra Mikraj Nabi Muhammad saw. 1449 Hijriah",
    },
}
JOINT_LEAVE = {
    2026: ["02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24"],
    2027: ["02-05", "03-09", "03-12", "03-15", "03-25", "05-18", "05-19", "12-24"],
}

# Mon–Thu 07.30–16.00 with the midday break, Friday with the prayer (Perpres 21/2023 gives the weekly hours).
USUAL = {
    range(0, 4): [((7, 30), (12, 0)), ((13, 0), (16, 0))],
    range(4, 5): [((7, 30), (11, 0)), ((13, 0), (16, 0))],
}
RAMADAN = {
    range(0, 4): [((7, 15), (12, 0)), ((12, 30), (14, 15))],
    range(4, 5): [((7, 15), (11, 30)), ((12, 30), (14, 45))],
}
SEASONS = {
    "": (None, None, USUAL),
    "Ramadan 1447 H": (date(2026, 2, 19), date(2026, 3, 20), RAMADAN),
    # Fixed by the sidang isbat; edit when it is known.
    "Ramadan 1448 H": (date(2027, 2, 8), date(2027, 3, 9), RAMADAN),
}


def seed_calendar() -> None:
    for year, source in ((2026, SOURCE_2026), (2027, SOURCE_2027)):
        if Holiday.objects.filter(day__year=year).exists():
            continue
        days = [(day, name, Holiday.Kind.NATIONAL) for day, name in NATIONAL[year].items()]
        days += [(day, "Cuti bersama", Holiday.Kind.JOINT_LEAVE) for day in JOINT_LEAVE[year]]
        Holiday.objects.bulk_create(
            Holiday(day=date.fromisoformat(f"{year}-{day}"), name=name, kind=kind, source=source)
            for day, name, kind in days
        )
    for season, (start, end, week) in SEASONS.items():
        if OpenWindow.objects.filter(season=season, organisation=None).exists():
            continue
        OpenWindow.objects.bulk_create(
            OpenWindow(
                season=season,
                valid_from=start,
                valid_until=end,
                weekday=weekday,
                opens_at=time(*opens),
                closes_at=time(*closes),
            )
            for weekdays, windows in week.items()
            for weekday in weekdays
            for opens, closes in windows
        )


def seed_after_migrate(**kwargs) -> None:
    seed_calendar()
