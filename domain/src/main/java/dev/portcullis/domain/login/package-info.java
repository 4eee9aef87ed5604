/**
 * One login: what was submitted, what the provider decided, how it ended. Start at {@link
 * dev.portcullis.domain.login.LoginOutcome}.
 */
@NullMarked
package dev.portcullis.domain.login;

import org.jspecify.annotations.NullMarked;
