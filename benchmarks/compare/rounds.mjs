// Rounds that take turns, each repeated while others disturb it.
import { machine, tree } from './machine.mjs';

export const rotated = (list, by) => list.map((_, i) => list[(i + by) % list.length]);

/** One round's sample, with the share of the machine's CPUs that others took meanwhile as `others`. */
export async function quietRound(settings, say, measure) {
  let best;
  for (let attempt = 0; attempt <= settings.retries; attempt++) {
    const sample = await measure();
    if (sample.others <= settings.quiet) return { ...sample, disturbed: false };
    if (attempt < settings.retries) say(`others took ${sample.others.toFixed(1)} % of the CPUs: once more`);
    if (!best || sample.others < best.others) best = sample;
  }
  return { ...best, disturbed: true };
}

/** Does the work; what it took: CPU seconds of the process with its children, and the percentage of the CPUs that others took. */
export async function spent(pid, work) {
  const ours = () => tree(process.pid).cpu; // this process with the load, the tenant and all peers
  const before = { machine: machine(), ours: ours(), peer: tree(pid).cpu };
  const result = await work();
  const after = { machine: machine(), ours: ours(), peer: tree(pid).cpu };
  const more = (what) => after.machine[what] - before.machine[what];
  const all = more('busy') + more('idle') + more('steal');
  const others = Math.max(0, more('busy') - (after.ours - before.ours)) + more('steal');
  return { result, cpu: after.peer - before.peer, others: (100 * others) / all };
}
