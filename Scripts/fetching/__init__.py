"""The parts of Scripts/fetch-data."""
