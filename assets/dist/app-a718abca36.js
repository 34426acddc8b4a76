// Runs on every page. Without it everything works too: it only adds comfort.
// First of all, since govuk-frontend starts nothing when this class is missing.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const VIETNAMESE = document.documentElement.lang !== "en";
const WORDS = VIETNAMESE ? { copy: "Sao chép", copied: "Đã sao chép" } : { copy: "Copy", copied: "Copied" };

/** The first error in sight and under the keyboard, as the page says what to fix. */
function focusErrors() {
	const summary = document.querySelector("[data-module=govuk-error-summary]");
	if (!summary)
		return;
	summary.tabIndex = -1;
	summary.focus();
	summary.addEventListener("click", (event) => {
		const link = event.target.closest("a[href^='#']");
		const control = link && document.getElementById(link.hash.slice(1));
		if (!control)
			return;
		event.preventDefault();
		(control.closest("fieldset, .govuk-form-group") || control).scrollIntoView();
		control.focus({ preventScroll: true });
	});
}

/** A second press within a second is the same press. */
function preventDoubleClick() {
	const last = new WeakMap();
	document.addEventListener("click", (event) => {
		const button = event.target.closest("[data-prevent-double-click]");
		if (!button)
			return;
		if (event.timeStamp - (last.get(button) ?? -1000) < 1000)
			event.preventDefault();
		else
			last.set(button, event.timeStamp);
	});
	// A link that looks like a button answers to the space bar as one.
	document.addEventListener("keydown", (event) => {
		if (event.key === " " && event.target.matches("a[role=button]")) {
			event.preventDefault();
			event.target.click();
		}
	});
}

/** [data-copy] gets a button that copies its text. */
function addCopyButtons() {
	if (!navigator.clipboard)
		return;
	for (const place of document.querySelectorAll("[data-copy]")) {
		const button = document.createElement("button");
		const text = place.textContent.trim();
		button.type = "button";
		button.className = "app-link-button app-copy";
		button.setAttribute("aria-live", "polite");
		button.textContent = WORDS.copy;
		button.addEventListener("click", async () => {
			await navigator.clipboard.writeText(text);
			button.textContent = WORDS.copied;
			setTimeout(() => { button.textContent = WORDS.copy; }, 3000);
		});
		place.after(button);
	}
}

/** Papers beside the data: the tab that is shown is marked. */
function markPaperTabs() {
	for (const tab of document.querySelectorAll(".app-papers__tab"))
		tab.addEventListener("click", () => {
			for (const other of document.querySelectorAll(".app-papers__tab[aria-current]"))
				other.removeAttribute("aria-current");
			tab.setAttribute("aria-current", "true");
		});
}

focusErrors();
preventDoubleClick();
addCopyButtons();
markPaperTabs();
