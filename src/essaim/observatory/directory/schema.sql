-- The index of one store version. `place` is the rank of a structure by size: what comes first matters most.
create table structures (
    place integer primary key, siren text not null, name text, folded text not null, acronym text, legal_form text,
    family text, subfamily text, tier integer, rule text, tags integer, activity text, nomenclature text, band text,
    created text, rna text, insee_flag integer, in_ess_france integer, in_esus integer, siae_kinds text,
    labels integer, diffusible integer, first_establishment integer, establishments integer
);
create table establishments (
    number integer primary key, siret text not null, name text, address text, postcode text, commune text,
    activity text, band text, employer integer, created text, head_office integer, diffusible integer,
    longitude real, latitude real, siae_kinds text, approximate integer
);
create table communes (
    commune text primary key, name text, intercommunality text, departement text, region text
) without rowid;
-- Words are folded before they come here; nothing but their presence is asked, so neither positions nor sizes are kept.
create virtual table names using fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
-- The more frequent a word, the smaller its number.
create table terms (number integer primary key, term text not null);
create table deletions (deletion text, term integer, primary key (deletion, term)) without rowid;
create table arrays (name text primary key, kind text, content blob);
create table codes (kind text, position integer, code text, primary key (kind, position)) without rowid;
-- What structures received, in the order in which a page tells it.
create table contracts (
    siren text not null, uid text, buyer text, buyer_siren text, object text, cpv text, months integer, notified text,
    updated text, amount real, holders integer, framework integer, of_framework integer, reserved integer,
    amount_kind text
);
create table subsidies (
    siren text not null, reference text, grantor text, grantor_siren text, object text, granted text, year integer,
    nature text, amount real, part real, received real
);
