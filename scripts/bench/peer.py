"""What `pluginhost bench` compares with, in plain PyTorch: the training of gpt.csx, single operators, and a start.

    peer.py gpt FILE STEPS WINDOW THREADS LAYERS,HEADS,WIDTH,CONTEXT,ROWS
                                             one JSON line: steps per second (median of windows), loss, peak memory
    peer.py adamw STEPS                      one JSON line: microseconds a step over 500 tensors of 1,000 elements
    peer.py operators CALLS                  one JSON line: nanoseconds a call
    peer.py start FILE                       one JSON line: when the first step was done (Unix time)
"""
import json
import math
import resource
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


def train(path, steps):
    """Yields the loss of every step."""
    torch.manual_seed(1)
    with open(path, "rb") as file:
        data = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).long()
    model = Gpt()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1)
    offsets = torch.arange(CONTEXT + 1)
    for _ in range(steps):
        rows = data[torch.randint(len(data) - CONTEXT, (ROWS, 1)) + offsets]
        loss = model(rows[:, :-1], rows[:, 1:])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        yield loss.item()


def gpt(path, steps, window, threads, size):
    global LAYERS, HEADS, WIDTH, CONTEXT, ROWS
    LAYERS, HEADS, WIDTH, CONTEXT, ROWS = map(int, size.split(","))
    torch.set_num_threads(int(threads))
    window, rates, losses, started = int(window), [], [], 0.0
    for step, loss in enumerate(train(path, int(steps)), 1):
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
