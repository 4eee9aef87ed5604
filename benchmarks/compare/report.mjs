// Tables, a chart, and the raw rounds.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from './machine.mjs';
import { HEAD } from './peers.mjs';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length === 0 ? NaN : sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const COLUMNS = [
  { key: 'rps', title: 'logins/s', digits: 0, more: true },
  { key: 'p50', title: 'p50 ms', digits: 2 },
  { key: 'p99', title: 'p99 ms', digits: 2 },
  { key: 'cpu', title: 'CPU s per 1,000', digits: 3 },
  { key: 'rss', title: 'RSS MiB', digits: 0 },
  { key: 'start', title: 'start s', digits: 2 },
];

export function report({ settings, chosen, starts, samples, memory, open, connections, startedAt }) {
  const rows = chosen.map((peer) => {
    const mine = samples.filter((sample) => sample.peer === peer.name);
    return {
      peer,
      ...Object.fromEntries(['rps', 'p50', 'p99', 'cpu'].map((key) => [key, median(mine.map((sample) => sample[key]))])),
      rss: memory.get(peer.name),
      start: median(starts.get(peer.name)),
      disturbed: mine.filter((sample) => sample.disturbed).length,
    };
  });
  const others = rows.filter((row) => !row.peer.nginx && !row.peer.portcullis);
  const best = Object.fromEntries(
    COLUMNS.map(({ key, more }) => {
      const values = others.map((row) => row[key]).filter((value) => !Number.isNaN(value));
      return [key, values.length ? (more ? Math.max(...values) : Math.min(...values)) : NaN];
    }));
  const text = markdown(settings, rows, best, startedAt) + (settings.hour ? courseText(chosen, samples) : '') + openText(chosen, open) + sweepText(chosen, connections);
  writeFileSync(join(settings.out, 'compare.md'), text);
  writeFileSync(join(settings.out, 'compare.csv'), csv(samples, starts));
  writeFileSync(join(settings.out, 'compare.svg'), chart(rows));
  process.stdout.write(`\n${text}\nWritten to ${settings.out}: compare.md, compare.csv, compare.svg\n`);
}

export const show = (value, digits) =>
  value === undefined || Number.isNaN(value) ? '–' : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const table = (lines) => lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function markdown(settings, rows, best, startedAt) {
  const rule = ['---', ...COLUMNS.map(() => '---:')];
  const marked = (row) => row.peer.label + '\\*'.repeat(row.disturbed > 0 ? 1 : 0);
  const figures = rows.map((row) => [marked(row), ...COLUMNS.map(({ key, digits }) => show(row[key], digits))]);
  const ratios = (base) =>
    rows.map((row) => [marked(row), ...COLUMNS.map(({ key }) => show(row[key] / base[key], 2))]);
  const titles = COLUMNS.map((column) => column.title);
  const disturbed = rows.reduce((sum, row) => sum + row.disturbed, 0);
  return `${settings.smoke ? '**A smoke run: it shows that everything works; its figures mean nothing.**\n\n' : ''}\
${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${describe()}. ${settings.connections} connections, \
${settings.rounds} rounds of ${settings.seconds} s each in turn, medians; JVMs warmed up for ${settings.warmUp} s, \
the others for ${settings.warmUpOthers} s; ${settings.starts} starts each.\
${settings.smoke ? '' : disturbed ? ` \\* ${disturbed} rounds were disturbed by other load and found no quiet repetition.` : ' No counted round was disturbed.'}

${headText(rows)}${table([['', ...titles], rule, ...figures])}

${rows.filter(({ peer }) => !peer.tls && HEAD.some(({ base }) => base === peer.name)).map((row) => `As ratios to ${row.peer.label}:

${table([['', ...titles], rule, ...ratios(row)])}

`).join('')}As ratios to the best peer in each column (nginx aside):

${table([['', ...titles], rule, ...ratios(best)])}
`;
}

/** The pairs of the head that were measured, with their ratios. */
const heads = (rows) =>
  HEAD.flatMap(({ own, base, note, goals }) => {
    const [mine, theirs] = [own, base].map((name) => rows.find((row) => row.peer.name === name));
    if (!mine || !theirs) return [];
    return [{ mine, theirs, note, goals, ratio: Object.fromEntries(COLUMNS.map(({ key }) => [key, mine[key] / theirs[key]])) }];
  });

function headText(rows) {
  const pairs = heads(rows);
  if (pairs.length === 0) return '';
  const columns = COLUMNS.filter(({ key }) => ['rps', 'cpu', 'p99'].includes(key));
  const goal = (value, more) => (value === undefined ? '' : ` (goal: ${more ? 'at least' : 'at most'} ${value})`);
  const lines = pairs.map(({ mine, theirs, note, goals, ratio }) =>
    [`${mine.peer.label} to ${theirs.peer.label}: ${note}`, ...columns.map(({ key, more }) => show(ratio[key], 2) + goal(goals[key], more))]);
  return `${table([['Ratio of', ...columns.map((column) => column.title)], ['---', ...columns.map(() => '---:')], ...lines])}

`;
}

const label = (chosen, name) => chosen.find((peer) => peer.name === name).label;

function openText(chosen, open) {
  if (open.length === 0) return '';
  const lines = open.map((run) => [label(chosen, run.peer), `${run.share} %`, show(run.rate, 0), show(run.achieved, 0),
    ...['p50', 'p90', 'p99', 'p999', 'max'].map((key) => show(run[key], 2)), run.failed]);
  return `
At fixed rates, in milliseconds from when a login was due:

${table([['', 'of its capacity', 'logins/s', 'achieved', 'p50', 'p90', 'p99', 'p99.9', 'max', 'failed'], ['---', ...Array(9).fill('---:')], ...lines])}
`;
}

/** How it went on: medians of ten rounds each, and the memory at the end of the ten. */
function courseText(chosen, samples) {
  const lines = chosen.flatMap((peer) => {
    const mine = samples.filter((sample) => sample.peer === peer.name);
    return mine.filter((_, i) => i % 10 === 0).map((first, i) => {
      const ten = mine.slice(i * 10, i * 10 + 10);
      const middle = (key, digits) => show(median(ten.map((sample) => sample[key])), digits);
      const logins = mine.slice(0, i * 10 + 10).reduce((sum, sample) => sum + sample.requests, 0);
      return [peer.label, `${first.round} to ${ten.at(-1).round}`, show(logins, 0), middle('rps', 0), middle('p50', 2), middle('p99', 2),
        middle('cpu', 3), show(ten.at(-1).rss, 0), ten.filter((sample) => sample.disturbed).length];
    });
  });
  return `
In the course of time:

${table([['', 'rounds', 'logins so far', 'logins/s', 'p50 ms', 'p99 ms', 'CPU s per 1,000', 'RSS MiB', 'disturbed'], ['---', ...Array(8).fill('---:')], ...lines])}
`;
}

function sweepText(chosen, runs) {
  if (runs.length === 0) return '';
  const lines = runs.map((run) => [label(chosen, run.peer), show(run.connections, 0), show(run.rps, 0), show(run.p50, 2), show(run.p99, 2), run.failed]);
  return `
By connections:

${table([['', 'connections', 'logins/s', 'p50 ms', 'p99 ms', 'failed'], ['---', ...Array(5).fill('---:')], ...lines])}
`;
}

function csv(samples, starts) {
  const columns = ['peer', 'round', 'requests', 'seconds', 'rps', 'p50', 'p99', 'p999', 'cpu', 'rss', 'others', 'disturbed'];
  const lines = samples.map((sample) => columns.map((column) => sample[column]).join(','));
  const first = [...starts].flatMap(([peer, all]) => all.map((seconds, i) => `${peer},start ${i + 1},1,${seconds},,,,,,,,`));
  return [columns.join(','), ...lines, ...first, ''].join('\n');
}

/** The head's ratios, and bars: logins/s, CPU per login and p99. */
function chart(rows) {
  const [width, label, bar, gap] = [860, 290, 22, 8];
  const panel = (key, title, digits, top) => {
    const most = Math.max(...rows.map((row) => row[key]));
    const scale = (width - label - 90) / most;
    const bars = rows.map((row, i) => {
      const y = top + 30 + i * (bar + gap);
      const colour = row.peer.portcullis ? '#1f6feb' : '#8c959f';
      return `<text x="${label - 8}" y="${y + 16}" text-anchor="end">${escape(row.peer.label)}</text>
<rect x="${label}" y="${y}" width="${Math.max(1, row[key] * scale).toFixed(1)}" height="${bar}" fill="${colour}"/>
<text x="${(label + row[key] * scale + 6).toFixed(1)}" y="${y + 16}">${show(row[key], digits)}</text>`;
    });
    return `<text x="${label}" y="${top + 16}" font-weight="bold">${title}</text>\n${bars.join('\n')}`;
  };
  const pairs = heads(rows);
  const head = pairs.map(({ mine, theirs, ratio }, i) => `<text x="8" y="${22 + i * 20}">${escape(
    `${mine.peer.label}: ${show(ratio.rps, 2)} of the logins/s of ${theirs.peer.label}, ` +
      `${show(ratio.cpu, 2)} of its CPU, ${show(ratio.p99, 2)} of its p99`)}</text>`);
  const [top, height] = [10 + pairs.length * 20, 40 + rows.length * (bar + gap)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top + 3 * height + 10}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="white"/>
${head.join('\n')}
${panel('rps', 'Logins per second (more is better)', 0, top + 5)}
${panel('cpu', 'CPU seconds per 1,000 logins (less is better)', 3, top + height + 5)}
${panel('p99', 'p99 in milliseconds (less is better)', 1, top + 2 * height + 5)}
</svg>
`;
}

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
