/** The demonstration: a tenant and a gateway on this machine, and a tour through what they do. */
@NullMarked
package dev.portcullis.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
