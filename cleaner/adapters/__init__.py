"""The world behind small interfaces: configuration, fetching, the store, the spool, file formats."""
