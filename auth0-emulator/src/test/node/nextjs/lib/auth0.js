import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client({
  // Without it, the SDK refuses localhost, and ignores the domain's http and port.
  allowInsecureRequests: true,
  authorizationParameters: {
    scope: 'openid profile email offline_access read:orders',
    audience: process.env.AUDIENCE,
  },
});
