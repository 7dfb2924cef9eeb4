"""A device's link to its hall: finding it, trusting it, enrolling, and keeping both logs the same."""
