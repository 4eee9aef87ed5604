// Processes, ports and the JDK.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const nginxUser = () => (process.getuid() === 0 ? 'user root;' : '');

export async function untilListening(port, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended at its start: ${child.spawnargs.join(' ')}`);
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await pause(10);
  }
}

/** Asks it to end, and after half a minute ends it. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(timer);
}

/** The newest JDK here, for the peers on a JVM as well as for Portcullis. */
export function javaHome() {
  const homes = [process.env.JAVA_HOME, ...['/usr/lib/jvm', '/opt/java'].flatMap((at) =>
    existsSync(at) ? readdirSync(at).map((name) => join(at, name)) : [])];
  const version = (home) =>
    Number(/JAVA_VERSION="(\d+)/.exec(existsSync(join(home, 'release')) ? readFileSync(join(home, 'release'), 'utf8') : '')?.[1] ?? 0);
  const best = homes.filter((home) => home && existsSync(join(home, 'bin/javac'))).sort((a, b) => version(b) - version(a))[0];
  if (!best || version(best) < 25) throw new Error('no JDK 25 found in JAVA_HOME, /usr/lib/jvm or /opt/java');
  return best;
}
