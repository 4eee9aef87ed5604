/** Benchmarks of what the Auth0 adapter keeps to itself; nothing ships from here. */
@NullMarked
package dev.portcullis.adapters.auth0;

import org.jspecify.annotations.NullMarked;
