// A login by fastify and undici, as a team would write it with care: one pool of 64 connections, no logger.
import Fastify from 'fastify';
import formbody from '@fastify/formbody';
import { Pool } from 'undici';

const { PORT, UPSTREAM, CLIENT_ID, CLIENT_SECRET } = process.env;

const auth0 = new Pool(UPSTREAM, { connections: 64, pipelining: 1, headersTimeout: 10_000, bodyTimeout: 10_000 });
const app = Fastify({ logger: false, trustProxy: 'loopback' });
app.register(formbody);

app.post('/api/auth', async (request, reply) => {
  const { username, password } = request.body ?? {};
  if (typeof username !== 'string' || typeof password !== 'string') {
    return reply.code(400).send({ error: 'invalid_request' });
  }
  const answer = await auth0.request({
    method: 'POST',
    path: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'auth0-forwarded-for': request.ip },
    body: new URLSearchParams({
      grant_type: 'password',
      username,
      password,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    }).toString(),
  });
  const tokens = await answer.body.json();
  return reply.code(answer.statusCode).send(tokens);
});

await app.listen({ host: '127.0.0.1', port: Number(PORT) });
