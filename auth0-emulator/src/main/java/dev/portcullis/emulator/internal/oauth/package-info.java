/**
 * What the endpoints that speak OAuth share: client authentication, why a request is refused, and
 * the error table that turns refusals into replies.
 */
@NullMarked
package dev.portcullis.emulator.internal.oauth;

import org.jspecify.annotations.NullMarked;
