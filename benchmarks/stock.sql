-- Every value follows from the number of a unit and the rank of an establishment, through MD5: the same stock comes out
-- on every machine, for every version of DuckDB and whatever the number of threads.
create macro part(bits, place, slots) as cast((bits // place) % slots as integer);
create macro days_before(origin, draw, days) as origin - cast(floor(power(draw / 10000.0, 1.7) * days) as integer);
create macro told(partial, expression) as case when partial then '[ND]' else expression end;

-- Legal units by ascending SIREN.
create view units as
with drawn as (
    select
        number,
        md5_number_lower(cast(number as varchar)) as low,
        md5_number_upper(cast(number as varchar)) as high
    from numbers
),
chosen as (
    select
        drawn.number,
        cast(100000000 + number * 30 + part(low, 1, 29) as integer) as siren,
        forms.legal_form,
        forms.kind,
        forms.employer_per_thousand,
        part(low, 100, 100) < forms.active_percent as active,
        part(low, 10000, 1000) as activity_slot,
        part(low, 10000000, 10000) as age,
        part(low, 100000000000, 10000) as size,
        part(low, 1000000000000000, 1000) as branches,
        part(high, 100000, 60) as word,
        part(high, 100000000, 60) as other_word,
        part(high, 100000000000, 1000) as flag,
        part(high, 100000000000000, 1000) as hidden
    from drawn
    inner join forms on forms.slot = part(high, 1, 100000)
)
select
    chosen.*,
    activities.code as naf,
    hidden < case when chosen.kind = 'person' then 140 else 2 end as partial,
    date '2026-10-01' - cast(size * 1.3 as integer) as closed,
    case when active then days_before(date '2026-10-15', age, 17000) else days_before(closed, age, 9000) end as created,
    -- 1.45 establishments per unit: 29 million units have 42 million.
    case
        when branches < 720 then 1 when branches < 900 then 2 when branches < 960 then 3 when branches < 985 then 4
        else 4 + branches % 5
    end as establishments,
    case chosen.kind
        when 'association' then 'ASSOCIATION ' || words.word || ' ' || other_words.word
        when 'public' then 'COMMUNE DE ' || words.word || '-LES-' || other_words.word
        when 'scic' then 'SCIC ' || words.word || ' ' || other_words.word
        when 'property' then 'SCI ' || words.word || ' ' || cast(number % 977 as varchar)
        else words.word || ' ' || other_words.word || ' ' || cast(number % 9973 as varchar)
    end as name
from chosen
inner join activities on activities.kind = chosen.kind and activities.slot = chosen.activity_slot
inner join words on words.slot = chosen.word
inner join words as other_words on other_words.slot = chosen.other_word;

-- The last establishment of a unit is its head office; a unit that moved left a closed one behind.
create view establishments as
with placed as (
    select *, unnest(range(1, establishments + 1)) as rank from units
),
drawn as (
    select
        placed.*,
        rank = establishments as head_office,
        md5_number_lower(number || '/' || rank) as bits,
        md5_number_upper(number || '/' || rank) as more
    from placed
),
decided as (
    select
        drawn.* exclude (created),
        case when active and (head_office or part(bits, 1, 100) < 29) then 'A' else 'F' end as state,
        date '2026-10-01' - cast(part(bits, 100000000, 10000) * 1.3 as integer) as left_on,
        part(bits, 100, 1000) < employer_per_thousand as employer,
        part(bits, 100000, 1000) as band_slot,
        part(bits, 1000000000000, 1000) as signed,
        part(bits, 1000000000000000, 1000) as street,
        case
            when state = 'F' then days_before(left_on, part(more, 1, 10000), 9000)
            when head_office then drawn.created
            else days_before(date '2026-10-15', part(more, 1, 10000), 17000)
        end as created,
        part(more, 1000, 10000) as across,
        part(more, 10000, 1000) as unknown,
        part(more, 10000000, 1000000) as commune_draw
    from drawn
)
select
    decided.*,
    lpad(cast(siren as varchar), 9, '0') || lpad(cast(rank * 10 + number % 10 as varchar), 5, '0') as siret,
    places.commune,
    places.place_name,
    case
        when state = 'A' and employer then bands.code
        when unknown < 150 then null
        when state = 'A' and unknown < 160 then '00'
        else 'NN'
    end as band,
    case when state = 'F' then left_on else greatest(decided.created, date '2008-01-01') end as started
from decided
inner join places on places.slot = decided.commune_draw % getvariable('place_slots')
inner join bands on bands.slot = decided.band_slot
