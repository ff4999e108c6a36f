"""What `pluginhost bench` compares with, in plain PyTorch: the training of gpt.csx, single operators, and a start.

    peer.py gpt FILE STEPS WINDOW THREADS LAYERS,HEADS,WIDTH,CONTEXT,ROWS [RECORD]
                                             one JSON line: steps per second (median of windows), loss, peak memory;
                                             from the weights and over the rows that gpt.csx left in the folder RECORD
    peer.py adamw STEPS                      one JSON line: microseconds a step over 500 tensors of 1,000 elements
    peer.py operators CALLS                  one JSON line: nanoseconds a call
    peer.py start FILE                       one JSON line: when the first step was done (Unix time)
"""
import json
import math
import os
import resource
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LAYERS, HEADS, WIDTH, CONTEXT, ROWS, VOCABULARY = 4, 4, 128, 64, 12, 256
WARM_UP, LOSS_STEPS = 10, 50


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.inputs = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        future = torch.ones(CONTEXT, CONTEXT, dtype=torch.bool).triu(1)
        self.register_buffer("future", future, persistent=False)

    def forward(self, hidden):
        rows, length, _ = hidden.shape
        heads = [part.view(rows, length, HEADS, -1).transpose(1, 2) for part in self.inputs(hidden).chunk(3, -1)]
        if hasattr(F, "scaled_dot_product_attention"):
            mixed = F.scaled_dot_product_attention(*heads, is_causal=True)
        else:
            query, key, value = heads
            scores = query @ key.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS))
            mixed = scores.masked_fill(self.future[:length, :length], -math.inf).softmax(-1) @ value
        return self.output(mixed.transpose(1, 2).reshape(rows, length, WIDTH))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, hidden):
        hidden = hidden + self.attention(self.norm1(hidden))
        return hidden + self.narrow(F.gelu(self.wide(self.norm2(hidden)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(WIDTH)
        for name, parameter in self.named_parameters():
            # The plugin's initial values: what adds to the residual stream starts smaller, biases start at 0.
            if parameter.dim() > 1:
                residual = name.endswith(("output.weight", "narrow.weight"))
                nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * LAYERS) if residual else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, ids, labels):
        hidden = self.tokens(ids) + self.positions(torch.arange(ids.size(1)))
        logits = F.linear(self.norm(self.blocks(hidden)), self.tokens.weight)
        return F.cross_entropy(logits.view(-1, VOCABULARY), labels.reshape(-1))


# GPT-2's names for the parts of Gpt; its matrices of a block are the transposes of nn.Linear's.
NAMES = {"tokens": "wte", "positions": "wpe", "norm": "ln_f", "blocks": "h", "norm1": "ln_1", "norm2": "ln_2",
         "attention": "attn", "inputs": "c_attn", "output": "c_proj", "wide": "mlp.c_fc", "narrow": "mlp.c_proj"}


def load(model, path):
    """Takes over the weights of a safetensors file of float32."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), bytearray(file.read())
    for name, parameter in model.named_parameters():
        entry = header[".".join(["transformer"] + [NAMES.get(part, part) for part in name.split(".")])]
        first, last = entry["data_offsets"]
        stored = torch.frombuffer(data[first:last], dtype=torch.float32).view(entry["shape"])
        matrix = name.startswith("blocks.") and stored.dim() == 2
        with torch.no_grad():
            parameter.copy_(stored.t() if matrix else stored)


def bytes_of(path):
    with open(path, "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).long()


def train(path, steps, record=None):
    """Yields the loss of every step."""
    torch.manual_seed(1)
    data = bytes_of(path)
    model = Gpt()
    recorded = None
    if record is not None:
        load(model, os.path.join(record, "weights.safetensors"))
        recorded = bytes_of(os.path.join(record, "rows")).view(-1, ROWS, CONTEXT + 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1)
    offsets = torch.arange(CONTEXT + 1)
    for step in range(steps):
        rows = data[torch.randint(len(data) - CONTEXT, (ROWS, 1)) + offsets] if recorded is None else recorded[step]
        loss = model(rows[:, :-1], rows[:, 1:])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        yield loss.item()


def gpt(path, steps, window, threads, size, record=None):
    global LAYERS, HEADS, WIDTH, CONTEXT, ROWS
    LAYERS, HEADS, WIDTH, CONTEXT, ROWS = map(int, size.split(","))
    torch.set_num_threads(int(threads))
    window, rates, losses, started = int(window), [], [], 0.0
    for step, loss in enumerate(train(path, int(steps), record), 1):
        losses.append(loss)
        if step < WARM_UP or (step - WARM_UP) % window:
            continue
        if step > WARM_UP:
            rates.append(window / (time.perf_counter() - started))
        started = time.perf_counter()
    last = losses[-LOSS_STEPS:]
    return {
        "torch": torch.__version__,
        "steps_per_s": sorted(rates)[len(rates) // 2],
        "loss": sum(last) / len(last),
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def operators(calls):
    calls = int(calls)
    torch.set_num_threads(1)
    torch.manual_seed(1)

    def time_of(call):
        for _ in range(calls // 10):
            call()
        started = time.perf_counter()
        for _ in range(calls):
            call()
        return (time.perf_counter() - started) / calls * 1e9

    found = {}
    for name, grad in (("", False), ("_grad", True)):
        a, b = torch.rand(8, 8, requires_grad=grad), torch.rand(8, 8)
        found["add" + name] = time_of(lambda: a + b)
        found["matmul" + name] = time_of(lambda: torch.matmul(a, b))
    return found


def adamw(steps):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    parameters = [nn.Parameter(torch.randn(1000)) for _ in range(500)]
    for parameter in parameters:
        parameter.grad = torch.randn(1000)

    def time_of(optimizer):
        for _ in range(3):
            optimizer.step()
        started = time.perf_counter()
        for _ in range(int(steps)):
            optimizer.step()
        return (time.perf_counter() - started) / int(steps) * 1e6

    return {
        "step": time_of(torch.optim.AdamW(parameters)),
        "step_foreach": time_of(torch.optim.AdamW(parameters, foreach=True)),
    }


def start(path):
    torch.set_num_threads(1)
    for _ in train(path, 1):
        return {"first_step_at": time.time()}


if __name__ == "__main__":
    print(json.dumps({"gpt": gpt, "operators": operators, "adamw": adamw, "start": start}[sys.argv[1]](*sys.argv[2:])))
