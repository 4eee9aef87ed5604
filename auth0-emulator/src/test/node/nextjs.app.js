// A Next.js application with @auth0/nextjs-auth0, as its README has it, built for production. BrowserSdksTest tells its configuration.
import { createServer } from 'node:http';
import next from 'next';

const { port, ahead } = JSON.parse(process.env.APP);

// The SDK reads the time from Date; this moves it ahead as far as the emulator's clock.
const RealDate = Date;
const now = () => RealDate.now() + ahead;
globalThis.Date = class extends RealDate {
  constructor(...at) {
    super(...(at.length === 0 ? [now()] : at));
  }
  static now = now;
};

const app = next({ dev: false, dir: 'nextjs', hostname: 'localhost', port });
await app.prepare();
createServer(app.getRequestHandler()).listen(port, 'localhost', () => console.log('listening'));
