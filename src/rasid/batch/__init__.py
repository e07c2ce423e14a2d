"""Many documents: any sources to Parquet over all cores or many machines, and questions over what was found.

The inputs are planned as units (one large file, or small files together), units are split into chunks, and a chunk is
what is read, written and noted as one. Everything about a chunk follows from its unit alone, so that it does not matter
who reads it, when, or how often.
"""
