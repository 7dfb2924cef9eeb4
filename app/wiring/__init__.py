"""Joins the pieces: each module gives the screens one of `app.ui.services` made of real parts.

Only this package, `app.cli` and `app.__main__` see everything; nothing imports them.
"""
