"""What calendar programs subscribe to: one VEVENT per session, joined into calendars, answered over HTTP."""
