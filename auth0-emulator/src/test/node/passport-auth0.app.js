// An Express application with passport-auth0, as its README has it. BrowserSdksTest tells its configuration.
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import Auth0Strategy from 'passport-auth0';

const { port, base, config } = JSON.parse(process.env.APP);
const app = express();

passport.use(
  new Auth0Strategy(config, (accessToken, refreshToken, extraParams, profile, done) =>
    done(null, { email: profile.emails[0].value, renewable: refreshToken !== undefined })
  )
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

app.use(session({ secret: 'signs the cookies', resave: false, saveUninitialized: false }));
app.use(passport.session());

app.get('/', (request, response) =>
  response.send(
    `<!doctype html><title>Passport</title><h1>${request.user ? request.user.email : 'Nobody'}</h1>` +
      (request.user?.renewable ? '<p>renewable</p>' : '')
  )
);
app.get(
  '/login',
  passport.authenticate('auth0', { scope: 'openid email profile offline_access' })
);
app.get(
  '/callback',
  passport.authenticate('auth0', { failureRedirect: '/failed' }),
  (request, response) => response.redirect('/')
);
app.get('/logout', (request, response, next) =>
  request.logout(error =>
    error
      ? next(error)
      : response.redirect(
          `https://${config.domain}/v2/logout?` +
            new URLSearchParams({ client_id: config.clientID, returnTo: base })
        )
  )
);

app.listen(port, 'localhost', () => console.log('listening'));
