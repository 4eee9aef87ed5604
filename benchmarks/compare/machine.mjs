// What /proc says about time and memory: of processes with their children, and of the machine.
import { readFileSync, readdirSync } from 'node:fs';

const HERTZ = 100; // USER_HZ, which Linux has fixed for all that read /proc
const PAGE_KB = 4;

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(fields[1]),
      cpu: (Number(fields[11]) + Number(fields[12])) / HERTZ,
      reaped: (Number(fields[13]) + Number(fields[14])) / HERTZ,
      rss: (Number(fields[21]) * PAGE_KB) / 1024,
    };
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

/** CPU seconds and resident MiB of a process and all of its descendants. */
export function tree(root) {
  const all = new Map();
  for (const name of readdirSync('/proc')) {
    const seen = /^\d+$/.test(name) ? stat(name) : undefined;
    if (seen) all.set(Number(name), seen);
  }
  const sum = { cpu: 0, rss: 0 };
  const within = (pid) => pid === root || (all.has(pid) && pid > 1 && within(all.get(pid).parent));
  for (const [pid, seen] of all) {
    if (within(pid)) {
      sum.cpu += seen.cpu + seen.reaped;
      sum.rss += seen.rss;
    }
  }
  return sum;
}

/** Seconds of CPU that the machine has spent so far; interrupts count for whom they meet, as in /proc/PID. */
export function machine() {
  const lines = readFileSync('/proc/stat', 'latin1').split('\n');
  const [user, nice, system, idle, wait, irq, softirq, steal] = lines[0]
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) / HERTZ);
  const cores = lines.filter((line) => /^cpu\d/.test(line)).length;
  return { busy: user + nice + system + irq + softirq, idle: idle + wait, steal, cores };
}

/** The model of the CPU, for reports. */
export function describe() {
  const model = /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'latin1'))?.[1] ?? 'unknown';
  const kernel = readFileSync('/proc/sys/kernel/osrelease', 'latin1').trim();
  return `${machine().cores} CPUs (${model}), Linux ${kernel}`;
}
