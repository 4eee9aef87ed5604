import { auth0 } from '../../lib/auth0.js';

// A route, because a page cannot set the cookie that keeps the renewed token.
export async function GET() {
  const { tokenSet: before } = await auth0.getSession();
  const { token: after } = await auth0.getAccessToken();
  const said = before.accessToken === after ? 'Same' : 'Renewed';
  return new Response(`<!doctype html><title>${said}</title><h1>${said}</h1>`, {
    headers: { 'Content-Type': 'text/html' },
  });
}
