"""From a folder as people keep it to a plan that can be signed: converting, checking, correcting."""
