"""What speaks beside the rules: the learned models and trafilatura; and the catalogue of all that judge."""
