"""rasid (راصد): reads Arabic reports and statements into sourced event records, offline."""

__version__ = "0.1.0"
