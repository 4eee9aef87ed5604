/** What a request is made into before a use case sees it: address, body, fields. */
@NullMarked
package dev.portcullis.adapters.http.intake;

import org.jspecify.annotations.NullMarked;
