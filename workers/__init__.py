"""The queue: dispatch, jobs, and the worker entry."""
