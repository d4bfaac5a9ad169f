-- When a fact comes to be known: one moment for all that a transaction does. Columns of the tables
-- have it as their default, so this is made before them. Only the owner of the tables can say
-- otherwise, by replacing this function.
CREATE OR REPLACE FUNCTION sonar_boekmoment() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';
