"""Training and cross-validation of the line model for text mode. Never imported by the product."""
