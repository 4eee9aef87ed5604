// The sample of Auth0's documentation for logins from a server, completed so far that it answers.
const express = require('express');
const request = require('request');

const { PORT, UPSTREAM, CLIENT_ID, CLIENT_SECRET } = process.env;

const app = express();
app.set('trust proxy', 'loopback');
app.use(express.urlencoded({ extended: false }));

app.post('/api/auth', function (req, res, next) {
  const options = {
    method: 'POST',
    url: UPSTREAM + '/oauth/token',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'auth0-forwarded-for': req.ip, // End user ip
    },
    form: {
      grant_type: 'password',
      username: req.body.username,
      password: req.body.password,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET, // Client is authenticated
    },
  };

  request(options, function (error, response, body) {
    if (error) return next(error);
    res.status(response.statusCode).json(JSON.parse(body));
  });
});

app.listen(Number(PORT), '127.0.0.1');
