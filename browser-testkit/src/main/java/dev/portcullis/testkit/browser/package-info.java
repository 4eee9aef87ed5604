/**
 * A real headless Chromium for the tests of our pages: start at {@link
 * dev.portcullis.testkit.browser.Browser}. For tests alone, of any module.
 */
@NullMarked
package dev.portcullis.testkit.browser;

import org.jspecify.annotations.NullMarked;
