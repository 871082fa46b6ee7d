-- A gazetteer as kg keeps it. `exact` and `sound` hold 64-bit hashes of folded names (kg/link/folding.py);
-- rank is 1000 less the prominence in thousandths, so that the best known come first.
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    lat REAL,
    lon REAL,
    class TEXT,
    feature TEXT,
    country TEXT,
    admin1 TEXT,
    admin2 TEXT,
    chain TEXT NOT NULL DEFAULT '',
    population INTEGER NOT NULL DEFAULT 0,
    names INTEGER NOT NULL DEFAULT 0,
    radius REAL,
    iso TEXT,
    wikidata TEXT,
    pcode TEXT
);
CREATE TABLE exact (
    key INTEGER NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, main INTEGER NOT NULL,
    PRIMARY KEY (key, rank, place)
) WITHOUT ROWID;
CREATE TABLE sound (
    key INTEGER NOT NULL, rank INTEGER NOT NULL, place INTEGER NOT NULL, form TEXT NOT NULL,
    PRIMARY KEY (key, rank, place, form)
) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
