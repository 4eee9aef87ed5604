package com.acme.broken.port;

import java.net.URI;

interface Pages {

  URI login();
}
