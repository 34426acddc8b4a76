/*
 * The browser's decoder and the C decoder say the same of the same texts: 240 signed ones, all one-digit changes of two of
 * them, and damaged ones. Run: node tests/browser/k1_agree.mjs (builds its oracle with make).
 */
import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { check } from '../../assets/js/k1.js';

globalThis.crypto ??= webcrypto;
const ORACLE = 'obj/unit/k1_oracle';
const PERIOD_END_S = 1000000000;	/* in the second round the key ends here, so that both sides judge times */
let passed = 0, failed = 0;

function expect(ok, what)
{
	if (ok)
		passed++;
	else if (++failed <= 10)
		console.log(what);
}

function random(n)
{
	return Math.floor(Math.random() * n);
}

function digitChanges(text)
{
	const changed = [];

	for (let i = text.indexOf('#') + 1; i < text.length; i++) {
		for (let d = 1; d < 10; d++)
			changed.push(text.slice(0, i) + (Number(text[i]) + d) % 10 + text.slice(i + 1));
	}
	return changed;
}

function damaged(text)
{
	const at = random(text.length), tail = text.indexOf('#') + 1;

	return [
		text.slice(0, at), text.slice(0, at) + text.slice(at + 1), text.slice(0, at) + '0' + text.slice(at), text + '000', text + ' ',
		text.slice(0, at) + 'é' + text.slice(at + 1), text.replace('https', 'HTTPS'), text.replace('https', 'http'),
		text.replace('/k/', '/K/'), text.replace('//', '//u@'), text.replace('/k/', ':0/k/'), text.replace('/k/', ':65536/k/'),
		text.slice(0, tail) + '9'.repeat(17) + text.slice(tail + 17), text.slice(0, tail), '',
		text.slice(0, tail) + text.slice(tail).split('').reverse().join(''),
	];
}

function hexOf(base64url)
{
	return Buffer.from(base64url, 'base64url').toString('hex');
}

function oracle(args, input)
{
	return execFileSync(ORACLE, args, { input, maxBuffer: 1 << 28 }).toString().split('\n').slice(0, -1);
}

async function compare(texts, key, until_s, want)
{
	const words = oracle(['check', hexOf(key.x), hexOf(key.y), '0', String(until_s)], texts.join('\n') + '\n');
	const listed = { ...key, from: '1970-01-01T00:00:00Z', until: new Date(until_s * 1000).toISOString() };

	expect(words.length === texts.length, `${words.length} answers for ${texts.length} texts`);
	for (const [i, text] of texts.entries()) {
		const { answer, k1 } = await check(text, [listed]);
		const ours = [answer, k1?.claims.number ?? '', k1?.claims.holder ?? ''].join('\t');

		expect(ours === words[i] && (want === undefined || want(answer)), `C "${words[i]}", browser "${ours}": ${text}`);
	}
}

execFileSync('make', ['-s', ORACLE], { stdio: 'inherit' });
const [first, ...texts] = oracle(['make', '240']);
const key = JSON.parse(first);

await compare(texts, key, 253402214400, answer => answer === 'authentic');
await compare(texts, key, PERIOD_END_S, answer => answer === 'authentic' || answer === 'period');
for (const text of texts.slice(0, 2))
	await compare(digitChanges(text), key, 253402214400, answer => answer !== 'authentic' && answer !== 'period');
await compare(texts.flatMap(damaged), key, 253402214400);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
