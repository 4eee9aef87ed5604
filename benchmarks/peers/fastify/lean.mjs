// The least a good team would write: JSON in, checked by a schema; one form to the tenant; the answer's bytes out, unread.
import Fastify from 'fastify';
import { Pool } from 'undici';

const { PORT, UPSTREAM, CLIENT_ID, CLIENT_SECRET } = process.env;

const auth0 = new Pool(UPSTREAM, { connections: 64, pipelining: 1, headersTimeout: 10_000, bodyTimeout: 10_000 });
const app = Fastify({ logger: false, trustProxy: 'loopback', bodyLimit: 16 * 1024 });
const client = new URLSearchParams({ grant_type: 'password', client_id: CLIENT_ID, client_secret: CLIENT_SECRET }).toString();
const text = { type: 'string', minLength: 1, maxLength: 1024 };
const body = { type: 'object', required: ['username', 'password'], properties: { username: text, password: text } };

app.post('/api/auth', { schema: { body } }, async (request, reply) => {
  const { username, password } = request.body;
  const answer = await auth0.request({
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'auth0-forwarded-for': request.ip },
    body: `${client}&username=${encodeURIComponent(username)}&password=${encodeURIComponent(password)}`,
  });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return reply.code(answer.statusCode).header('content-type', 'application/json').header('cache-control', 'no-store').send(bytes);
});

await app.listen({ host: '127.0.0.1', port: Number(PORT) });
