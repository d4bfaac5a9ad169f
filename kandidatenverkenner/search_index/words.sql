-- The words by which an attribute is found: its name, and of a skill its group too. Nobody searches
-- hours as words. An expression over a row `kenmerk`; NULL when there are none.
CASE kenmerk.facet
    WHEN 'uren' THEN NULL
    WHEN 'vaardigheid' THEN kenmerk.naam || ' ' || kenmerk.groep
    ELSE kenmerk.naam
END
