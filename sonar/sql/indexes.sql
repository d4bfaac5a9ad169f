-- Indexes on the tables between a profile and its codes; Django has no place to declare those.
-- They answer who has a code from the index alone, whoever it is.
CREATE INDEX IF NOT EXISTS klantprofiel_met_vaardigheid
    ON sonar_klantprofiel_vaardigheden (vaardigheid_id, klantprofiel_id);
CREATE INDEX IF NOT EXISTS klantprofiel_met_taaksoort
    ON sonar_klantprofiel_taaksoorten (taaksoort_id, klantprofiel_id);
CREATE INDEX IF NOT EXISTS klantprofiel_met_sector
    ON sonar_klantprofiel_sectoren (sector_id, klantprofiel_id);
