package dev.portcullis.adapters.auth0;

import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;

/** What differs from one token request to the next. */
record TokenRequest(Credentials credentials, ClientAddress client) {}
