"""Records of many documents to incidents, each with all that is claimed of it side by side."""
