/*
 * Reads QR codes with the camera or from a picture. The browser's own BarcodeDetector where there is one, else
 * zxing-wasm, loaded when first needed. What it needs from the HTML:
 *	[data-scan]		the root; data-zxing: URL of zxing-wasm's reader module, data-zxing-wasm: URL of its .wasm (both optional)
 *	[data-scan-tools]	hidden until this runs; [data-scan-start], [data-scan-stop]: buttons; <input type="file" data-scan-file>
 *	[data-scan-live]	shown with the camera's picture, around <video data-scan-video>
 *	[data-scan-message="..."]	looking, no-camera, no-code, no-reader; one is shown
 * It needs a page whose policy allows 'wasm-unsafe-eval' when zxing-wasm is given.
 */
import { show } from './verify-bbc6668761.js';

const PAUSE_MS = 120;
const root = document.querySelector('[data-scan]');
const video = root.querySelector('[data-scan-video]');
let reader = null;
let stream = null;

function message(kind)
{
	for (const el of root.querySelectorAll('[data-scan-message]'))
		el.hidden = el.dataset.scanMessage !== kind;
}

function pixelsOf(source)
{
	const width = source.videoWidth ?? source.width, height = source.videoHeight ?? source.height;
	const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d', { willReadFrequently: true });

	context.drawImage(source, 0, 0);
	return context.getImageData(0, 0, width, height);
}

/* A function from an image or video to the text of the code in it, or null. */
async function readerOf()
{
	if ('BarcodeDetector' in window && (await BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
		const detector = new BarcodeDetector({ formats: ['qr_code'] });

		return async source => (await detector.detect(source))[0]?.rawValue ?? null;
	}
	if (!root.dataset.zxing)
		return null;
	const zxing = await import(root.dataset.zxing);

	/* Without this it would fetch its .wasm from a foreign server. */
	zxing.prepareZXingModule({ overrides: { locateFile: () => root.dataset.zxingWasm } });
	return async source => {
		const found = await zxing.readBarcodes(pixelsOf(source), { formats: ['QRCode'], maxNumberOfSymbols: 1 });

		return found.find(r => r.isValid)?.text ?? null;
	};
}

async function readerReady()
{
	try {
		reader ??= await readerOf();
	} catch {
		reader = null;
	}
	if (reader === null)
		message('no-reader');
	return reader !== null;
}

function stop()
{
	for (const track of stream?.getTracks() ?? [])
		track.stop();
	stream = null;
	video.srcObject = null;
	live(false);
	message(null);
}

function live(on)
{
	root.querySelector('[data-scan-live]').hidden = !on;
	root.querySelector('[data-scan-stop]').hidden = !on;
	root.querySelector('[data-scan-start]').hidden = on;
}

/* The answer comes into sight and under the keyboard. */
async function found(text)
{
	await show(text);
	const title = document.querySelector('[data-verdict]:not([hidden]) h1');

	if (title === null)
		return;
	title.tabIndex = -1;
	title.focus();
}

async function watch()
{
	while (stream !== null) {
		const text = video.readyState >= video.HAVE_CURRENT_DATA ? await reader(video) : null;

		if (text !== null && stream !== null) {
			stop();
			await found(text);
			return;
		}
		await new Promise(done => setTimeout(done, PAUSE_MS));
	}
}

async function start()
{
	message(null);
	if (stream !== null || !await readerReady())
		return;
	try {
		stream = await navigator.mediaDevices.getUserMedia({ audio: false,
			video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } } });
	} catch {
		message('no-camera');
		return;
	}
	video.srcObject = stream;
	live(true);
	message('looking');
	await video.play();
	await watch();
}

async function readFile(file)
{
	message(null);
	if (!file || !await readerReady())
		return;
	let text = null;

	try {
		text = await reader(await createImageBitmap(file));
	} catch {
		/* not a picture: the same message as a picture without a code */
	}
	if (text === null)
		message('no-code');
	else
		await found(text);
}

root.querySelector('[data-scan-start]').addEventListener('click', start);
root.querySelector('[data-scan-stop]').addEventListener('click', stop);
root.querySelector('[data-scan-file]').addEventListener('change', event => readFile(event.target.files[0]));
for (const tool of root.querySelectorAll('[data-scan-tools]'))
	tool.hidden = false;
addEventListener('pagehide', stop);
