-- Draws: independent of DuckDB's own random numbers and hashes, so that the same stock comes out on every machine.
create macro draw(seed, salt) as
    cast(md5_number_lower(concat(seed, '/', salt)) % 1000000 as double) / 1000000;
-- Luhn: a digit in an even place counts twice, its own digits summed.
create macro twice(digit) as case when digit < 5 then 2 * digit else 2 * digit - 9 end;
create macro digit(number, place) as cast((number // place) % 10 as integer);
create macro siren_of(base) as base * 10 + (10 - (
    twice(digit(base, 1)) + digit(base, 10) + twice(digit(base, 100)) + digit(base, 1000)
    + twice(digit(base, 10000)) + digit(base, 100000) + twice(digit(base, 1000000)) + digit(base, 10000000)
) % 10) % 10;
create macro luhn_of_siren(siren) as
    twice(digit(siren, 1)) + digit(siren, 10) + twice(digit(siren, 100)) + digit(siren, 1000)
    + twice(digit(siren, 10000)) + digit(siren, 100000) + twice(digit(siren, 1000000)) + digit(siren, 10000000)
    + twice(digit(siren, 100000000));
create macro nic_of(siren, rank) as rank * 10 + (10 - (
    luhn_of_siren(siren) + twice(digit(rank, 1)) + digit(rank, 10) + twice(digit(rank, 100)) + digit(rank, 1000)
) % 10) % 10;
create macro text_siren(siren) as lpad(cast(siren as varchar), 9, '0');
create macro text_siret(siren, rank) as
    lpad(cast(siren as varchar), 9, '0') || lpad(cast(nic_of(siren, rank) as varchar), 5, '0')
