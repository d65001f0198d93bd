"""The model of lone lines: residue that little else of its kind stands beside, in texts that are nearly clean."""
