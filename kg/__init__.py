"""kg reads conflict reports and writes what they say, and who says so, as RDF."""
