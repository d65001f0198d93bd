"""What runs in worker processes: jobs, the limits of a page, and the sweeper."""
