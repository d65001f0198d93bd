"""The record of submitted work, in the store's own database.

`records` are the frozen rows and closed sets of words, `schema` the tables. `submission` and `batches` accept work,
`worker_side` takes it and reports its end, `reading` answers questions about it, `maintenance` repairs and expires it.
`hooks`, `idempotency`, `feedback`, `activity` and `erasure` each have a table or two of their own.

Throughout: times are seconds since 1970 and come in as `now`, since nothing here reads a clock; `tenant` is the name of
the API key that sent a job ("" where there are no keys); `seq` is a job's number in its table. Every function that
takes an engine runs one transaction of its own, and raises StoreError where the database is away, locked or full.
"""
