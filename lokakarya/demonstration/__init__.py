"""The demonstration: a season around today with invented people, so that every page has something to show.

It is walked by the real actions, at times that lie in the past, and is therefore as true as a real season::

    organisations  the pilot pair, exactly as a season workbook would import it
    figures        everybody with a part, by name       (texts/people.csv)
    people         from names to people with numbers, roles and subjects
    logins         who signs in for which role, and where that is forbidden
    places         sites, rooms, and what else happens in them
    papers         agreements between the two sides
    ideas          what the workshops are about         (texts/workshops.toml)
    days           working days counted from today
    stage          all of the above, in the hands of the walks
    proposing, teaching, attending    steps that several walks take
    past, coming, waiting             the walks
    making         the whole, in one transaction, at most once in a database

Codes, addresses and subjects are its own, so that a real season imported beside it neither changes nor clashes.
"""
