"""The peer of bench/grpo.bench.ts: log-probabilities, the clipped token loss (dapo) and its gradient by the logits, in PyTorch.

Run by hand only, through `npx tsx bench/grpo.bench.ts --python PATH`, by a Python that has torch and numpy; no test and no part of the
product needs it. Reads one JSON object a line and answers with one a line:

  {"shape": [B, T, V], "entropy": false}  ->  {"ms": ..., "cpuMs": ..., "loss": ..., "slopes": [...], "extraMb": ...}

The logits and everything else are made by the formulas of the bench. `extraMb` is by how much the process's peak lay over what it held
before, the logits alone: right for the first question of a process. Argument: the count of threads.
"""

import json
import sys
import time

import numpy as np
import torch

CHUNK = 1 << 22
EPSILON = 0.2
BONUS = 0.01


def by_formula(count, size, seed):
    """Numbers in [-size, size), from a multiplicative hash of their place."""
    out = np.empty(count, np.float32)
    for start in range(0, count, CHUNK):
        place = np.arange(start, min(count, start + CHUNK), dtype=np.uint64) + np.uint64(seed)
        hashed = (place * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
        out[start : start + len(place)] = (hashed.astype(np.float64) / 2**31 - 1) * size
    return torch.from_numpy(out)


def status_mb(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1024


def peak_mb():
    """Of this process, since the last call: the kernel's mark goes back to what is held now."""
    mark = status_mb("VmHWM")
    with open("/proc/self/clear_refs", "w") as mark_back:
        mark_back.write("5")
    return mark


class Case:
    def __init__(self, shape):
        b, t, v = shape
        self.logits = by_formula(b * t * v, 10, 1).reshape(b, t, v).requires_grad_(True)
        self.ids = ((torch.arange(b * t) * 7919 + 3) % v).reshape(b, t)
        self.old = by_formula(b * t, 0.5, 11).reshape(b, t)
        self.advantages = by_formula(b, 1, 5).reshape(b, 1)

    def run(self, entropy):
        self.logits.grad = None
        start, used = time.perf_counter(), time.process_time()
        log_p = torch.log_softmax(self.logits, -1)
        chosen = log_p.gather(-1, self.ids[..., None])[..., 0]
        ratio = torch.exp(chosen - (chosen.detach() + self.old))
        loss = -torch.min(ratio * self.advantages, ratio.clamp(1 - EPSILON, 1 + EPSILON) * self.advantages).mean()
        if entropy:
            loss = loss + BONUS * (log_p.exp() * log_p).sum(-1).mean()
        loss.backward()
        end = time.perf_counter()
        return (end - start) * 1000, (time.process_time() - used) * 1000, loss.item()


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"versions": f"torch {torch.__version__}", "threads": torch.get_num_threads()}), flush=True)
    cases = {}
    for line in sys.stdin:
        asked = json.loads(line)
        key = tuple(asked["shape"])
        if key not in cases:
            cases.clear()
            cases[key] = Case(key)
        case = cases[key]
        peak_mb()
        before = status_mb("VmRSS")
        ms, cpu_ms, loss = case.run(asked["entropy"])
        extra = peak_mb() - before
        slopes = case.logits.grad.flatten()[: 3 * key[2]].tolist()
        print(json.dumps({"ms": ms, "cpuMs": cpu_ms, "loss": loss, "slopes": slopes, "extraMb": extra}), flush=True)


main()
