#!/usr/bin/env python3
"""The tour: one dossier through the running demo, over HTTPS, as each of the people who have to do with it.

usage: tour.py        VAR: the demo's folder (var). Writes receipt.pdf, result.pdf, result.xml, qr.png and tour.json into VAR/tour,
prints each step with its time. Exit 1 at the first thing that is wrong, with the step and the page.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse

import story
from story import Demo, Wrong, expect, settled

ROOT = story.ROOT
OFFICERS = {"counter": "motcua1", "specialist": "chuyenvien1", "director": "giamdoc"}


class Tour:
    def __init__(self, demo):
        self.demo, self.notes, self.steps, self.verdicts = demo, [], [], {}
        self.out = demo.var / "tour"
        self.out.mkdir(exist_ok=True)
        self.facts = {}

    def step(self, actor, what, act, *args):
        """Runs act(*args) as one step of the tour and notes the requests it made."""
        before, started = len(self.notes), time.monotonic()
        print(f"  {actor:<12}{what:<58}", end="", flush=True)
        try:
            got = act(*args)
        except Wrong as e:
            self.fail(actor, what, str(e), e.page)
        except (OSError, subprocess.SubprocessError, KeyError, AttributeError) as e:
            self.fail(actor, what, f"{type(e).__name__}: {e}", None)
        requests = [{k: n[k] for k in ("method", "url", "status", "ms")} for n in self.notes[before:]]
        ms = round((time.monotonic() - started) * 1000, 1)
        last = requests[-1] if requests else {"method": None, "url": None, "status": None}
        self.steps.append({"step": what, "actor": actor, "method": last["method"], "url": last["url"], "status": last["status"],
                           "ms": ms, "requests": requests})
        print(f"{ms / 1000:7.2f} s" + (f"   {len(requests)} requests" if len(requests) > 1 else ""))
        return got

    def fail(self, actor, what, why, page):
        print(f"FAILED\n\n{actor}, {what}: {why}")
        if page is not None:
            print(f"\nThe page ({page.status} {page.url}):\n{page.text[:3000]}")
        self.write(False, why)
        sys.exit(1)

    def keep(self, name, body):
        (self.out / name).write_bytes(body)
        return self.out / name

    def write(self, complete, why=None):
        # Nothing that a session or a form carries goes into the file: addresses and statuses only.
        facts = {"complete": complete, **({"failed": why} if why else {}), **self.facts, "verdicts": self.verdicts, "steps": self.steps}
        (self.out / "tour.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


def fetch_pdf(v, url, kind=b"%PDF-"):
    page = settled(v.get(url, accept="*/*"))
    expect(page, page.body.startswith(kind), f"{url} is no {kind.decode()} file")
    return page.body


def run_json(*argv):
    """A program that prints JSON: its exit status and what it printed."""
    done = subprocess.run([str(a) for a in argv], capture_output=True, text=True, timeout=60)
    if not done.stdout.strip():
        raise Wrong(f"{' '.join(map(str, argv[:3]))} said nothing: {done.stderr[-500:]}")
    return done.returncode, json.loads(done.stdout)


def submit_twice(v, page):
    """The same form sent again, as a double click or a retry does it, leads to the same dossier."""
    form = page.form(action="/nop$")
    first = story.hand_in(v, page)
    again = v.submit(form, {f.name: f.value for f in form.fields if f.kind == "checkbox"})
    expect(again, story.code_of(again) == story.code_of(first), "sent twice, it became another dossier")
    listed = settled(v.get("/ho-so"))
    expect(listed, sum(1 for to, _ in listed.links if to.endswith(story.code_of(first))) >= 1, "it is not in the list")
    return first


def zbar(picture):
    found = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)], capture_output=True, text=True)
    return found.stdout.strip()


def read_qr(pdf, png):
    """Renders the page with the QR, reads it, and cuts away what can be cut away with the QR still read. Returns the text."""
    for page in ("1", "2", "3"):
        subprocess.run(["pdftoppm", "-r", "200", "-f", page, "-l", page, "-singlefile", "-gray", "-png", str(pdf),
                        str(png.with_suffix(""))], check=True)
        text = zbar(png)
        if text:
            break
    else:
        raise Wrong("no QR can be read from the result")
    trial = png.with_name("qr-trial.png")
    for gravity, size in (("south", "100%x60%"), ("west", "60%x100%"), ("north", "100%x60%"), ("south", "100%x60%"), ("west", "60%x100%"),
                          ("west", "60%x100%"), ("north", "100%x70%"), ("south", "100%x70%")):
        subprocess.run(["convert", str(png), "-gravity", gravity, "-crop", size + "+0+0", "+repage", str(trial)], check=True)
        if zbar(trial) == text:
            trial.replace(png)
    trial.unlink(missing_ok=True)
    return text


def message(name):
    """The Vietnamese text of a message without arguments, from its catalogue."""
    text = next((ROOT / "app").glob(f"*/{name.partition('.')[0]}.msg")).read_text()
    return re.search(rf"^{re.escape(name)}\n(?:\s+en\s.*\n)?\s+vi\s+(.*)$", text, re.M)[1].strip()


def check_upload(v, pdf):
    """The public form takes the file and says what it thinks of it."""
    page = settled(v.get("/kiem-tra"))
    form = next((f for f in page.forms if any(x.kind == "file" for x in f.fields)), None)
    expect(page, form, "no form to upload a file to")
    name = next(x.name for x in form.fields if x.kind == "file")
    return settled(v.submit(form, {}, form.button(), [(name, "result.pdf", pdf)]))


def verifier_part(t, v, result, result_xml):
    demo, host = t.demo, f"127.0.0.1:{t.demo.port}"
    text = t.step("verifier", "reads the QR from the rendered page", read_qr, result, t.out / "qr.png")
    t.facts["qr_text"] = text
    url = urllib.parse.urlsplit(text)
    expect(None, url.netloc.lower() == host and url.path.lower().startswith("/k/"), f"the QR leads elsewhere: {text}")
    t.facts["result_url"] = f"https://{host}/k/{url.path.rpartition('/')[2]}"

    def decode():
        status, answer = run_json(ROOT / "bin/motcua", "qr", "decode", text, "--keys", demo.keys, "--json")
        t.verdicts["qr"] = answer
        expect(None, status == 0, f"the QR is not authentic: {answer}")

    def verify(path, kind):
        status, answer = run_json(ROOT / "bin/motcua", "verify", path, "--json", "--trust", demo.trust)
        t.verdicts[kind] = answer
        expect(None, status == 0, f"{path.name} is not valid: {answer}")

    def state():
        page = settled(v.get(url.path, accept="text/html"))
        answer = settled(v.get(url.path + ".json", accept="application/json"))
        t.verdicts["state"] = json.loads(answer.body)
        expect(answer, t.verdicts["state"].get("status") == "current", f"its state is {t.verdicts['state']}")
        return page

    def upload():
        page = check_upload(v, result.read_bytes())
        t.verdicts["upload"] = page.title.partition(" – ")[0].strip()
        expect(page, t.verdicts["upload"] == message("result.file_current_title"), "the upload was not found authentic")

    def upload_changed():
        # One byte of the text, not of the signature: it still is a PDF.
        data = bytearray(result.read_bytes())
        data[data.index(b"stream") + 40] ^= 1
        page = check_upload(v, bytes(data))
        t.verdicts["upload_changed"] = page.title.partition(" – ")[0].strip()
        expect(page, t.verdicts["upload_changed"] == message("result.file_bad_title"), "a changed file was not refused")

    t.step("verifier", "decodes it without a network: motcua qr decode", decode)
    t.step("verifier", "opens the address of the QR; its state", state)
    t.step("verifier", "verifies result.pdf: motcua verify", verify, result, "pdf")
    t.step("verifier", "verifies result.xml: motcua verify", verify, result_xml, "xml")
    t.step("verifier", "uploads result.pdf at /kiem-tra", upload)
    t.step("verifier", "uploads it with one bit changed: refused", upload_changed)


def main():
    demo = Demo(os.environ.get("VAR", "var"))
    t = Tour(demo)
    print(f"A tour of https://127.0.0.1:{demo.port}/")
    started = time.monotonic()
    paper = t.step("citizen", "scans a paper that shows the relationship", story.scan)
    t.keep("paper.pdf", paper)
    citizen = demo.visitor("citizen", t.notes)
    t.step("citizen", f"finds the procedure by “{story.SEARCH}”", story.find_service, citizen)
    t.step("citizen", "signs in", story.sign_in, citizen, demo, "congdan1")
    page = t.step("citizen", f"starts {story.SERVICE}", story.open_draft, citizen)
    page = t.step("citizen", "fills every page, attaches the scan, asks the register", story.fill_draft, citizen, page,
                  story.ANSWERS, paper)
    page = t.step("citizen", "checks the answers and submits, twice", submit_twice, citizen, page)
    code = t.facts["dossier"] = story.code_of(page)

    staff = {role: demo.visitor(role, t.notes) for role in OFFICERS}
    for role, login in OFFICERS.items():
        t.step(role, f"signs in as {login}", story.sign_in, staff[role], demo, login)

    def act(role, outcome):
        return story.decide(staff[role], story.claim(staff[role], story.find_work(staff[role], code)), outcome)

    t.step("counter", "finds the dossier in the queue, claims and accepts it", act, "counter", "accept")
    to = t.step("citizen", "waits for the signed receipt", story.wait_for, citizen, f"/ho-so/{code}", story.receipt_link,
                "the receipt")
    t.keep("receipt.pdf", t.step("citizen", "downloads the receipt", fetch_pdf, citizen, to))

    def draft():
        page = story.claim(staff["specialist"], story.find_work(staff["specialist"], code))
        return story.draft_result(staff["specialist"], page, story.HOLDER, f"{code[-4:]}/{time.localtime().tm_year}")

    page = t.step("specialist", "claims it, takes the record from the register, drafts", draft)
    t.step("specialist", "submits the draft for signature", story.decide, staff["specialist"], page, "submit")
    t.step("director", "approves and signs", act, "director", "approve")
    t.step("counter", "waits until the result is signed and issued", story.wait_for, staff["counter"], f"/ban-lam-viec/{code}",
           lambda p: p.form(action="/xu-ly$", value="release"), "the signed result")
    t.step("counter", "releases the result", act, "counter", "release")

    page = t.step("citizen", "finds the result on the dossier's page", story.wait_for, citizen, f"/ho-so/{code}",
                  lambda p: p if p.link(href=r"ket-qua\.pdf$") else None, "the result")
    result = t.keep("result.pdf", t.step("citizen", "downloads the result", fetch_pdf, citizen, page.link(href=r"ket-qua\.pdf$")))
    result_xml = t.keep("result.xml", t.step("citizen", "downloads its machine-readable twin", fetch_pdf, citizen,
                                             page.link(href=r"ket-qua\.xml$"), b"<"))
    try:
        verifier_part(t, demo.visitor("verifier", t.notes), result, result_xml)
    except Wrong as e:
        t.fail("verifier", "reads the QR", str(e), e.page)
    t.write(True)
    print(f"\nDossier {code}, result {t.facts['result_url']}\n{len(t.notes)} requests in {time.monotonic() - started:.1f} s; "
          f"see {os.path.relpath(t.out, ROOT) if t.out.is_relative_to(ROOT) else t.out}")


if __name__ == "__main__":
    main()
