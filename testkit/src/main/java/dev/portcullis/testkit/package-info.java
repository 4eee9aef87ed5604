/**
 * For the tests of teams that extend or embed Portcullis: a contract per port to run your adapter
 * under ({@link dev.portcullis.testkit.contract}), fakes ({@link dev.portcullis.testkit.fake}),
 * fixtures and a clock that the test moves.
 */
@NullMarked
package dev.portcullis.testkit;

import org.jspecify.annotations.NullMarked;
