"""The pages: a module a subject. Every view says who may see it (:func:`rasid.workbench.access.allowed`)."""
