// An Express application with express-openid-connect, as its README has it. BrowserSdksTest tells its configuration.
import express from 'express';
import oidc from 'express-openid-connect';

const { port, config } = JSON.parse(process.env.APP);
const app = express();

app.use(oidc.auth({ authRequired: false, idpLogout: true, ...config }));

app.get('/', (request, response) => {
  response.send(
    request.oidc.isAuthenticated()
      ? `<!doctype html><title>In</title><h1>${request.oidc.user.email}</h1>`
      : '<!doctype html><title>Out</title><h1>Nobody</h1>'
  );
});

app.get('/renew', oidc.requiresAuth(), async (request, response) => {
  const before = request.oidc.accessToken.access_token;
  const { access_token: after } = await request.oidc.accessToken.refresh();
  response.send(`<!doctype html><title>Renewed</title><h1>${before === after ? 'Same' : 'Renewed'}</h1>`);
});

app.get('/user-info', oidc.requiresAuth(), async (request, response) => {
  const { email } = await request.oidc.fetchUserInfo();
  response.send(`<!doctype html><title>User info</title><h1>User info of ${email}</h1>`);
});

app.listen(port, 'localhost', () => console.log('listening'));
