/** A request that is answered: 40 x 25 m in the test plan. */
export const REQUEST = {
  parcel: {
    type: 'Polygon',
    coordinates: [
      [
        [565010, 8875020],
        [565050, 8875020],
        [565050, 8875045],
        [565010, 8875045],
        [565010, 8875020],
      ],
    ],
  },
  crs: 'EPSG:32751',
  activity: { kbli: '47111' },
  building: { footprintM2: 120, floors: 2, grossFloorAreaM2: 220, heightM: 8, greenM2: 300 },
};
