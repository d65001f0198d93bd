"""One page under kernel limits: a pool of processes, and what each may cost."""
