/*
 * K1 in the browser: takes a QR text apart and checks its signature, as strictly as app/qr/k1.c does (a test compares the two).
 * No network: the keys are given.
 */
const TEXT_MAX = 1400, HOST_MAX = 100, PAYLOAD_MAX = 400, TIME_MAX_S = 253402300799;
const FORM = /^https:\/\/(([a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?)\/k\/([0-9a-hjkmnp-tv-z]{10})#([0-9]+)$/;
const UNCLEAN = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;
const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17];	/* for 0 to 7 bytes */
const UINT = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6;
const CLAIMS = new Map([[1, 'issuer'], [6, 'issued'], [10, 'number'], [11, 'procedure'], [12, 'dossier'], [13, 'holder'],
	[14, 'title'], [15, 'digest']]);
/* SubjectPublicKeyInfo of a P-256 point, up to the point (RFC 5480). */
const SPKI_HEAD = Uint8Array.of(0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
	0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04);
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

class Refused extends Error {}

function need(condition)
{
	if (!condition)
		throw new Refused();
}

function bytesOfDigits(digits)
{
	const last = DIGITS.indexOf(digits.length % 17);
	const whole = Math.floor(digits.length / 17);

	need(last >= 0 && last < 7);
	const out = new Uint8Array(whole * 7 + last);
	for (let i = 0; i * 7 < out.length; i++) {
		const n = Math.min(7, out.length - i * 7);
		let value = BigInt(digits.slice(i * 17, i * 17 + DIGITS[n]));

		need(value < 1n << BigInt(8 * n));
		for (let k = n - 1; k >= 0; k--, value >>= 8n)
			out[i * 7 + k] = Number(value & 255n);
	}
	return out;
}

/* Deterministic CBOR only (RFC 8949 4.2.1): shortest heads, definite lengths. */
class Reader {
	constructor(bytes) {
		this.bytes = bytes;
		this.at = 0;
	}
	head(want) {
		need(this.at < this.bytes.length && this.bytes[this.at] >> 5 === want);
		const low = this.bytes[this.at++] & 31;

		need(low <= 27);
		if (low < 24)
			return low;
		const n = 1 << (low - 24);
		let value = 0n;

		need(this.at + n <= this.bytes.length);
		for (let i = 0; i < n; i++)
			value = value << 8n | BigInt(this.bytes[this.at++]);
		need(value >= [24n, 256n, 65536n, 4294967296n][low - 24] && value <= BigInt(Number.MAX_SAFE_INTEGER));
		return Number(value);
	}
	integer() {
		need(this.at < this.bytes.length);
		return this.bytes[this.at] >> 5 === NEGATIVE ? -1 - this.head(NEGATIVE) : this.head(UINT);
	}
	string(kind) {
		const n = this.head(kind);

		need(n <= this.bytes.length - this.at);
		this.at += n;
		return this.bytes.subarray(this.at - n, this.at);
	}
	text() {
		let text;

		try {
			text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.string(TEXT));
		} catch {
			throw new Refused();
		}
		need(text.length > 0 && !UNCLEAN.test(text));
		return text;
	}
	end() {
		need(this.at === this.bytes.length);
	}
}

function hex(bytes)
{
	return Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
}

function claimsOf(payload)
{
	const r = new Reader(payload), claims = {};
	let last = 0;

	need(payload.length <= PAYLOAD_MAX);
	for (let n = r.head(MAP); n > 0; n--) {
		const key = r.integer(), name = CLAIMS.get(key);

		need(key > last && name !== undefined);
		if (name === 'issued')
			claims.issued = r.integer();
		else if (name === 'digest') {
			const digest = r.string(BYTES);

			need(digest.length === 16);
			claims.digest = hex(digest);
		} else
			claims[name] = r.text();
		last = key;
	}
	r.end();
	need(claims.issuer && claims.number && claims.digest && claims.issued >= 0 && claims.issued <= TIME_MAX_S);
	return claims;
}

function kidOf(header)
{
	const r = new Reader(header);

	need(r.head(MAP) === 2 && r.integer() === 1 && r.integer() === -7 && r.integer() === 4);
	const kid = r.string(BYTES);

	need(kid.length === 8);
	r.end();
	return hex(kid);
}

/* {host, code, kid, header, payload, signature, claims}, or null for what isn't a K1 text in its one canonical form. */
export function parse(text)
{
	try {
		need(text.length <= TEXT_MAX);
		const m = FORM.exec(text);

		need(m !== null && m[1].length <= HOST_MAX && Number(m[3] ?? 443) <= 65535);
		const r = new Reader(bytesOfDigits(m[5]));

		need(r.head(TAG) === 18 && r.head(ARRAY) === 4);
		const header = r.string(BYTES), kid = kidOf(header);

		need(r.head(MAP) === 0);
		const payload = r.string(BYTES), claims = claimsOf(payload), signature = r.string(BYTES);

		need(signature.length === 64);
		r.end();
		return { host: m[1], code: m[4], kid, header, payload, signature, claims };
	} catch (e) {
		if (e instanceof Refused)
			return null;
		throw e;
	}
}

function bstr(bytes)
{
	const n = bytes.length;

	return [...(n < 24 ? [0x40 | n] : n < 256 ? [0x58, n] : [0x59, n >> 8, n & 255]), ...bytes];
}

/* RFC 9052 4.4: ["Signature1", protected, external (none), payload]. */
function sigStructure(k1)
{
	return Uint8Array.from([0x84, 0x6a, ...new TextEncoder().encode('Signature1'), ...bstr(k1.header), 0x40, ...bstr(k1.payload)]);
}

function bytesOfBase64url(text)
{
	need(/^[A-Za-z0-9_-]{43}$/.test(text));
	return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
}

/* A key whose id isn't the digest of its point could stand in for another: refused. */
async function keyImport(key)
{
	const spki = Uint8Array.from([...SPKI_HEAD, ...bytesOfBase64url(key.x), ...bytesOfBase64url(key.y)]);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', spki));

	need(hex(digest.subarray(0, 8)) === key.kid);
	return crypto.subtle.importKey('spki', spki, P256, false, ['verify']);
}

/*
 * {answer, k1, key}: "authentic" | "not-authentic" (not a K1 text, or another signature) | "unknown-key" (no such key, or
 * one that can't be used) | "period" (signed, but issued outside the key's time). keys: the "keys" of the published list.
 */
export async function check(text, keys)
{
	const k1 = parse(text);

	if (k1 === null)
		return { answer: 'not-authentic', k1: null, key: null };
	const key = keys.find(k => k.kid === k1.kid) ?? null;

	if (key === null)
		return { answer: 'unknown-key', k1, key };
	let imported;

	try {
		imported = await keyImport(key);
	} catch {
		return { answer: 'unknown-key', k1, key: null };
	}
	if (!await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, k1.signature, sigStructure(k1)))
		return { answer: 'not-authentic', k1, key };
	const issuedMs = k1.claims.issued * 1000;

	if (!(issuedMs >= Date.parse(key.from) && issuedMs < Date.parse(key.until)))
		return { answer: 'period', k1, key };
	return { answer: 'authentic', k1, key };
}
