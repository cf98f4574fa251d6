-- The same associations in the register of associations: what it says of each is invented but its dates and its commune.
create view association_rows as
select
    'W' || text_siren(siren) as id,
    created as date_creat,
    coalesce(closed, date '0001-01-01') as date_disso,
    themes.code || '000' as objet_social1,
    commune as adrs_codeinsee,
    case when active then 'A' else 'D' end as position,
    timestamp '2026-10-01 00:00:00' as maj_time
from units
-- Drawn so that the first themes of the list below are the commonest.
inner join (
    select code, position
    from unnest([
        '006', '011', '007', '014', '015', '009', '019', '024', '020', '017', '030', '010', '022', '023', '021', '018',
        '013', '005', '040', '003', '016', '032', '034', '036', '001', '002', '038', '004', '050'
    ]) with ordinality as listed (code, position)
) as themes
    on themes.position = 1 + cast(floor(29 * pow((siren // 10 % 997) / 997.0, 2)) as integer)
where legal_form between 9220 and 9260 and departement not in ('57', '67', '68')
    -- As in the true one, those that have declared nothing for long are not there.
    and (created >= date '2015-01-01' or closed >= date '2015-01-01')
