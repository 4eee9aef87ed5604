package dev.portcullis.emulator.internal.hosted;

import java.util.Optional;

/** Where and how the response of an authorization request is sent. */
record ReplyTo(String redirectUri, ResponseMode mode, Optional<String> state) {}
