// Runs BPMN files in npm bpmn-engine. Reads lines of JSON {file, actions: [{do, node, outcome}], data}; writes for each the
// markings after the start and after each action: {steps: [{open: [...], visits: {...}, done}]}.
//
// bpmn-engine knows no XPath: the conditions of these files, which tests/oracle/processes.py wrote, are turned into its scripts.
import fs from 'node:fs';
import readline from 'node:readline';
import { Engine } from 'bpmn-engine';

const COUNTED = new Set(['bpmn:UserTask', 'bpmn:ServiceTask', 'bpmn:ReceiveTask', 'bpmn:SubProcess', 'bpmn:SendTask', 'bpmn:EndEvent',
	'bpmn:IntermediateCatchEvent']);

// Comparisons of the outcome or a number of the instance, with and, or, not().
function toScript(xpath) {
	return xpath
		.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
		.replace(/\/dossier\/process\/@outcome\s*=\s*'([^']*)'/g, "(v.outcome === '$1')")
		.replace(/\/dossier\/([a-z]+)\s*(=|<|>)\s*(\d+)/g, (_, field, op, n) => `(v.data.${field} ${op === '=' ? '===' : op} ${n})`)
		.replace(/\bnot\(/g, '!(').replace(/\band\b/g, '&&').replace(/\bor\b/g, '||');
}

function prepared(file) {
	return fs.readFileSync(file, 'utf8').replace(/<conditionExpression>([^<]*)<\/conditionExpression>/g, (_, xpath) =>
		'<conditionExpression xsi:type="tFormalExpression" language="javascript">' +
		`<![CDATA[${toScript(xpath)}]]></conditionExpression>`);
}

function scripts() {
	const known = new Map();
	return {
		register({ id, behaviour }) {
			const condition = behaviour.conditionExpression;
			if (condition?.body) known.set(id, new Function('v', `return ${condition.body};`));
		},
		getScript(_, { id }) {
			const test = known.get(id);
			return test && { execute: (scope, next) => next(null, test(scope.environment.variables)) };
		},
	};
}

class Play {
	constructor(job) {
		this.visits = {};
		this.waiting = new Map();
		this.done = false;
		this.edges = new Set([...fs.readFileSync(job.file, 'utf8').matchAll(/<boundaryEvent id="(\w+)"/g)].map((m) => m[1]));
		this.listener = new (class { constructor(play) { this.play = play; } emit(name, api) { this.play.hear(name, api); } })(this);
		this.variables = { outcome: '', data: job.data };
		this.engine = new Engine({ name: 'oracle', source: prepared(job.file), variables: this.variables, scripts: scripts(),
			settings: { enableDummyService: true } });
	}

	hear(name, api) {
		if (name === 'activity.enter' && COUNTED.has(api.type)) this.visits[api.id] = (this.visits[api.id] ?? 0) + 1;
		if (name === 'activity.wait' || (name === 'activity.start' && api.type === 'bpmn:SubProcess'))
			this.waiting.set(api.id, api);
		if (['activity.end', 'activity.leave', 'activity.discard', 'activity.execution.discard'].includes(name)) this.waiting.delete(api.id);
	}

	async start() {
		this.engine.once('end', () => { this.done = true; });
		this.execution = await this.engine.execute({ listener: this.listener });
	}

	async act(action) {
		const api = this.waiting.get(action.node);
		if (!api || this.done) return;
		this.execution.environment.variables.outcome = action.outcome;
		api.environment.variables.outcome = action.outcome;
		if (action.do === 'message') this.execution.signal({ id: action.outcome });
		else api.signal();
		await new Promise(setImmediate);
	}

	marking() {
		const open = [...this.waiting.keys()].filter((id) => !this.edges.has(id)).sort();
		return { open: this.done ? [] : open, visits: { ...this.visits }, done: this.done };
	}
}

for await (const line of readline.createInterface({ input: process.stdin })) {
	const job = JSON.parse(line);
	const steps = [];
	let wrong;
	try {
		const play = new Play(job);
		await play.start();
		steps.push(play.marking());
		for (const action of job.actions) {
			await play.act(action);
			steps.push(play.marking());
		}
		play.engine.stop();
	} catch (e) {
		wrong = String(e.stack ?? e);
	}
	process.stdout.write(JSON.stringify({ steps, wrong }) + '\n');
}
