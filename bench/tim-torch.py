"""The peer of bench/text-image-matching.bench.ts: R_TIM in PyTorch, one call a sample, as trainers call it.

Run by hand only, through `npx tsx bench/text-image-matching.bench.ts --python PATH`, by a Python that has torch; no test and no part of the product
needs it. Reads one JSON object a line and answers with one a line:

  {"images": FILE, "texts": FILE, "samples": s, "imageTokens": n, "textTokens": m, "width": d, "dtype": "float32" | "bfloat16", "runs": r}
    ->  {"ms": [...], "values": [...]}

The files hold s x n x d and s x m x d float32; they are read and rounded before the clock starts. Argument: the count of threads.
"""

import json
import sys
import time

import numpy as np
import torch
from torch.nn.functional import normalize


def score(image, text):
    similarity = normalize(image, dim=-1) @ normalize(text, dim=-1).T
    return (similarity.amax(dim=1).mean() + similarity.amax(dim=0).mean()) / 2


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"versions": f"torch {torch.__version__}", "threads": torch.get_num_threads()}), flush=True)
    known = {}
    for line in sys.stdin:
        asked = json.loads(line)
        key = (asked["images"], asked["dtype"])
        if key not in known:
            dtype = getattr(torch, asked["dtype"])
            shape = (asked["samples"], -1, asked["width"])
            known[key] = [torch.from_numpy(np.fromfile(asked[name], np.float32).reshape(shape)).to(dtype) for name in ("images", "texts")]
        images, texts = known[key]
        ms = []
        with torch.inference_mode():
            for _ in range(asked["runs"]):
                start = time.perf_counter()
                values = [score(image, text).item() for image, text in zip(images, texts)]
                ms.append((time.perf_counter() - start) * 1000)
        print(json.dumps({"ms": ms, "values": values}), flush=True)


main()
