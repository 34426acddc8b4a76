"""Sessions, drafts and dossiers in any number, put straight into the database."""
import base64
import hashlib
import re
import time

from bench_site import ROOT

CSRF = bytes(range(32))
# A pad and the secret under it, as app/web/session.c reads it.
CSRF_TOKEN = (bytes(32) + CSRF).hex()
GOLDEN = (ROOT / "tests/golden/form/3.000465.xml").read_text().strip()
FILE = "aa" * 32
SERVICE = "3.000465"


def fresh_number():
    """Numbers from here on are not used, also when the cluster is from an earlier run."""
    return int(time.time()) * 10**6


def uuid_of(n):
    """A number as a uuid: its decimal digits as hex, so that SQL says it as lpad(n::text, 32, '0')::uuid."""
    s = f"{n:032d}"
    return f"{s[:8]}-{s[8:12]}-{s[12:16]}-{s[16:20]}-{s[20:]}"


UUID_OF_N = "lpad((:n)::text, 32, '0')::uuid"


def session(site, login):
    """Signs in; the cookie."""
    token = base64.urlsafe_b64encode(hashlib.sha256(f"bench {login}".encode()).digest()).decode().rstrip("=")
    site.sql(f"""INSERT INTO session (token_hash, account, csrf, expires_at)
        SELECT '\\x{hashlib.sha256(token.encode()).hexdigest()}', id, '\\x{CSRF.hex()}', now() + interval '1 day'
        FROM account WHERE login = '{login}' ON CONFLICT (token_hash) DO UPDATE SET expires_at = EXCLUDED.expires_at""")
    return f"__Host-motcua={token}"


def half_filled():
    """The golden dossier up to the person on the diploma."""
    return re.sub(r"<papers>.*</post_address>", "", GOLDEN, flags=re.S)


def drafts(site, first, n, instance=GOLDEN, papers=True):
    """n drafts of congdan1 with the ids uuid_of(first)..., each with one paper when the instance names it."""
    quoted = instance.replace("'", "''")
    # Here one person has thousands at once, on both sides alike.
    site.sql(f"""DROP INDEX IF EXISTS draft_one_open; INSERT INTO stored_file (sha256, bytes, type) VALUES ('\\x{FILE}', 48211, 'application/pdf') ON CONFLICT DO NOTHING;
        INSERT INTO draft (id, account, service, package, instance)
        SELECT lpad(g::text, 32, '0')::uuid, a.id, s.code, s.package, '{quoted}'
        FROM generate_series({first}::bigint, {first + n - 1}::bigint) g, account a, service s
        WHERE a.login = 'congdan1' AND s.code = '{SERVICE}';""")
    if papers:
        site.sql(f"""INSERT INTO draft_file (draft, paper, sha256, name)
            SELECT lpad(g::text, 32, '0')::uuid, 'papers.proof', '\\x{FILE}', 'khai-sinh.pdf'
            FROM generate_series({first}::bigint, {first + n - 1}::bigint) g""")


def dossiers(site, model, day, first, n):
    """n copies of a dossier that was handed in, with its open work item: ids uuid_of(first)..., codes H24.19-<day>-<6 digits>."""
    site.sql(f"""INSERT INTO dossier SELECT (jsonb_populate_record(d, jsonb_build_object(
            'id', lpad(g::text, 32, '0'), 'draft', lpad(g::text, 32, '0'),
            'code', 'H24.19-{day}-' || lpad((g - {first} + 100000)::text, 6, '0')))).*
        FROM dossier d, generate_series({first}::bigint, {first + n - 1}::bigint) g WHERE d.code = '{model}';
        INSERT INTO work_item SELECT (jsonb_populate_record(w, jsonb_build_object(
            'id', lpad(g::text, 32, '0'), 'dossier', lpad(g::text, 32, '0')))).*
        FROM work_item w, generate_series({first}::bigint, {first + n - 1}::bigint) g
        WHERE w.dossier = (SELECT id FROM dossier WHERE code = '{model}') AND w.closed_at IS NULL""")
