// A single-page application with @auth0/auth0-spa-js, unchanged. BrowserSdksTest tells its configuration.
import express from 'express';

const { port, config } = JSON.parse(process.env.APP);
const app = express();

app.use('/sdk', express.static('node_modules/@auth0/auth0-spa-js/dist'));

app.get('/', (request, response) =>
  response.send(`<!doctype html>
<title>Single-page application</title>
<h1>Loading</h1>
<button id="login">Log in</button>
<button id="renew">Renew</button>
<button id="logout">Log out</button>
<script src="/sdk/auth0-spa-js.production.js"></script>
<script type="module">
  const say = text => (document.querySelector('h1').textContent = text);
  const failed = error => say('Failed: ' + (error.error ?? '') + ' ' + error.message);
  try {
    const client = new auth0.Auth0Client(${JSON.stringify(config)});
    const query = new URLSearchParams(location.search);
    if (query.has('state')) {
      await client.handleRedirectCallback();
      history.replaceState({}, '', '/');
    } else {
      await client.checkSession();
    }
    const user = await client.getUser();
    say(user ? user.email : 'Nobody');
    const on = (id, act) =>
      document.getElementById(id).addEventListener('click', () => act().catch(failed));
    on('login', () => client.loginWithRedirect());
    on('renew', async () => {
      const before = await client.getTokenSilently();
      const after = await client.getTokenSilently({ cacheMode: 'off' });
      say(before === after ? 'Same' : 'Renewed');
    });
    on('logout', () => client.logout({ logoutParams: { returnTo: location.origin } }));
  } catch (error) {
    failed(error);
  }
</script>`)
);

app.listen(port, 'localhost', () => console.log('listening'));
