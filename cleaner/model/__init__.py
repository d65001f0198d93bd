"""The learned block and line models: features, inference and the fitted artefacts with their cards."""
