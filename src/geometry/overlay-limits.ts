/*
 * Numbers that both kernels share; AssemblyScript reads this file too.
 */

/** Edges narrower than this (m) cover no ground, and their slope might not be a finite number. */
export const UPRIGHT = 1e-200;

/** What shares less of the parcel's area than this is left out. */
export const LEAST_SHARE = 1e-10;

/** Divisor of a triangle without height. */
export const TINY = 1e-300;

/**
 * Up to so many meetings of a point with a cell, or so many points in so few cells, a parcel is met
 * as a whole by each cell; above, it is cut into cells first. Measured: there both cost the same.
 */
export const FEW_MEETINGS = 250;
export const FEW_POINTS = 250;
export const FEW_CELLS = 4;
