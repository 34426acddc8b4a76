// Counts what was checked. A check that fails is told and the play goes on; what throws ends its part only.
let passed = 0, failed = 0, whereabouts = async () => "";

/** What tells where the play was when something was thrown. */
export const tellWhereBy = (tell) => { whereabouts = tell; };

export function check(what, truth, detail = "") {
	if (truth) {
		passed++;
		return true;
	}
	failed++;
	console.log(`FAILED ${what}${detail ? `\n       ${String(detail).replaceAll("\n", "\n       ")}` : ""}`);
	return false;
}

export const equal = (what, got, wanted) => check(what, got === wanted, `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);

/** One part of a suite. What it throws (a control that is not there, a page that does not come) is one failure. */
export async function part(what, play) {
	const started = Date.now(), before = failed;

	try {
		await play();
		passed++;
	} catch (e) {
		check(what, false, `${e.message.split("\n").slice(0, 6).join("\n")}\n${await whereabouts().catch(String)}`);
	}
	console.log(`${failed === before ? "ok    " : "FAILED"} ${what}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

export function finish() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}
