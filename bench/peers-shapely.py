"""Shapely on the kernel's question: peers-shapely.py FEATURES PARCELS ANSWER

FEATURES and PARCELS hold WKB, each after its length (uint32, little-endian). Writes to ANSWER, for
each way of asking, triples of float64 (parcel, feature, area), and prints as JSON how long it took.
All of it is vectorised, trees and prepared geometries are made beforehand, and the clock runs only
over the question itself; of three turns the fastest counts.
"""

import json
import struct
import sys
import time

import numpy as np
import shapely

PIECE_VERTICES = 64


def read(path):
    data = open(path, "rb").read()
    shapes, at = [], 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        shapes.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return shapely.from_wkb(np.array(shapes, dtype=object))


def pieces_of(shape):
    """Halves across the longer side until few vertices are left, as ST_Subdivide does."""
    if shapely.get_num_coordinates(shape) <= PIECE_VERTICES:
        return [shape]
    west, south, east, north = shape.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        boxes = (west, south, middle, north), (middle, south, east, north)
    else:
        middle = (south + north) / 2
        boxes = (west, south, east, middle), (west, middle, east, north)
    halves = (shapely.intersection(shape, shapely.box(*box)) for box in boxes)
    return [piece for half in halves if shapely.area(half) > 0 for piece in pieces_of(half)]


def ask(shapes, ids, tree, parcels, parcel_areas):
    parcel, shape = tree.query(parcels, predicate="intersects")
    areas = parcel_areas[parcel]
    cut = ~shapely.covers(shapes[shape], parcels[parcel])
    areas[cut] = shapely.area(shapely.intersection(shapes[shape[cut]], parcels[parcel[cut]]))
    key = parcel * (ids[-1] + 1) + ids[shape]
    pairs, place = np.unique(key, return_inverse=True)
    return pairs // (ids[-1] + 1), pairs % (ids[-1] + 1), np.bincount(place, areas)


def measure(name, shapes, ids, parcels, out):
    shapely.prepare(shapes)
    shapely.prepare(parcels)
    tree = shapely.STRtree(shapes)
    tree.query(parcels[:1])
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        answer = ask(shapes, ids, tree, parcels, shapely.area(parcels))
        best = min(best, time.perf_counter() - start)
    triples = np.column_stack([part.astype("<f8") for part in answer])
    triples = triples[triples[:, 2] > 0]
    out.write(triples.tobytes())
    return {"name": name, "ms": 1000 * best, "triples": len(triples)}


def main(features_path, parcels_path, answer_path):
    features, parcels = read(features_path), read(parcels_path)
    cut = [pieces_of(feature) for feature in features]
    pieces = np.array([piece for some in cut for piece in some], dtype=object)
    owners = np.repeat(np.arange(len(features)), [len(some) for some in cut])
    version = f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string}), prepared"
    with open(answer_path, "wb") as out:
        told = [
            measure(f"{version}, cut polygons", pieces, owners, parcels, out),
            measure(f"{version}, whole polygons", features, np.arange(len(features)), parcels, out),
        ]
    print(json.dumps(told))


main(*sys.argv[1:])
