/** Ports played by memory: each is an implementation that its contract is run on. */
@NullMarked
package dev.portcullis.testkit.fake;

import org.jspecify.annotations.NullMarked;
