/**
 * For the tests of whoever extends or embeds Portcullis: a contract per port to run your adapter
 * under ({@link dev.portcullis.testkit.contract}), fakes ({@link dev.portcullis.testkit.fake}),
 * fixtures and a clock that moves when told to.
 */
@NullMarked
package dev.portcullis.testkit;

import org.jspecify.annotations.NullMarked;
