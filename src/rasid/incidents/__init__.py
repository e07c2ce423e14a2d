"""Records of many reports to incidents, with every claim kept."""
