@NullMarked
package dev.portcullis.adapters.http;

import org.jspecify.annotations.NullMarked;
