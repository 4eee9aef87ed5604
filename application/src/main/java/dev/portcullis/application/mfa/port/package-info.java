/** What the steps of a second factor need from outside. */
@NullMarked
package dev.portcullis.application.mfa.port;

import org.jspecify.annotations.NullMarked;
