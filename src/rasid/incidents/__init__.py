"""Records of many reports to incidents, with every claim kept."""

from rasid.incidents.adding import Added, add
from rasid.incidents.knowledge import Knowledge
from rasid.incidents.linking import Linked, explain, incidents, link
from rasid.incidents.weights import LinkModel, load_model

__all__ = ["Added", "Knowledge", "LinkModel", "Linked", "add", "explain", "incidents", "link", "load_model"]
