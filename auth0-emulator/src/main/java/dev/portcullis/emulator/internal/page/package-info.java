/**
 * The pages that mailed links lead to, and the web page under {@code /emulator}: forms and links
 * that work without JavaScript. It reads and changes the tenant's state directly, as Auth0's
 * dashboard would through its API; start at {@link dev.portcullis.emulator.internal.page.Page}.
 */
@NullMarked
package dev.portcullis.emulator.internal.page;

import org.jspecify.annotations.NullMarked;
