"""Inputs found and outputs written whole: formats, manifest, disk, decompression."""
