"""Dossiers for the tests of the desk, put straight into the database of a citizen.Demo, and officers signed in.

A dossier starts as the workflow leaves it when it is handed in: waiting for the one-stop counter.
"""
import hashlib
import os

AGENCY = "H24.19"
START = "m1 running clock=none status=1 result=none open=receive@H24.19 visits=submitted:1,receive:1"
INSTANCE = (
    "<dossier><applicant><full_name>{name}</full_name><born>1998-03-05</born><personal_id>031198000017</personal_id>"
    "<phone>0900000001</phone><address>Số 1 phố Thử Nghiệm</address></applicant><relation>self</relation>"
    "<holder><birthplace>Hải Phòng</birthplace><sex>nu</sex></holder><diploma><kind>thpt</kind><year>2016</year>"
    "<school>Trường THPT Hoa Phượng</school></diploma><copies>1</copies><delivery>online</delivery></dossier>")


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def people(site):
    """login -> id"""
    return dict(site.sql("SELECT login, id FROM account"))


def packages(site, code="3.000465"):
    """The hashes of a service and its workflow, in hex."""
    return site.sql(f"SELECT encode(p.hash, 'hex'), encode(p.workflow, 'hex') FROM service s JOIN service_package p ON p.hash = s.package "
                    f"WHERE s.code = '{code}'")[0]


def dossier(site, n, who, hashes, name="Nguyễn Thị Ngưỡng", folded="nguyen thi nguong 031198000017", due="now() + interval '3 hours'",
            code="3.000465", agency=AGENCY):
    """One dossier as it is after it was handed in; returns its code."""
    number = f"{agency}-260101-{n:04d}"       # no day on which the tests hand in
    site.sql(f"""WITH d AS (
            INSERT INTO dossier (id, code, draft, service, package, workflow, applicant, agency, applicant_name, subject, search,
                instance, marking, status)
            VALUES (gen_random_uuid(), '{number}', gen_random_uuid(), '{code}', '\\x{hashes[0]}', '\\x{hashes[1]}', '{who}', '{agency}',
                {quote(name)}, 'Bản sao: Bằng tốt nghiệp trung học phổ thông, năm 2016', lower('{number}') || ' {folded}',
                {quote(INSTANCE.format(name=name))}, '{START.replace(AGENCY, agency)}', 1) RETURNING id
        ), e AS (
            INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, version, status)
            SELECT id, gen_random_uuid(), 'submitted', '{who}', {quote(name)}, 'applicant', '{agency}', 1, 1 FROM d
        )
        INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
        SELECT gen_random_uuid(), id, 'receive', 1, 'counter', '{agency}', {due} FROM d""")
    return number


def sign_in(site, account):
    """A session straight into the table; the cookie is kept."""
    cookie = os.urandom(32).hex()[:43]
    site.sql(f"INSERT INTO session (token_hash, account, csrf, expires_at) VALUES "
             f"('\\x{hashlib.sha256(cookie.encode()).hexdigest()}', '{account}', '\\x{'5a' * 32}', now() + interval '1 hour')")
    site.cookies = {"__Host-motcua": cookie}
