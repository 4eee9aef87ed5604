/**
 * The login pages: login, password reset, second factor, logout. Builds on {@code session}, {@code
 * intake} and {@code exchange}; of {@code forwardauth} only the settings, which are a part of the
 * pages' settings. Start at {@link dev.portcullis.adapters.http.pages.Pages}.
 */
@NullMarked
package dev.portcullis.adapters.http.pages;

import org.jspecify.annotations.NullMarked;
