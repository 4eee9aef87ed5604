/** Benchmarks of the Auth0 adapter. */
@NullMarked
package dev.portcullis.benchmarks.auth0;

import org.jspecify.annotations.NullMarked;
