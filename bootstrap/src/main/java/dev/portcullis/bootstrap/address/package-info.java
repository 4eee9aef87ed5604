/**
 * Decisions about addresses outside a running gateway: for a person at a terminal, and for cases.
 */
@NullMarked
package dev.portcullis.bootstrap.address;

import org.jspecify.annotations.NullMarked;
