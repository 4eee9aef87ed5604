/** The conditions of token rules: a small language over the values of a login. */
@NullMarked
package dev.portcullis.emulator.expression;

import org.jspecify.annotations.NullMarked;
