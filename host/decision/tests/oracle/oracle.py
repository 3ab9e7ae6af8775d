"""An independent oracle of deadlines: what the law tables say, counted by dateutil and holidays.

It knows nothing of the Rust code: months are `dateutil.relativedelta`, days of rest are the package
`holidays`, and each period below is written from the words of the law that its comment names.
`python oracle.py` writes `holidays.tsv.zst` and one `<law>.tsv.zst` a law beside this file; the same
versions (requirements.txt) give the same bytes. README.md explains the columns.
"""

import datetime
import fnmatch
import pathlib
import random
import tomllib

import holidays
import zstandard
from dateutil.relativedelta import relativedelta

HERE = pathlib.Path(__file__).parent
YEARS = range(2018, 2036)
FIRST, LAST = datetime.date(2018, 1, 1), datetime.date(2034, 12, 31)
ONE = datetime.timedelta(days=1)
# Forms that are counted by business days: a day left out matters from the first day on.
BY_BUSINESS_DAYS = (
    "contract", "acknowledge", "stop", "incident", "incident-small", "more", "more-small",
)
COLUMNS = "form place on asked back again until identity fee n last strict because".split()

MEMBER_STATES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
EEA = MEMBER_STATES + ["IS", "LI", "NO"]
NATIONS = {"GB-ENG": "ENG", "GB-SCT": "SCT", "GB-NIR": "NIR"}
ELSEWHERE = ["BR", "CH", "KR", "TR", "ZA", "GB"]


def calendar(place):
    """The public holidays of a place as the package has them: day -> English name."""
    country, _, part = place.partition("-")
    part = {"CA-wide": "CA"}.get(part, part) or None
    known = holidays.country_holidays(country, subdiv=part, years=YEARS)
    if "en_US" in known.supported_languages:
        known = holidays.country_holidays(country, subdiv=part, years=YEARS, language="en_US")
    return dict(sorted(known.items()))


PLACES = EEA + list(NATIONS) + ELSEWHERE + ["US-CA", "US-CA-wide"]
FOUND = {place: calendar(place) for place in PLACES}
# A controller outside the EEA, or one whose seat is unknown: Saturdays and Sundays only.
FOUND["-"] = {}


class Differences:
    """The named differences that are accepted, from differences.toml."""

    def __init__(self):
        self.all = tomllib.loads((HERE / "differences.toml").read_text())["difference"]

    def leaves_out(self, place, day, name):
        """The id of the difference by which we do not count this day; none: we count it."""
        for one in self.all:
            within = one.get("from", "0000") <= str(day) <= one.get("until", "9999")
            within &= one.get("days") != "friday" or day.weekday() == 4
            if one["place"] == place and one["ours"] == "left-out" and within:
                if any(fnmatch.fnmatchcase(name, wanted) for wanted in one["holidays"]):
                    return one["id"]
        return None


DIFFERENCES = Differences()
LEFT_OUT = {
    place: {day: by for day, name in days.items() if (by := DIFFERENCES.leaves_out(place, day, name))}
    for place, days in FOUND.items()
}


def rests(day, place, strict):
    """Saturday, Sunday or public holiday. `strict`: every day of the package counts."""
    if day.weekday() >= 5:
        return True
    return day in FOUND[place] and (strict or day not in LEFT_OUT[place])


def rolled(day, place, strict):
    """Regulation 1182/71 article 3(4), OR article 78(1), ICO: to the end of the next working day."""
    while rests(day, place, strict):
        day += ONE
    return day


def months(day, number):
    """The same number of a later month, else the last day of it (article 3(2)(c))."""
    return day + relativedelta(months=number)


def whole_months(first, number):
    """Months of which `first` is the first day: to the day before the same number, or to the last of
    a month that has no such number (BGB section 188(2) and (3): 29 February + ten years = 28 February)."""
    end = months(first, number)
    return end - ONE if end.day == first.day else end


def days(day, number):
    """The day of the event is not counted (article 3(1))."""
    return day + datetime.timedelta(days=number)


def two_working_days(start, last, place):
    """Article 3(5): a period of two days or more holds at least two working days."""
    day, working = start, 0
    while working < 2:
        day += ONE
        working += not rests(day, place, True)
    return max(last, day)


def business_days(day, number, place, strict):
    """So many days that are neither Saturday, Sunday nor holiday; the first is the next day."""
    while number:
        day += ONE
        number -= not rests(day, place, strict)
    return day


def row(form, place, on, count, **inputs):
    """A row: `count(strict)` gives the last day as we read the law, and as the package alone has it."""
    last, strict = count(False), count(True)
    because = []
    if last != strict:
        first = on if form in BY_BUSINESS_DAYS else last
        passed = (first + ONE * n for n in range((strict - first).days + 1))
        because = sorted({LEFT_OUT[place][day] for day in passed if day in LEFT_OUT[place]})
        if form == "days" and strict != rolled(days(on, inputs["n"]), place, True):
            because.append("article-3-5")
    cells = {"form": form, "place": place, "on": on, "last": (last - on).days, "because": ",".join(because)}
    cells["strict"] = (strict - on).days if last != strict else ""
    for name, value in inputs.items():
        cells[name] = (value - on).days if isinstance(value, datetime.date) else value
    return tuple(cells.get(name, "") for name in COLUMNS)


class Dice:
    """Seeded choices, one sequence a law, so that a change of one law leaves the others alone."""

    def __init__(self, law):
        self.random = random.Random(f"praetor {law}")

    def of(self, choices):
        return choices[self.random.randrange(len(choices))]

    def up_to(self, low, high):
        return self.random.randrange(low, high + 1)

    def receipt(self, place, ahead):
        """Any day; every third one such that a period of `ahead` days ends near a holiday."""
        if FOUND[place] and self.up_to(0, 2) == 0:
            near = self.of(list(FOUND[place])) - ONE * (ahead + self.up_to(-2, 4))
            if FIRST <= near <= LAST:
                return near
        return FIRST + ONE * self.up_to(0, (LAST - FIRST).days)


EUROPEAN = (
    "respond respond extended tell-extension stepwise paused paused-twice paused-extended days".split()
)


def eu_gdpr(dice):
    """GDPR article 12(3) with Regulation 1182/71; EDPB Guidelines 01/2022 on suspension."""
    place = dice.of(EEA + ["-"])
    form = dice.of(EUROPEAN)
    on = dice.receipt(place, 91 if "extended" in form else 30)
    number = 3 if "extended" in form else 1
    if form == "days":
        n = dice.up_to(1, 90)
        def counted(strict):
            last = rolled(days(on, n), place, strict)
            return two_working_days(on, last, place) if strict and n >= 2 else last
        return row(form, place, on, counted, n=n)
    if form == "stepwise":
        # The cautious target of an extended answer: one month, then two more, not rolled.
        return row(form, place, on, lambda _: months(months(on, 1), 2))
    if form.startswith("paused"):
        asked = days(on, dice.up_to(0, 14))
        back = days(asked, dice.up_to(0, 45))
        inputs = {"asked": asked, "back": back}
        # Step 6 of the table: push the nominal day by answer - ask, before it is rolled.
        still = {asked + ONE * n for n in range((back - asked).days)}
        if form == "paused-twice":
            # Proof of identity and clarification: a day on which both are awaited is one day.
            inputs["again"] = days(on, dice.up_to(0, 14))
            inputs["until"] = days(inputs["again"], dice.up_to(0, 45))
            still |= {inputs["again"] + ONE * n for n in range((inputs["until"] - inputs["again"]).days)}
        pushed = days(months(on, number), len(still))
        return row(form, place, on, lambda strict: rolled(pushed, place, strict), **inputs)
    # Respond, extended, and the notice of extension, which is due on the rolled first month.
    return row(form, place, on, lambda strict: rolled(months(on, number), place, strict))


def uk_gdpr(dice):
    """UK GDPR articles 12(3) and 12A; DPA 2018 section 164A for complaints; ICO practice."""
    place = dice.of(list(NATIONS))
    form = dice.of(["respond", "respond", "extended", "tell-extension", "clarified", "clarified-limit", "complaint"])
    on = dice.receipt(place, 91 if form == "extended" else 30)
    if form == "complaint":
        return row(form, place, on, lambda strict: rolled(days(on, 30), place, strict))
    inputs = {}
    if dice.up_to(0, 2) == 0:
        inputs["identity"] = days(on, dice.up_to(0, 40))
    if dice.up_to(0, 5) == 0:
        inputs["fee"] = days(on, dice.up_to(0, 40))
    # The relevant time: the latest of receipt, proof of identity, payment of the fee.
    start = max([on, *inputs.values()])
    pause = 0
    if form in ("clarified", "clarified-limit", "tell-extension") and (form != "tell-extension" or dice.up_to(0, 1)):
        asked = days(start, dice.up_to(0, 20))
        back = days(asked, dice.up_to(0, 60))
        inputs |= {"asked": asked, "back": back}
        # The ICO counts the days that the person took; the statute counts the asking day too.
        pause = (back - asked).days + (form == "clarified-limit")
    pushed = days(months(start, 3 if form == "extended" else 1), pause)
    return row(form, place, on, lambda strict: rolled(pushed, place, strict), **inputs)


def ch_fadp(dice):
    """FADP article 25(7), DPO articles 18 and 19(3); OR articles 77(1) no. 1 and 78(1)."""
    place = "CH"
    form = dice.of(["respond", "respond", "fee"])
    on = dice.receipt(place, 30)
    if form == "fee":
        fee = days(on, dice.up_to(0, 29))
        # The thirty days begin after the ten days of reflection, which are not rolled.
        return row(form, place, on, lambda strict: rolled(days(days(fee, 10), 30), place, strict), fee=fee)
    return row(form, place, on, lambda strict: rolled(days(on, 30), place, strict))


def tr_kvkk(dice):
    """KVKK articles 13(2), 14(1) and 9(5)."""
    place = "TR"
    form = dice.of(["respond", "board", "board-silence", "contract", "contract"])
    on = dice.receipt(place, 3 if form == "contract" else 30)
    if form == "contract":
        return row(form, place, on, lambda strict: business_days(on, 5, place, strict))
    if form == "board":
        back = days(on, dice.up_to(0, 75))
        # Thirty days from learning the answer, in any case sixty from the application.
        return row(form, place, on, lambda _: min(days(back, 30), days(on, 60)), back=back)
    if form == "board-silence":
        return row(form, place, on, lambda _: days(on, 60))
    return row(form, place, on, lambda _: days(on, 30))


# Years of keeping, and from when they run: the end of the calendar year (also "from 1 January
# following"), of the financial year, of the month, or the day itself.
FLOORS = [
    ("EU", 10, "year-end"), ("DE", 8, "year-end"), ("DE", 10, "year-end"), ("DE", 6, "year-end"),
    ("FR", 10, "financial-year"), ("FR", 6, "day"), ("FR", 10, "day"), ("ES", 6, "day"), ("ES", 4, "day"),
    ("IT", 10, "day"), ("IT", 5, "year-end"), ("NL", 7, "financial-year"), ("AT", 7, "year-end"),
    ("BE", 10, "next-year"), ("BE", 10, "financial-year"), ("BE", 7, "next-year"), ("IE", 6, "day"),
    ("IE", 6, "financial-year"), ("PL", 5, "next-year"), ("PL", 5, "year-end"), ("SE", 7, "year-end"),
    ("-", 2, "month-end"),
]
YEAR_ENDS = [(12, 31), (3, 31), (6, 30), (9, 30), (2, 28), (2, 29), (1, 31), (4, 5), (11, 30)]


def midnight_after(on, start, month, day):
    """The first day that counts."""
    if start in ("year-end", "next-year"):
        return datetime.date(on.year + 1, 1, 1)
    if start == "month-end":
        return on.replace(day=1) + relativedelta(months=1)
    ends = (datetime.date(year, month, 1) + relativedelta(day=day) for year in (on.year, on.year + 1))
    return next(end for end in ends if end >= on) + ONE


def eu_records(dice):
    """Floors of the member states: whole years from a midnight, or years from the day of a record."""
    place, years, start = dice.of(FLOORS)
    on = FIRST + ONE * dice.up_to(0, (LAST - FIRST).days)
    month, day = dice.of(YEAR_ENDS) if start == "financial-year" else (0, 0)
    if start == "day":
        last = months(on, 12 * years)
    else:
        last = whole_months(midnight_after(on, start, month, day), 12 * years)
    return row(start, place, on, lambda _: last, n=12 * years, fee=f"{month:02}-{day:02}" if month else "")


def us_ca_ccpa(dice):
    """11 CCR sections 7021, 7026(f), 7027(g); Civil Code sections 10 and 1798.82: the day of receipt is not counted,
    business days leave out the holidays of the narrow list, a last day is not moved."""
    place = "US-CA"
    form = dice.of("acknowledge stop respond extended persons attorney-general".split())
    on = dice.receipt(place, 15)
    if form in BY_BUSINESS_DAYS:
        number = 10 if form == "acknowledge" else 15
        return row(form, place, on, lambda strict: business_days(on, number, place, strict), n=number)
    number = {"respond": 45, "extended": 45 + 45, "persons": 30, "attorney-general": 15}[form]
    return row(form, place, on, lambda _: days(on, number), n=number)


# Days for an answer, for its extension, for an appeal, for the extension of that, and for the end of a use after a
# revoked consent; none where the law of the state knows no such period, or names no number.
STATES = {
    "US-VA": (45, 45, 60, None, None), "US-CO": (45, 45, 45, 60, None), "US-CT": (45, 45, 60, None, None),
    "US-UT": (45, 45, None, None, None), "US-TX": (45, 45, 60, None, None), "US-OR": (45, 45, 45, None, 15),
    "US-MT": (45, 45, 60, None, None), "US-FL": (45, 15, 60, None, None), "US-DE": (45, 45, 60, None, None),
    "US-IA": (90, 45, 60, None, None), "US-NE": (45, 45, 60, None, None), "US-NH": (45, 45, 60, None, None),
    "US-NJ": (45, 45, 45, None, None), "US-TN": (45, 45, 60, None, None), "US-MN": (45, 45, 45, 60, 15),
    "US-MD": (45, 45, 60, None, None), "US-IN": (45, 45, 60, None, None), "US-KY": (45, 45, 60, None, None),
    "US-RI": (45, 45, 60, None, 15), "US-OK": (45, 45, None, None, None),
}


def us_states(dice):
    """The comprehensive laws of the states: calendar days from receipt, which is not counted; nothing is moved."""
    place = dice.of(list(STATES))
    answer, more, appeal, again, revoked = STATES[place]
    forms = {"respond": answer, "extended": answer + more, "appeal": appeal, "revoked": revoked}
    forms["appeal-extended"] = appeal + again if appeal and again else None
    form = dice.of([form for form, number in forms.items() if number])
    on = FIRST + ONE * dice.up_to(0, (LAST - FIRST).days)
    return row(form, place, on, lambda _: days(on, forms[form]), n=forms[form])


def br_lgpd(dice):
    """LGPD article 19 II, Resolution 2/2022 article 14, Civil Code article 132: calendar days, the day of receipt is not
    counted; Resolution 15/2024 articles 6 and 9: business days."""
    place = "BR"
    form = dice.of("respond small incident incident-small more more-small".split())
    number = {"respond": 15, "small": 30, "incident": 3, "incident-small": 6, "more": 20, "more-small": 40}[form]
    on = dice.receipt(place, number)
    if form in BY_BUSINESS_DAYS:
        return row(form, place, on, lambda strict: business_days(on, number, place, strict), n=number)
    return row(form, place, on, lambda _: days(on, number), n=number)


LAWS = {
    "eu-gdpr": eu_gdpr, "uk-gdpr": uk_gdpr, "ch-fadp": ch_fadp, "tr-kvkk": tr_kvkk, "eu-records": eu_records,
    "us-ca-ccpa": us_ca_ccpa, "us-states": us_states, "br-lgpd": br_lgpd,
}
ROWS = 24_000


def rows_of(law):
    """Rows of a law, each once, in order."""
    dice, found = Dice(law), set()
    # Switzerland and Turkey have fewer different questions than rows are wanted: draw, never count.
    for _ in range(60 * ROWS):
        if len(found) == ROWS:
            break
        found.add(LAWS[law](dice))
    return sorted(found, key=lambda cells: tuple(map(str, cells)))


def write(name, header, rows):
    text = "\n".join("\t".join(map(str, cells)) for cells in [header, *rows]) + "\n"
    (HERE / name).write_bytes(zstandard.ZstdCompressor(level=19).compress(text.encode()))
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    every = [(place, day, name) for place in PLACES for day, name in FOUND[place].items()]
    write("holidays.tsv.zst", ("place", "day", "name"), every)
    for law in LAWS:
        write(f"{law}.tsv.zst", COLUMNS, rows_of(law))
