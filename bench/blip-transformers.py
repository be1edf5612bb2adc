"""The peer of bench/blip.bench.ts: BLIP in transformers, on the same file of weights.

Run by hand only, through `npx tsx bench/blip.bench.ts --python PATH`, by a Python that has torch, transformers and safetensors; no test and no
part of the product needs it. Reads one JSON object a line and answers with one a line:

  {"checkpoint": FILE, "pixels": FILE, "count": n, "side": s, "tokens": t, "mode": "generate" | "encode"}
    ->  {"ms": ..., "ids": [[...], ...], "peakMb": ...}

The file of pixels holds n x 3 x s x s float32. The sizes are those of blip-image-captioning-base. Argument: the count of threads.
"""

import json
import resource
import sys
import time

import numpy as np
import torch
import transformers
from safetensors.torch import load_file
from transformers import BlipConfig, BlipForConditionalGeneration


def load(checkpoint):
    text = {"num_attention_heads": 12, "bos_token_id": 30522, "sep_token_id": 102, "pad_token_id": 0}
    model = BlipForConditionalGeneration(BlipConfig(text_config=text, vision_config={})).eval()
    found = model.load_state_dict(load_file(checkpoint), strict=False)
    odd = [name for name in found.missing_keys if ".predictions.decoder." not in name] + found.unexpected_keys
    if odd:
        raise ValueError(f"the checkpoint does not fit: {odd[:3]}")
    model.tie_weights()
    return model


def main():
    torch.set_num_threads(int(sys.argv[1]))
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    print(json.dumps({"versions": versions, "threads": torch.get_num_threads()}), flush=True)
    models = {}
    for line in sys.stdin:
        asked = json.loads(line)
        checkpoint, count, side, tokens = (asked[key] for key in ("checkpoint", "count", "side", "tokens"))
        if checkpoint not in models:
            models[checkpoint] = load(checkpoint)
        model = models[checkpoint]
        pixels = torch.from_numpy(np.fromfile(asked["pixels"], np.float32)[: count * 3 * side * side].reshape(count, 3, side, side))
        ids = []
        with torch.inference_mode():
            start = time.perf_counter()
            if asked["mode"] == "encode":
                model.vision_model(pixels)
            else:
                ids = model.generate(pixel_values=pixels, max_new_tokens=tokens, min_new_tokens=tokens).tolist()
            ms = (time.perf_counter() - start) * 1000
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"ms": ms, "ids": ids, "peakMb": peak}), flush=True)


main()
