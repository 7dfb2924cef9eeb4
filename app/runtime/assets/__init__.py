"""The models, samples and fonts that are too large or too foreign to live in the repository.

`assets/models.toml` names them; this package finds, fetches, checks and unpacks them. Only the
standard library is used, so that `run.py` can install them before anything else is there.
"""
