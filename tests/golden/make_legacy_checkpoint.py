#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes legacy.pth: a small checkpoint in PyTorch's format before 1.6, with Python's own pickler but without PyTorch.

The layout is that of torch.save(..., _use_new_zipfile_serialization=False): pickles of the magic number, the protocol
version, the system, the object and the list of storage keys, then per key an int64 count and the raw numbers.
"""
import collections
import pathlib
import pickle
import struct
import sys
import types

utils = types.ModuleType("torch._utils")
torch = types.ModuleType("torch")


def _rebuild_tensor_v2(*arguments):
    raise NotImplementedError


_rebuild_tensor_v2.__module__ = "torch._utils"
_rebuild_tensor_v2.__qualname__ = "_rebuild_tensor_v2"
utils._rebuild_tensor_v2 = _rebuild_tensor_v2
for name in ("FloatStorage", "LongStorage"):
    setattr(torch, name, type(name, (), {"__module__": "torch"}))
sys.modules["torch"], sys.modules["torch._utils"] = torch, utils


class Storage:
    def __init__(self, kind, key, numbers, form):
        self.kind, self.key, self.count = kind, key, len(numbers)
        self.data = struct.pack("<%d%s" % (len(numbers), form), *numbers)


class Tensor:
    def __init__(self, storage, offset, size, stride):
        self.arguments = (storage, offset, size, stride, False, collections.OrderedDict())

    def __reduce__(self):
        return _rebuild_tensor_v2, self.arguments


class Pickler(pickle.Pickler):
    def persistent_id(self, thing):
        if isinstance(thing, Storage):
            return ("storage", getattr(torch, thing.kind), thing.key, "cuda:0", thing.count, None)
        return None


numbers = Storage("FloatStorage", "94001", [0.5 * i for i in range(12)], "f")
count = Storage("LongStorage", "94002", [7], "q")
state = collections.OrderedDict(
    [
        ("layer.weight", Tensor(numbers, 0, (2, 3), (3, 1))),
        ("layer.transposed", Tensor(numbers, 0, (3, 2), (1, 3))),
        ("layer.bias", Tensor(numbers, 9, (3,), (1,))),
        ("layer.count", Tensor(count, 0, (), ())),
    ]
)
checkpoint = {"model": state, "epoch": 3}

with open(pathlib.Path(__file__).with_name("legacy.pth"), "wb") as file:
    for thing in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True, "type_sizes": {"int": 4}}):
        pickle.dump(thing, file, protocol=2)
    Pickler(file, protocol=2).dump(checkpoint)
    storages = sorted([numbers, count], key=lambda storage: storage.key)
    pickle.dump([storage.key for storage in storages], file, protocol=2)
    for storage in storages:
        file.write(struct.pack("<q", storage.count) + storage.data)
