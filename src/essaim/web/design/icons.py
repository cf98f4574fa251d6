"""Our own icons, on a grid of 24 drawn with one line of 2; `currentColor` gives them the colour of the text."""

ICONS: dict[str, str] = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "arrow": '<path d="M4 12h15m-6-6 6 6-6 6"/>',
    "download": '<path d="M12 4v11m-5-4.5 5 5 5-5M4 20h16"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 20.500c1-4.500 4-6 8-6s7 1.500 8 6"/>',
    "people": '<circle cx="9" cy="8.500" r="3.500"/><path d="M2.500 20c.6-4 2.900-5.500 6.500-5.500s5.900 1.500 6.500 5.500M15.500 5.200a3.500 3.500 0 0 1 0 6.600M18 14.900c2 .7 3.100 2.300 3.500 5.100"/>',
    "key": '<circle cx="8" cy="15.500" r="4"/><path d="m11 12.500 8.500-8.500m-4 4 3 3"/>',
    "mail": '<rect x="3" y="5.500" width="18" height="13" rx="2"/><path d="m3.500 7 8.500 6.500L20.500 7"/>',
    "shield": '<path d="M12 3.500 5 6v5.500c0 4.500 2.800 7.400 7 9 4.200-1.600 7-4.500 7-9V6z"/><path d="m9 12 2.200 2.200L15.300 10"/>',
    "check": '<path d="m4.500 12.500 5 5 10-11"/>',
    "info": '<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5.500M12 7.500v.1"/>',
    "warning": '<path d="M12 4 2.800 19.500h18.400zM12 10v4.500m0 2.500v.1"/>',
    "place": '<path d="M12 21c4.500-4.600 6.700-8.100 6.700-10.900a6.700 6.700 0 0 0-13.400 0C5.300 12.900 7.500 16.400 12 21z"/><circle cx="12" cy="10" r="2.300"/>',
    "bars": '<path d="M5 20v-6m7 6V5m7 15v-9M3 20.500h18"/>',
    "gear": '<path d="M4 7h9m5 0h2M4 17h2m5 0h9"/><circle cx="15.500" cy="7" r="2.500"/><circle cx="8.500" cy="17" r="2.500"/>',
    "globe": '<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12h17M12 3.500c3 2.700 3 14.300 0 17-3-2.700-3-14.300 0-17z"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "plus": '<path d="M12 5v14m-7-7h14"/>',
    "out": '<path d="M10 4H5v16h5M10 12h10m-4-4 4 4-4 4"/>',
}
