/**
 * What the OAuth endpoints share: client authentication, the reasons for a refusal, and the table
 * that maps refusals to replies.
 */
@NullMarked
package dev.portcullis.emulator.internal.oauth;

import org.jspecify.annotations.NullMarked;
