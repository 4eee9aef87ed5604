/** Adapters that break their contract in one way each. */
@NullMarked
package dev.portcullis.testkit.broken;

import org.jspecify.annotations.NullMarked;
