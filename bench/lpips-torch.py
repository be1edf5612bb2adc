"""The peer of bench/lpips.bench.ts: the LPIPS authors' package in PyTorch, with weights by formula.

Run by hand only, through `npx tsx bench/lpips.bench.ts --python PATH`, by a Python that has torch, torchvision and lpips; no test and
no part of the product needs it. Reads one JSON object a line and answers with one a line:

  {"net": "vgg", "a": FILE, "b": FILE, "count": n, "side": s, "mode": "batch" | "singles"}  ->  {"ms": ..., "distances": [...]}

FILE holds n images of s x s pixels, bytes R G B. Argument: the count of threads.
"""

import json
import math
import sys
import time

import lpips
import numpy as np
import torch
import torchvision

BACKBONES = {"alex": "alexnet", "vgg": "vgg16", "squeeze": "squeezenet1_1"}
MASK = 0xFFFFFFFF


def fnv1a32(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & MASK
    return value


def by_formula(key, shape, scale, offset=0.0):
    """offset + scale * u, u in [-1, 1) from a hash of key and place."""
    count = int(np.prod(shape))
    x = (np.uint64(fnv1a32(key)) + np.uint64(0x9E3779B9) * np.arange(1, count + 1, dtype=np.uint64)) & np.uint64(MASK)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = ((x ^ (x >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(MASK)
    x ^= x >> np.uint64(16)
    unit = (x.astype(np.float64) - 2147483648.0) / 2147483648.0
    return torch.from_numpy((offset + scale * unit).astype(np.float32).reshape(shape))


def load(net):
    model = lpips.LPIPS(net=net, pretrained=False, pnet_rand=True, verbose=False).eval()
    for name, parameter in model.net.named_parameters():
        # slice2.5.weight is features.5.weight of torchvision.
        name = "features." + name.split(".", 1)[1]
        shape = list(parameter.shape)
        scale = 0.0625 if name.endswith("bias") else math.sqrt(6 / np.prod(shape[1:]))
        parameter.data.copy_(by_formula(f"{BACKBONES[net]}|v1|{name}", shape, scale))
    for k, head in enumerate(model.lins):
        weight = head.model[1].weight
        key = f"lpips-{net}|v1|lin{k}.model.1.weight"
        weight.data.copy_(by_formula(key, list(weight.shape), 0.05, 0.05))
    return model


def images(file, count, side):
    pixels = np.fromfile(file, np.uint8).reshape(count, side, side, 3)
    return torch.from_numpy(pixels.transpose(0, 3, 1, 2).astype(np.float32) / np.float32(255)).contiguous()


def main():
    torch.set_num_threads(int(sys.argv[1]))
    models = {}
    versions = f"torch {torch.__version__}, torchvision {torchvision.__version__}, lpips 0.1.4"
    print(json.dumps({"versions": versions, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        net, count, side = asked["net"], asked["count"], asked["side"]
        if net not in models:
            models[net] = load(net)
        a, b = (images(asked[name], count, side) for name in ("a", "b"))
        with torch.no_grad():
            start = time.perf_counter()
            if asked["mode"] == "batch":
                distances = models[net](a, b, normalize=True).flatten().tolist()
            else:
                distances = [models[net](a[i : i + 1], b[i : i + 1], normalize=True).item() for i in range(count)]
            ms = (time.perf_counter() - start) * 1000
        print(json.dumps({"ms": ms, "distances": distances}), flush=True)


main()
