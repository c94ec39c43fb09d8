/** The tags of `stream`: which kind of stage its elements come from last. */
export const SOURCE_STAGE = 0;
export const MAP_STAGE = 1;
export const FILTER_STAGE = 2;
export const FLAT_MAP_STAGE = 3;
export const SLICE_STAGE = 4;
