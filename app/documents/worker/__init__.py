"""The process that draws and reads pages, locked in, and our end of its pipe."""
