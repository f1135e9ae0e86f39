"""YAML files with places: reading, writing and validation; knows no format of ours."""
