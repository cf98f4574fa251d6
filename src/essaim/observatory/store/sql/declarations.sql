-- The national register of associations, row by row: commune of today, theme of the object, years of declaration and of
-- dissolution; why the row is set aside, or why it has no year. A number is ten characters, of which the third may be a
-- letter; zeros in front of codes were lost by some editions; 0001-01-01 stands for no date. A row that says "deleted"
-- (position S) tells of no association. Of several rows of one number, the last updated.
create table declarations as
with given as (
    select
        upper(trim(coalesce(number, ''))) AS number,
        case when regexp_matches(trim(object), '^[0-9]{4,6}$') then substr(lpad(trim(object), 6, '0'), 1, 3) end AS theme,
        case
            when regexp_matches(trim(commune), '^[0-9]{4}$') then lpad(trim(commune), 5, '0')
            else upper(trim(commune))
        end AS place,
        created, dissolved, upper(trim(position)) AS position, updated
    from associations_editions_source
),
numbered as (
    select
        given.*,
        row_number() over (
            partition by number
            order by updated desc nulls last, created desc nulls last, dissolved desc nulls last, place, theme
        ) AS turn
    from given
)
select
    places.commune,
    coalesce(association_themes.theme, '_U') AS theme,
    cast(case when created >= date '1900-01-01' then year(created) end AS smallint) AS declared_year,
    cast(case when dissolved >= date '1900-01-01' then year(dissolved) end AS smallint) AS dissolved_year,
    case
        when not regexp_matches(number, '^W[0-9][0-9A-Z][0-9]{7}$') then 'number_malformed'
        when turn > 1 then 'number_repeated'
        when position = 'S' then 'deleted'
        when places.commune is null then 'commune_unknown'
        when local_law.departement is not null then 'local_law'
    end AS reason,
    case
        when created is null or created < date '1900-01-01' then 'declaration_undated'
        when year(created) > (select max(year) from declared_years) then 'declaration_to_come'
    end AS date_fault
from numbered
left join places on places.code = numbered.place
left join geography on geography.commune = places.commune
left join local_law on local_law.departement = geography.departement
left join association_themes on association_themes.theme = numbered.theme
