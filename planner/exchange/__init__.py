"""Files in and out: workbooks, CSV and calendars. The only place that knows openpyxl and icalendar."""
