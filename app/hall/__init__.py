"""The hall server: the only authority over the log. Enrolment, event intake, feed, blobs, live signals."""
