/** One contract per port: implement the interface in a test class and give it your adapter. */
@NullMarked
package dev.portcullis.testkit.contract;

import org.jspecify.annotations.NullMarked;
