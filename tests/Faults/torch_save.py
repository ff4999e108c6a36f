"""The usual way to save, for comparison: a PyTorch loop that calls torch.save on one file, in place.

    torch_save.py record TRACE   runs the loop and writes what it does to the disk, in the form of the host's own traces
    torch_save.py check CASES    each line a folder and the last step whose save had returned (or -): one JSON line says what is lost
"""
import base64
import io
import json
import os
import sys

import torch

PATH = "/loop/checkpoint.pt"


class Traced(io.BytesIO):
    """A file whose writes are noted as the operating system would see them, in pieces of 64 KiB."""

    def __init__(self, note):
        super().__init__()
        self.note, self.at, self.pending = note, 0, b""

    def write(self, data):
        data = bytes(data)
        self.pending += data
        while len(self.pending) >= 65536:
            self.put(self.pending[:65536])
        return len(data)

    def put(self, part):
        self.note({"op": "write", "path": PATH, "offset": self.at, "bytes": base64.b64encode(part).decode()})
        self.at, self.pending = self.at + len(part), self.pending[len(part):]

    def finish(self):
        if self.pending:
            self.put(self.pending)


def record(trace):
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Linear(32, 64), torch.nn.GELU(), torch.nn.Linear(64, 32))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    with open(trace, "w") as out:
        def note(operation):
            out.write(json.dumps(operation) + "\n")

        note({"op": "mkdir", "path": "/loop"})
        note({"op": "fsync-folder", "path": "/"})
        for step in range(1, 31):
            rows = torch.randn(8, 32)
            loss = (model(rows) - rows).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if step % 2:
                continue
            note({"op": "create", "path": PATH})
            file = Traced(note)
            torch.save({"step": step, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, file)
            file.finish()
            note({"op": "acknowledge", "path": PATH, "step": step})


def check(cases):
    unreadable = lost = 0
    with open(cases) as lines:
        for line in lines:
            folder, acknowledged = line.split()
            path = os.path.join(folder, "checkpoint.pt")
            if acknowledged == "-":
                continue
            try:
                step = torch.load(path)["step"]
                lost += step < int(acknowledged)
            except Exception:  # Whatever it is, the checkpoint does not load.
                unreadable += 1
    print(json.dumps({"unreadable": unreadable, "lost": lost}))


if __name__ == "__main__":
    {"record": record, "check": check}[sys.argv[1]](sys.argv[2])
