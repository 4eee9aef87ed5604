/** Keeps the session keys of a running gateway up to date with their file. */
@NullMarked
package dev.portcullis.bootstrap.session;

import org.jspecify.annotations.NullMarked;
