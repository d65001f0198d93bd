"""Development programs: quality and speed benchmarks, model training. The product never imports them."""
