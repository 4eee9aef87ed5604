/**
 * A browser's session: the sealed cookies it lives in, their keys and lifetimes, and the targets
 * that a user may be sent to afterwards. Used by {@code pages} and {@code forwardauth}; builds on
 * {@code exchange}.
 */
@NullMarked
package dev.portcullis.adapters.http.session;

import org.jspecify.annotations.NullMarked;
