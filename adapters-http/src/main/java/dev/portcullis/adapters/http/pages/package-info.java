/**
 * Pages for people, sessions in a cookie, and the answer to proxies that ask whose a request is.
 * Builds on the HTTP adapter's own requests and replies, and on nothing else of it. Start at {@link
 * dev.portcullis.adapters.http.pages.Pages}.
 */
@NullMarked
package dev.portcullis.adapters.http.pages;

import org.jspecify.annotations.NullMarked;
