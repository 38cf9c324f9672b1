/* Read an iCalendar file from standard input and print what libical finds wrong with it.
   Exit 0: nothing; 1: something; 2: not a calendar. Build: cc icalcheck.c -lical -o icalcheck */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int report(icalcomponent *component)
{
    int faults = 0;
    icalproperty *property;
    icalcomponent *inner;

    for (property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY); property != NULL;
         property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        puts(icalproperty_as_ical_string(property));
        faults++;
    }
    for (inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); inner != NULL;
         inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        faults += report(inner);
    return faults;
}

int main(void)
{
    size_t size = 0, room = 1 << 16, got;
    char *text = malloc(room);
    icalcomponent *calendar;
    int faults;

    while (text != NULL && (got = fread(text + size, 1, room - size - 1, stdin)) > 0) {
        size += got;
        if (room - size < 2)
            text = realloc(text, room *= 2);
    }
    if (text == NULL)
        return 2;
    text[size] = '\0';
    calendar = icalparser_parse_string(text);
    if (calendar == NULL || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        puts("not one calendar");
        return 2;
    }
    icalrestriction_check(calendar);
    faults = report(calendar);
    icalcomponent_free(calendar);
    free(text);
    return faults > 0;
}
