-- What registers say of each establishment and of its unit: names, flags, lists, partial diffusion.
create table facts as
select
    established.*,
    -- NN mixes "not an employer" and "unknown"; a band may also be absent.
    case
        when stratum in ('association_volunteer', 'ess_closed', 'other') then case when hidden % 11 = 0 then null else 'NN' end
        when band = '00' and hidden % 4 = 0 then 'NN'
        else band
    end as shown_band,
    legal_form not in (1000) and stratum not in ('company', 'public', 'other', 'sole_trader') as ess,
    hidden < case when legal_form = 1000 then 1400 when stratum in ('company', 'public') then 20 else 250 end as partial,
    case
        when stratum = 'other' then null
        when legal_form between 9220 and 9260 then case when flag < 9860 then 'O' end
        when stratum = 'ess_company' then case when flag < 7800 then 'O' else 'N' end
        when stratum in ('cooperative', 'cooperative_bank', 'mutual', 'foundation', 'interview') then
            case when flag < 8500 then 'O' when flag < 9200 then 'N' end
        when legal_form = 1000 then null
        else 'N'
    end as insee_flag,
    case
        when own_name is not null then own_name
        when legal_form = 1000 then null
        when legal_form = 7210 then 'COMMUNE DE ' || place_name
        else replace(replace(names.pattern, '{PLACE}', place_name), '{WORD}', words.word)
    end as name
from establishments as established
left join words on words.position = established.word % (select count(*) from words)
left join names
    on names.division = case when established.naf[1:2] in (select division from names) then established.naf[1:2] else '**' end
    and names.position = established.word // 31 % names.patterns
