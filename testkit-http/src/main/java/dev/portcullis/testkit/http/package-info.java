/**
 * The contract for bindings of {@link dev.portcullis.adapters.http.HttpApi} to an HTTP server or
 * servlet container. Extend {@link dev.portcullis.testkit.http.HttpBindingContract}, implement
 * {@code start}, and declare what the container refuses. Depends on {@code adapters-http} and the
 * test libraries; used by tests alone.
 */
@NullMarked
package dev.portcullis.testkit.http;

import org.jspecify.annotations.NullMarked;
