# Keeps a calendar as a mail program does: it is given entries in the order in which they were sent (a JSON list of
# iCalendar texts on standard input), and prints what is in the calendar after each of them.
import json
import sys

from icalendar import Calendar


def seen(event):
    return {
        "starts": event["DTSTART"].dt.isoformat(),
        "ends": event["DTEND"].dt.isoformat(),
        "stamp": event["DTSTAMP"].dt.isoformat(),
        "summary": str(event["SUMMARY"]),
        "organiser": str(event["ORGANIZER"]),
        "attendee": str(event["ATTENDEE"]),
        "others": sorted(set(event) & {"DESCRIPTION", "LOCATION", "URL"}),
    }


kept, after = {}, []
for text in json.load(sys.stdin):
    calendar = Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
        if sequence > kept.get(uid, (-1, None))[0]:
            kept[uid] = (sequence, None if calendar["METHOD"] == "CANCEL" else seen(event))
    after.append([entry for _, entry in kept.values() if entry])
json.dump(after, sys.stdout)
