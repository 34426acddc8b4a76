// Keys of the officers' queue: J and K go down and up, Enter opens, X claims, / searches. Only while the list has
// the focus, so typing elsewhere (Telex in the search box, too) is never taken for a command, and a switch turns them off
// (WCAG 2.1.4).
const VIETNAMESE = document.documentElement.lang !== "en";
const WORDS = VIETNAMESE
	? { keys: "phím tắt khi danh sách được chọn", down: "xuống", up: "lên", open: "mở", claim: "nhận việc", search: "tìm",
		off: "Tắt phím tắt", on: "Bật phím tắt" }
	: { keys: "keys while the list has the focus", down: "down", up: "up", open: "open", claim: "claim", search: "search",
		off: "Turn keys off", on: "Turn keys on" };
const SWITCH = "motcua-desk-keys";

/** The links of the rows. All of them stay in the Tab order: the keys are an addition, and can be off. */
function rowsOf(table) {
	return [...table.querySelectorAll("a[data-row]")];
}

function choose(link) {
	link.focus();
	link.closest("tr").scrollIntoView({ block: "nearest" });
}

function keysOn() {
	return localStorage.getItem(SWITCH) !== "off";
}

function handle(table, event) {
	const rows = rowsOf(table);
	const at = rows.indexOf(document.activeElement.closest("tr")?.querySelector("a[data-row]"));

	if (!keysOn() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || at < 0)
		return;
	const steps = { j: 1, arrowdown: 1, k: -1, arrowup: -1 };
	const key = event.key.toLowerCase();
	if (key in steps)
		choose(rows[Math.min(Math.max(at + steps[key], 0), rows.length - 1)]);
	else if (key === "x")
		rows[at].closest("tr").querySelector("button[type=submit]")?.click();
	else if (key === "/")
		document.getElementById("tim").focus();
	else
		return;
	event.preventDefault();
}

function addHelp(table) {
	const help = document.createElement("p");
	const button = document.createElement("button");
	const say = () => { button.textContent = keysOn() ? WORDS.off : WORDS.on; };

	help.className = "app-keys";
	for (const [key, word] of [["J", WORDS.down], ["K", WORDS.up], ["Enter", WORDS.open], ["X", WORDS.claim], ["/", WORDS.search]]) {
		const cap = document.createElement("kbd");
		cap.textContent = key;
		help.append(cap, ` ${word} · `);
	}
	help.append(`${WORDS.keys}. `);
	button.type = "button";
	button.className = "app-link-button";
	button.addEventListener("click", () => { localStorage.setItem(SWITCH, keysOn() ? "off" : "on"); say(); });
	say();
	help.append(button);
	table.before(help);
}

for (const table of document.querySelectorAll("table[data-queue]")) {
	table.addEventListener("focusin", (event) => {
		for (const link of rowsOf(table))
			link.closest("tr").toggleAttribute("data-chosen", link.closest("tr") === event.target.closest("tr"));
	});
	table.addEventListener("keydown", (event) => handle(table, event));
	addHelp(table);
}
