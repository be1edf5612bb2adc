"""Values of Pillow's Image.resize for images by formula. Only Pillow is needed, in two releases:

    python generate.py > eleven.json                     # Pillow 11.3.0
    python generate.py eleven.json > values.json         # Pillow 13.0.0: adds what differs
"""
import hashlib
import json
import sys

import PIL
from PIL import Image

SIZES = [
    ("noise 384x384", 224, 224), ("noise 512x512", 224, 224), ("noise 64x64", 224, 224), ("noise 700x520", 31, 17),
    ("noise 300x200", 299, 201), ("noise 200x300", 201, 40), ("noise 60x401", 59, 33), ("noise 401x60", 33, 59),
    ("noise 2000x8", 3, 9), ("noise 8x2000", 9, 3), ("noise 2x2", 5, 7), ("noise 97x89", 97, 40), ("noise 97x89", 40, 89),
    ("noise 33x17", 16, 16), ("noise 17x33", 1, 1), ("noise 1023x2", 511, 1), ("gradient 256x256", 64, 64),
    ("gradient 256x256", 100, 333), ("gradient 1000x700", 384, 384), ("gradient 40x30", 224, 224),
]
FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}
M = 0xFFFFFFFF


def fnv1a32(text):
    h = 0x811C9DC5
    for byte in text.encode():
        h = ((h ^ byte) * 0x01000193) & M
    return h


def hash32(seed, i):
    x = (seed + 0x9E3779B9 * (i + 1)) & M
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & M
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & M
    return x ^ (x >> 16)


def image(spec):
    kind, size = spec.split()
    w, h = map(int, size.split("x"))
    seed = fnv1a32("image|v1|" + kind)
    if kind == "noise":
        return Image.frombytes("RGB", (w, h), bytes(hash32(seed, p) >> 24 for p in range(3 * w * h)))
    values = bytearray()
    for y in range(h):
        for x in range(w):
            blue = (255 * (x + y) // (w + h - 2) + (hash32(seed, 0) & 63)) & 255
            values += bytes((255 * x // (w - 1), 255 * y // (h - 1), blue))
    return Image.frombytes("RGB", (w, h), bytes(values))


def sha(data):
    return hashlib.sha256(data).hexdigest()


def resizes():
    for spec, width, height in SIZES:
        source = image(spec)
        for name, resample in FILTERS.items():
            data = source.resize((width, height), resample).tobytes()
            index = [hash32(fnv1a32("sample"), i) % len(data) for i in range(6)]
            yield {
                "image": spec, "image_sha256": sha(source.tobytes()), "width": width, "height": height, "filter": name,
                "sha256": sha(data), "sum": [sum(data[c::3]) for c in range(3)],
                "index": index, "value": [data[i] for i in index],
            }, data


def main():
    if len(sys.argv) == 1:
        eleven = {"pillow": PIL.__version__, "resizes": [entry for entry, _ in resizes()]}
    else:
        eleven = json.load(open(sys.argv[1]))
        for entry, (now, data) in zip(eleven["resizes"], resizes()):
            entry["same_in_pillow_13"] = now["sha256"] == entry["sha256"]
            if not entry["same_in_pillow_13"]:
                entry["pillow_13_sha256"] = now["sha256"]
                entry["pillow_13_value"] = [data[i] for i in entry["index"]]
    lines = ",\n".join("  " + json.dumps(entry) for entry in eleven["resizes"])
    origin = f"Image.resize of Pillow {eleven['pillow']} and 13.0.0 for images by formula; generate.py, 2026-11-21. Exact: no tolerance."
    print(f'{{\n "origin": {json.dumps(origin)},\n "pillow": "{eleven["pillow"]}",\n "resizes": [\n{lines}\n ]\n}}')


main()
