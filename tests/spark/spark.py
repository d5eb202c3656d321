"""Compares `keikaku worker` under PySpark with `keikaku convert`; started by spark.sh.

    spark.py KEIKAKU FOLDER WORK

Exit status: 0 all records equal, 1 a record differs, 2 the comparison could not be made.
"""

import base64
import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

# Inputs that are no PDFs: between the good ones, the worker answers them and goes on.
BAD = ("web page", "missing file", "broken base64")
EVERY = 4  # a bad input stands after so many good ones, and at least once each


def fail(message):
    print(f"spark: {message}", file=sys.stderr)
    sys.exit(2)


def convert(keikaku, folder, out):
    """Runs the plain batch; the PDFs of the folder, each with the result that it wrote."""
    done = subprocess.run(
        [keikaku, "convert", str(folder), "-o", str(out), "--quiet"], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1, 3):  # findings and failed inputs are no failed batch
        fail(f"`keikaku convert` ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    pdfs = sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file() and not p.is_symlink())
    inputs = [(p, out / p.relative_to(folder).with_suffix(".json")) for p in pdfs]
    # Two inputs of one name cannot both be compared: their results have one name too.
    names = [result for _, result in inputs]
    inputs = [(p, result) for p, result in inputs if names.count(result) == 1]
    if not any(result.exists() for _, result in inputs):
        fail(f"`keikaku convert` wrote nothing for the PDFs in {folder}")
    return inputs


def cases(inputs):
    """What is asked, in order: (number, how, path)."""
    asked = []
    for n, (pdf, _) in enumerate(inputs):
        how = "string" if n % 10 == 4 else "path" if n % 2 == 0 else "bytes"
        asked.append((how, str(pdf)))
        if n % EVERY == EVERY - 1:
            asked.append((BAD[n // EVERY % len(BAD)], None))
    missing = [b for b in BAD if (b, None) not in asked]
    asked += [(b, None) for b in missing]
    return [(n, how, path) for n, (how, path) in enumerate(asked)]


def request(case):
    """The line for the worker. Made where it runs, as a job on a cluster would."""
    n, how, path = case
    ask = {"id": {"case": n, "計画": how}}
    if how == "string":
        return json.dumps(path, ensure_ascii=False)
    if how == "path":
        ask["path"] = path
    elif how == "bytes":
        with open(path, "rb") as file:
            ask["bytes"] = base64.b64encode(file.read()).decode("ascii")
        ask["name"] = os.path.basename(path)
    elif how == "web page":
        ask["bytes"] = base64.b64encode(b"<!DOCTYPE html><title>404</title>").decode("ascii")
        ask["name"] = "page.pdf"
    elif how == "missing file":
        ask["path"] = "no such folder/計画.pdf"
    else:
        ask["bytes"] = "%%% no base64 %%%"
        ask["name"] = "broken.pdf"
    if n % 3 == 0:
        ask["options"] = {"ocr": "off"}
    return json.dumps(ask, ensure_ascii=False)


def difference(ours, theirs, at=""):
    """The first place where two JSON values differ, in words, or None."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            if key not in ours or key not in theirs:
                return f"{at}/{key} is only in {'the batch' if key in ours else 'the worker'}'s"
            if found := difference(ours[key], theirs[key], f"{at}/{key}"):
                return found
        return None
    if isinstance(ours, list) and isinstance(theirs, list):
        for n, (a, b) in enumerate(zip(ours, theirs)):
            if found := difference(a, b, f"{at}/{n}"):
                return found
        return None if len(ours) == len(theirs) else f"{at} has {len(ours)} elements, the worker's {len(theirs)}"
    # 1 and 1.0, or true and 1, are equal in Python, and not the same JSON.
    if type(ours) is type(theirs) and ours == theirs:
        return None
    return f"{at or '/'} is {json.dumps(ours, ensure_ascii=False)[:80]}, the worker's {json.dumps(theirs, ensure_ascii=False)[:80]}"


def wrong_with(case, result, line):
    """What is wrong with the answer to a case, or None."""
    n, how, _ = case
    try:
        answer = json.loads(line)
    except ValueError:
        return f"the answer is no JSON: {line[:80]!r}"
    if how != "string" and answer.get("id") != {"case": n, "計画": how}:
        return f"the answer has the id {json.dumps(answer.get('id'), ensure_ascii=False)}"
    status = answer.get("status")
    if result is None or not result.exists():
        if status != "failed":
            return f"a bad input is {status!r}, not 'failed'"
        error = answer.get("error")
        missing = [k for k in ("code", "message", "help") if not isinstance(error, dict) or not error.get(k)]
        return f"the error lacks {', '.join(missing)}" if missing else None
    if status != "converted":
        return f"the worker says {status!r} of what the batch converted: {json.dumps(answer.get('error'), ensure_ascii=False)}"
    return difference(json.loads(result.read_text("utf-8")), answer.get("document"))


def main(keikaku, folder, work):
    begun = time.monotonic()
    folder, work = Path(folder).resolve(), Path(work)
    inputs = convert(keikaku, folder, work / "out")
    results = {str(pdf): result for pdf, result in inputs}
    asked = cases(inputs)
    cores = max(1, min(4, os.cpu_count() or 1))
    slices = max(2, min(2 * cores, len(asked) // 4))

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(f"local[{cores}]")
        .appName("keikaku worker")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", str(work))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    command = f"{shlex.quote(keikaku)} worker --jobs 1"
    # checkCode: a worker that ends with an error fails the job instead of leaving records out.
    answers = spark.sparkContext.parallelize(asked, slices).map(request).pipe(command, checkCode=True)
    wrong, count, line = [], dict.fromkeys(("path", "string", "bytes", "bad"), 0), 0
    try:
        for line, answer in enumerate(answers.toLocalIterator(prefetchPartitions=True), 1):
            if line > len(asked):
                continue
            case = asked[line - 1]
            n, how, path = case
            result = results.get(path)
            if reason := wrong_with(case, result, answer):
                wrong.append(f"{path or 'bad input'} ({how}): {reason}")
            else:
                count[how if result and result.exists() else "bad"] += 1
    except Exception as error:  # of Spark: a worker that ended, or wrote no UTF-8
        # The message holds the whole trace of the executor; the line of interest names the worker's exit status.
        lines = [text.strip() for text in str(error).splitlines()]
        said = [text for text in lines if re.match(r"(\w+\.)*\w*(Error|Exception):", text)] or lines or [repr(error)]
        wrong.append(f"the job failed after {line} of {len(asked)} records: {said[0][:300]}")
    else:
        if line != len(asked):
            wrong.append(f"{len(asked)} requests got {line} answers")
    finally:
        spark.stop()

    for reason in wrong[:20]:
        print(f"spark: {reason}", file=sys.stderr)
    equal = count["path"] + count["string"] + count["bytes"]
    print(
        f"spark: {'FAILED, ' + str(len(wrong)) + ' wrong; ' if wrong else 'ok: '}{equal} documents equal to the batch's "
        f"({count['path'] + count['string']} by path, {count['bytes']} as bytes), {count['bad']} bad inputs answered, "
        f"{slices} partitions, PySpark {pyspark.__version__}, {time.monotonic() - begun:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        fail("usage: spark.py KEIKAKU FOLDER WORK")
    sys.exit(main(*sys.argv[1:]))
